"""Amounts in the workspace's currency: where no rate is declared there is no amount."""

from collections.abc import Mapping

from sqlglot import exp

from shoal.metrics.fields import Fields


def in_currency(
    fields: Fields, name: str, *, currency: str | None, rates: Mapping[str, float]
) -> exp.Expr:
    """Return an amount turned into a currency.

    Parameters
    ----------
    fields : Fields
    name : str
        The field of the amount.
    currency : str or None
        The workspace's; None leaves amounts as they are.
    rates : mapping of str to float
        What one unit of another currency is worth in it.

    Returns
    -------
    Expr
        A double; NULL in a currency without a rate, so that it is never added to others.
    """
    money = fields.source.spec.money
    amount = fields.number(name)
    if currency is None or (money.currency is None and money.column is None):
        return amount
    known = {currency: 1.0, **rates}
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
