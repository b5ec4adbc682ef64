"""Checked conditions as trees of a query, every literal where the binder puts it."""

from collections.abc import Callable, Mapping

from sqlglot import exp

from shoal.metrics.bindings import Binder
from shoal.records.conditions import (
    AllOf,
    Among,
    AnyOf,
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

ReadColumn = Callable[[ColumnValue], exp.Expr]

SQL_TYPES: Mapping[ColumnType, str] = {
    ColumnType.NUMBER: "double",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.DATE: "date",
    ColumnType.TEXT: "text",
}
_SIGNS: Mapping[Sign, type[exp.Binary]] = {
    Sign.EQUAL: exp.EQ,
    Sign.UNEQUAL: exp.NEQ,
    Sign.LESS: exp.LT,
    Sign.AT_MOST: exp.LTE,
    Sign.MORE: exp.GT,
    Sign.AT_LEAST: exp.GTE,
}
_OPERATIONS: Mapping[Operation, type[exp.Binary]] = {
    Operation.ADD: exp.Add,
    Operation.SUBTRACT: exp.Sub,
    Operation.MULTIPLY: exp.Mul,
    Operation.DIVIDE: exp.Div,
}


def condition_tree(condition: Condition, bindings: Binder, *, read: ReadColumn) -> exp.Expr:
    """Return a condition as a tree.

    Parameters
    ----------
    condition : Condition
    bindings : Binder
        Where the literals go.
    read : callable
        Gives the tree of a column, cast to the type it is read as.

    Returns
    -------
    Expr
        True, false or NULL, as the record says.
    """
    return _Writer(bindings, read).condition(condition)


class _Writer:
    def __init__(self, bindings: Binder, read: ReadColumn) -> None:
        self._bindings = bindings
        self._read = read

    def condition(self, node: Condition) -> exp.Expr:
        if isinstance(node, Not):
            return exp.Not(this=exp.paren(self.condition(node.condition)))
        if isinstance(node, AllOf | AnyOf):
            join = exp.and_ if isinstance(node, AllOf) else exp.or_
            return join(*(exp.paren(self.condition(part)) for part in node.parts))
        if isinstance(node, Comparison):
            sign = _SIGNS[node.sign]
            return sign(this=self._value(node.left), expression=self._value(node.right))
        return self._test(node)

    def _test(self, node: Between | Among | Like | Missing) -> exp.Expr:
        value = self._value(node.value)
        if isinstance(node, Between):
            return exp.Between(this=value, low=self._value(node.low), high=self._value(node.high))
        if isinstance(node, Among):
            return exp.In(this=value, expressions=[self._value(o) for o in node.options])
        if isinstance(node, Like):
            return exp.Like(this=value, expression=self._bindings.bind(node.pattern))
        return exp.Is(this=value, expression=exp.null())

    def _value(self, value: Value) -> exp.Expr:
        if isinstance(value, ColumnValue):
            return self._read(value)
        if isinstance(value, Literal):
            return self._bindings.bind(value.value)
        left, right = self._value(value.left), self._value(value.right)
        if value.operation is Operation.DIVIDE:
            right = exp.Nullif(this=right, expression=exp.Literal.number(0))
        return exp.paren(_OPERATIONS[value.operation](this=left, expression=right))
