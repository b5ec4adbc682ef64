"""Amounts in the workspace's currency: where no rate is declared there is no amount."""

from collections.abc import Mapping
from typing import Final

from sqlglot import exp

from shoal.metrics.fields import Fields
from shoal.metrics.stage import Stage
from shoal.records.opened import OpenedSource
from shoal.records.workspace import Role

AMOUNTS: Final[Mapping[Role, str]] = {
    Role.ACCOUNTS: "contract_value",
    Role.SUBSCRIPTIONS: "amount",
    Role.OUTCOMES: "amount",
}
"""The field of each role that is money."""


def amount_of(stage: Stage, source: OpenedSource, fields: Fields) -> exp.Expr:
    """Return the amount of a row in the workspace's currency.

    Parameters
    ----------
    stage : Stage
        Says the currency, and what one unit of others is worth in it.
    source : OpenedSource
        Of a role that has amounts.
    fields : Fields
        What reads it.

    Returns
    -------
    Expr
        A double; NULL in a currency without a rate, and where the workspace names no currency for
        amounts of several, so that they are never added to each other.
    """
    name = AMOUNTS[source.spec.role]
    if not stage.adds_up(source.spec.role):
        return exp.cast(exp.null(), "double")
    money, amount = source.spec.money, fields.number(name)
    if stage.currency is None or (money.currency is None and money.column is None):
        return amount
    known = {stage.currency: 1.0, **stage.rates}
    if money.column is None:
        rate = known.get(str(money.currency))
        return amount if rate == 1.0 else _times(amount, rate)
    case = exp.Case(this=fields.own(money.column, "text"))
    for code, rate in known.items():
        case = case.when(fields.bindings.bind(code), exp.Literal.number(rate))
    return exp.paren(exp.Mul(this=amount, expression=exp.paren(case.else_(exp.null()))))


def _times(amount: exp.Expr, rate: float | None) -> exp.Expr:
    if rate is None:
        return exp.cast(exp.null(), "double")
    return exp.paren(exp.Mul(this=amount, expression=exp.Literal.number(rate)))
