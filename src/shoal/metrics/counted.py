"""Numbers as metrics count them: money in one currency, and nothing that cannot be.

A row says nothing where it says minutes or seats below zero. Presets and own metrics read the same.
"""

from collections.abc import Mapping
from typing import Final

from sqlglot import exp

from shoal.metrics.fields import Fields
from shoal.metrics.money import AMOUNTS, amount_of
from shoal.metrics.stage import Stage
from shoal.metrics.trees import tree
from shoal.records.opened import OpenedSource
from shoal.records.workspace import Role

_NEVER_NEGATIVE: Final[Mapping[Role, str]] = {
    Role.ACCOUNTS: "seats",
    Role.SUBSCRIPTIONS: "seats",
    Role.EVENTS: "minutes",
}

_COUNT: Final = "count"


def counted(stage: Stage, source: OpenedSource, fields: Fields, name: str) -> exp.Expr:
    """Return a field as the number that metrics count, a double."""
    role = source.spec.role
    if name == AMOUNTS.get(role) and fields.has(name):
        return amount_of(stage, source, fields)
    if role is Role.EVENTS and name == _COUNT and fields.has(name):
        return events_in_row(fields)
    value = fields.number(name)
    if name != _NEVER_NEGATIVE.get(role) or not fields.has(name):
        return value
    possible = exp.GTE(this=value, expression=exp.Literal.number(0))
    return exp.paren(exp.Case().when(possible, value.copy()))


def counted_columns(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    """Return what metrics count in place of columns of a table, by the column's name."""
    role = source.spec.role
    names = {AMOUNTS.get(role), _NEVER_NEGATIVE.get(role), _COUNT}
    return {
        column: counted(stage, source, fields, name)
        for name, column in source.fields.items()
        if name in names
    }


def events_in_row(fields: Fields) -> exp.Expr:
    """Return how many events a row stands for, in whole events: one unless `count` says more."""
    one = tree("cast(1 as double)")
    if not fields.has(_COUNT):
        return one
    return exp.func("COALESCE", exp.func("ROUND", fields.number(_COUNT)), one)
