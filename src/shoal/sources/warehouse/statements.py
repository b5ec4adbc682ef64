"""The one SELECT that is sent to a database: of a table, or a person's own, written from its tree.

A person's query is parsed, held to be one SELECT that changes nothing, and written again from the
tree, so that what was checked is what runs.
"""

import re

from sqlglot import ErrorLevel, TokenType, exp, parse, tokenize
from sqlglot.errors import SqlglotError

from shoal.errors import UsageError
from shoal.sources.warehouse.products import Product

# A part of a name: between quotes of any database, or anything without a dot.
_PART = re.compile(r'"(?:[^"]|"")+"|`[^`]+`|\[[^\]]+\]|[^."`\[\]]+')
_CLOSING = {'"': '"', "`": "`", "[": "]"}
_MOST_PARTS = 3
_BEGINNINGS = frozenset(
    {TokenType.SELECT, TokenType.WITH, TokenType.L_PAREN, TokenType.VALUES, TokenType.FROM}
)
# What changes something, or locks rows, although it stands within a SELECT.
_REFUSED = (exp.DML, exp.DDL, exp.Command, exp.Into, exp.Lock, exp.Set)
_HOLES = (exp.Placeholder, exp.Parameter)


def table_parts(table: str, product: Product, *, name: str) -> tuple[str, ...]:
    """Split the name of a table into its parts, each as the database keeps it.

    A part between quotes is taken letter by letter. Without quotes it is too, but by databases
    that turn such names into capital letters themselves.

    Raises
    ------
    UsageError
        It is no name of one to three parts.
    """
    found = list(_PART.finditer(table))
    if ".".join(part[0] for part in found) != table or not 1 <= len(found) <= _MOST_PARTS:
        raise UsageError(
            f"sources.{name}.table is {table}, which is no name of a table.",
            suggestion='Write it as schema.table; a name with a dot stands in quotes: "a.b".',
        )
    return tuple(_kept(part[0].strip(), product) for part in found)


def select_of_table(parts: tuple[str, ...]) -> exp.Select:
    """Return the SELECT of all columns of a table."""
    *above, table = (exp.to_identifier(part, quoted=True) for part in parts)
    levels = dict(zip(("db", "catalog"), reversed(above), strict=False))
    return exp.select("*").from_(exp.Table(this=table, **levels))


def select_of_query(text: str, product: Product, *, name: str) -> exp.Query:
    """Return the tree of a person's query.

    Raises
    ------
    UsageError
        It cannot be read, is not exactly one SELECT, changes something, or has holes.
    """
    what = f"The query of sources.{name}"
    try:
        tokens = tokenize(text, read=product.grammar)
        if not tokens or tokens[0].token_type not in _BEGINNINGS:
            raise _no_select(what, tokens[0].text if tokens else "nothing")
        trees = [t for t in parse(text, read=product.grammar) if t is not None]
    except SqlglotError as error:
        raise UsageError(
            f"{what} cannot be read as SQL of {product.name}{_where(error)}.",
            suggestion="Run it in the database first; what only its own tools know is not read.",
        ) from error
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        raise _no_select(what, f"{len(trees)} statements" if len(trees) > 1 else tokens[0].text)
    _refuse_more_than_reading(trees[0], what)
    return trees[0]


def greatest_of(tree: exp.Query, columns: tuple[str, ...]) -> exp.Select:
    """Return what asks for the greatest value of each column: it tells what a column holds."""
    greatest = [exp.Max(this=exp.column(c, quoted=True)) for c in columns]
    named = [exp.alias_(m, f"c{i}") for i, m in enumerate(greatest)]
    return exp.select(*named).from_(tree.copy().subquery("asked"))


def statement_text(tree: exp.Query, product: Product) -> str:
    """Write a SELECT for a database, without comments."""
    return tree.sql(product.grammar, comments=False, unsupported_level=ErrorLevel.IGNORE)


def _kept(part: str, product: Product) -> str:
    closing = _CLOSING.get(part[0])
    if closing is None:
        return part.upper() if product.raises else part
    return part[1:-1].replace(closing * 2, closing)


def _refuse_more_than_reading(tree: exp.Query, what: str) -> None:
    if (found := tree.find(*_REFUSED)) is not None:
        raise _no_select(what, found.key.upper())
    if (hole := tree.find(*_HOLES)) is not None:
        raise UsageError(
            f"{what} has a hole for a value, {hole.name or '?'}, which nobody fills.",
            suggestion="Write the value into the query.",
        )


def _no_select(what: str, got: str) -> UsageError:
    return UsageError(
        f"{what} holds {got}; one SELECT that changes nothing was expected.",
        suggestion="Shoal only reads; write one SELECT, or name a table or a view.",
    )


def _where(error: SqlglotError) -> str:
    details = getattr(error, "errors", None)
    if not details or details[0].get("line") is None:
        return ""
    return f": line {details[0]['line']}, column {details[0]['col']}"
