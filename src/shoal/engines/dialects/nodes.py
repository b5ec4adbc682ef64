"""Small questions about the nodes of a tree, and small nodes."""

from sqlglot import exp

from shoal.engines.casts import cast_to
from shoal.records.queries import ValueType


def as_type(value: exp.Expr, type_: ValueType) -> exp.Expr:
    """Return the value cast to a type, once."""
    cast = cast_to(value.copy(), type_)
    return value if isinstance(value, exp.Cast) and value.to == cast.to else cast


def is_decimal(node: exp.Expr) -> bool:
    """Whether a literal is a number that is not whole: 1.5, or 1e9.

    >>> is_decimal(exp.Literal.number("1e9")), is_decimal(exp.Literal.number(3))
    (True, False)
    """
    return isinstance(node, exp.Literal) and not node.is_string and not node.this.isdigit()


def in_brackets(node: exp.Expr) -> exp.Expr:
    """Leave no doubt about which sign binds stronger, nor a -- that begins a comment."""
    return exp.Paren(this=node.copy())


def function(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    """Return the call of a function that SQLGlot need not know."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def double(text: str) -> exp.Literal:
    """Return a number as it stands."""
    return exp.Literal(this=text, is_string=False)
