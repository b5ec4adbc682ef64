"""What the parser found, node by node: a node that is not known here is refused."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlglot import expressions as parsed

from shoal.errors import UnknownColumn, UsageError, near_matches
from shoal.records.conditions import (
    AllOf,
    Among,
    AnyOf,
    Arithmetic,
    Between,
    ColumnValue,
    Comparison,
    Condition,
    Like,
    Literal,
    Missing,
    Not,
    Operation,
    Sign,
    Value,
)
from shoal.records.tables import ColumnType
from shoal.spec.condition_types import Typed, agree, disagreement, of_literal

ALLOWED = (
    "A condition may have columns, numbers, 'text', dates as '2026-06-30', TRUE and FALSE;"
    " = <> < <= > >= + - * / and brackets; AND OR NOT IN BETWEEN LIKE IS NULL. A name with blanks"
    ' stands in double quotes: "Plan name".'
)

_SIGNS: Mapping[type[parsed.Expr], Sign] = {
    parsed.EQ: Sign.EQUAL,
    parsed.NEQ: Sign.UNEQUAL,
    parsed.LT: Sign.LESS,
    parsed.LTE: Sign.AT_MOST,
    parsed.GT: Sign.MORE,
    parsed.GTE: Sign.AT_LEAST,
}
_OPERATIONS: Mapping[type[parsed.Expr], Operation] = {
    parsed.Add: Operation.ADD,
    parsed.Sub: Operation.SUBTRACT,
    parsed.Mul: Operation.MULTIPLY,
    parsed.Div: Operation.DIVIDE,
}
# What a node may carry besides its operands. A parser that learns more must not slip it in.
_CARRIED: Mapping[type[parsed.Expr], set[str]] = {
    parsed.Column: {"this"},
    parsed.Identifier: {"this", "quoted"},
    parsed.Literal: {"this", "is_string"},
    parsed.Div: {"this", "expression", "typed", "safe"},
    parsed.In: {"this", "expressions", "negate"},
    parsed.Between: {"this", "low", "high", "negate"},
    parsed.Like: {"this", "expression", "negate"},
    parsed.Is: {"this", "expression", "negate"},
}
_PLAIN = {"this", "expression"}
_MOST_SHOWN = 60


def place_words(line: object, column: object, found: object) -> str:
    """Return where in a condition something stands, as the middle of a sentence.

    >>> place_words(1, 5, "drop")
    ' (line 1, character 5, at drop)'
    >>> place_words(None, None, None)
    ''
    """
    if line is None or column is None:
        return ""
    return f" (line {line}, character {column}{f', at {found}' if found else ''})"


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns parsed nodes into records; `what` begins every message."""

    readings: Mapping[str, frozenset[ColumnType]]
    what: str

    def condition(self, node: parsed.Expr) -> Condition:
        """Return a node that holds or does not."""
        self._refuse_more(node)
        if isinstance(node, parsed.Paren):
            return self.condition(node.this)
        if isinstance(node, parsed.Not):
            return Not(condition=self.condition(node.this))
        if isinstance(node, parsed.And):
            return AllOf(parts=tuple(self.condition(n) for n in _flat(node)))
        if isinstance(node, parsed.Or):
            return AnyOf(parts=tuple(self.condition(n) for n in _flat(node)))
        if type(node) in _SIGNS:
            left, right = self._alike(node, node.this, node.expression)
            return Comparison(sign=_SIGNS[type(node)], left=left, right=right)
        read = self._tests().get(type(node))
        if read is None:
            raise self._refused(node)
        found = read(node)
        return Not(condition=found) if node.args.get("negate") else found

    def _tests(self) -> dict[type[parsed.Expr], Callable[[parsed.Expr], Condition]]:
        return {
            parsed.Between: self._between,
            parsed.In: self._among,
            parsed.Like: self._like,
            parsed.Is: self._missing,
            parsed.Column: self._truth,
        }

    def _between(self, node: parsed.Expr) -> Condition:
        value, low, high = self._alike(node, node.this, node.args["low"], node.args["high"])
        return Between(value=value, low=low, high=high)

    def _among(self, node: parsed.Expr) -> Condition:
        value, *options = self._alike(node, node.this, *node.expressions)
        literals = tuple(o for o in options if isinstance(o, Literal))
        if not literals or len(literals) < len(options):
            raise self._refused(node, "IN takes a list of values, such as IN ('trial', 'free')")
        return Among(value=value, options=literals)

    def _like(self, node: parsed.Expr) -> Condition:
        value, pattern = self._alike(node, node.this, node.expression, only=ColumnType.TEXT)
        if not isinstance(pattern, Literal):
            raise self._refused(node, "LIKE takes a pattern in single quotes, such as 'EU-%'")
        return Like(value=value, pattern=str(pattern.value))

    def _missing(self, node: parsed.Expr) -> Condition:
        if not isinstance(node.expression, parsed.Null):
            raise self._refused(node, "IS goes with NULL only; compare with = TRUE or = FALSE")
        return Missing(value=self._any(self._typed(node.this)))

    def _truth(self, node: parsed.Expr) -> Condition:
        """Take a column of yes and no by itself for a comparison with TRUE."""
        typed = self._typed(node)
        if ColumnType.BOOLEAN not in typed.types:
            raise self._refused(node, "only a column of TRUE and FALSE stands by itself")
        value = typed.read_as(ColumnType.BOOLEAN)
        return Comparison(sign=Sign.EQUAL, left=value, right=Literal(value=True))

    def _alike(
        self, node: parsed.Expr, *parts: parsed.Expr, only: ColumnType | None = None
    ) -> tuple[Value, ...]:
        """Return values that can be compared, all read as one type."""
        typed = [self._typed(part) for part in parts]
        agreed = agree(typed, only=only)
        if agreed is None:
            raise self._refused(node, disagreement(typed, only=only))
        return tuple(t.read_as(agreed) for t in typed)

    def _typed(self, node: parsed.Expr) -> Typed:
        self._refuse_more(node)
        if isinstance(node, parsed.Paren):
            return self._typed(node.this)
        if isinstance(node, parsed.Column):
            return self._column(node)
        if isinstance(node, parsed.Boolean):
            return of_literal(bool(node.this))
        if isinstance(node, parsed.Literal):
            return of_literal(node.this if node.is_string else self._number(node))
        if isinstance(node, parsed.Neg):
            return self._negative(node)
        if type(node) in _OPERATIONS:
            return self._arithmetic(node)
        if isinstance(node, parsed.Null):
            raise self._refused(node, "nothing equals NULL; write IS NULL or IS NOT NULL")
        raise self._refused(node)

    def _column(self, node: parsed.Expr) -> Typed:
        self._refuse_more(node.this)
        name = node.name
        if name not in self.readings:
            place = _place_of(node.this)
            raise UnknownColumn(
                f"{self.what} names a column {name}{place} that is not there."
                f"{near_matches(name, self.readings)}",
                suggestion="Text stands in single quotes, a name in double quotes or none.",
            )
        types = self.readings[name]
        first = next(t for t in ColumnType if t in types)
        return Typed(value=ColumnValue(name=name, type=first), types=types)

    def _arithmetic(self, node: parsed.Expr) -> Typed:
        left, right = self._alike(node, node.this, node.expression, only=ColumnType.NUMBER)
        value = Arithmetic(operation=_OPERATIONS[type(node)], left=left, right=right)
        return Typed(value=value, types=frozenset({ColumnType.NUMBER}))

    def _negative(self, node: parsed.Expr) -> Typed:
        (value,) = self._alike(node, node.this, only=ColumnType.NUMBER)
        if isinstance(value, Literal) and isinstance(value.value, float):
            return of_literal(-value.value)
        zero = Literal(value=0.0)
        taken = Arithmetic(operation=Operation.SUBTRACT, left=zero, right=value)
        return Typed(value=taken, types=frozenset({ColumnType.NUMBER}))

    def _number(self, node: parsed.Expr) -> float:
        number = float(node.name)
        if not math.isfinite(number):
            raise self._refused(node, "the number is too large")
        return number

    def _any(self, typed: Typed) -> Value:
        return typed.read_as(next(t for t in ColumnType if t in typed.types))

    def _refuse_more(self, node: parsed.Expr) -> None:
        """Stop where a node carries a part that is not read, or belongs to something unknown."""
        allowed = _CARRIED.get(type(node), _PLAIN)
        if any(carried and name not in allowed for name, carried in node.args.items()):
            raise self._refused(node)

    def _refused(self, node: parsed.Expr, why: str = "this may not stand there") -> UsageError:
        named = next(node.find_all(parsed.Identifier), None)
        text = node.sql()
        shown = text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."
        place = "" if named is None else _place_of(named)
        return UsageError(f"{self.what}, at {shown}{place}: {why}.", suggestion=ALLOWED)


def _place_of(name: parsed.Identifier) -> str:
    """Return where a name begins; the parser tells where it ends."""
    end = name.meta.get("col")
    length = name.meta.get("end", 0) - name.meta.get("start", 0)
    return place_words(name.meta.get("line"), None if end is None else end - length, None)


def _flat(node: parsed.Expr) -> list[parsed.Expr]:
    """Return the parts of a chain of AND or of OR without descending once for each."""
    parts = []
    while type(node.this) is type(node):
        parts.append(node.expression)
        node = node.this
    return [node.this, node.expression, *reversed(parts)]
