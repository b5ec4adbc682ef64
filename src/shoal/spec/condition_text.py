"""Conditions written again from the tree: one spelling, every name quoted, every bracket there."""

from datetime import date

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
    Value,
)


def condition_text(condition: Condition) -> str:
    r"""Write a condition as SQL that every engine reads alike.

    Where SQL engines differ (some stop at a division by zero, some answer infinity) the text says
    what is meant: unknown.

    Examples
    --------
    >>> from shoal.records.tables import ColumnType
    >>> from shoal.records.conditions import Sign
    >>> stage = ColumnValue(name="stage", type=ColumnType.TEXT)
    >>> trial = Literal(value="trial")
    >>> condition_text(Comparison(sign=Sign.EQUAL, left=stage, right=trial))
    '"stage" = \'trial\''
    """
    if isinstance(condition, Not):
        return f"NOT ({condition_text(condition.condition)})"
    if isinstance(condition, AllOf | AnyOf):
        word = " AND " if isinstance(condition, AllOf) else " OR "
        return word.join(f"({condition_text(part)})" for part in condition.parts)
    if isinstance(condition, Comparison):
        return f"{_value(condition.left)} {condition.sign} {_value(condition.right)}"
    return _test(condition)


def _test(condition: Between | Among | Like | Missing) -> str:
    value = _value(condition.value)
    if isinstance(condition, Between):
        return f"{value} BETWEEN {_value(condition.low)} AND {_value(condition.high)}"
    if isinstance(condition, Among):
        return f"{value} IN ({', '.join(_value(o) for o in condition.options)})"
    if isinstance(condition, Like):
        return f"{value} LIKE {_quoted(condition.pattern)}"
    return f"{value} IS NULL"


def _value(value: Value) -> str:
    if isinstance(value, ColumnValue):
        doubled = value.name.replace('"', '""')
        return f'"{doubled}"'
    if isinstance(value, Arithmetic):
        right = _value(value.right)
        if value.operation is Operation.DIVIDE:
            right = f"NULLIF({right}, 0)"
        return f"({_value(value.left)} {value.operation} {right})"
    return _literal(value)


def _literal(literal: Literal) -> str:
    value = literal.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return _quoted(value.isoformat())
    if isinstance(value, str):
        return _quoted(value)
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004  # beyond, the exponent is shorter


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
