"""Amounts that no rate turns into the workspace's currency, counted by what they are in."""

from datetime import date
from typing import Final

from sqlglot import exp

from shoal.metrics.fields import Fields
from shoal.metrics.money import AMOUNTS
from shoal.metrics.owners import account_of, happened, with_account
from shoal.metrics.stage import Stage
from shoal.metrics.staging import kept
from shoal.metrics.trees import column, named, table, tree, union
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.workspace import Role

_COLUMNS = {
    "is_total": ValueType.BOOLEAN,
    "code": ValueType.TEXT,
    "rows": ValueType.WHOLE,
    "accounts": ValueType.WHOLE,
    "currencies": ValueType.WHOLE,
}
MOST_CURRENCIES: Final = 5


def unrated_query(stage: Stage, source: OpenedSource, as_of: date) -> Query | None:
    """Return the query of amounts by the date that are not counted, for want of a rate.

    Returns
    -------
    Query or None
        `code` (empty where the cell is), `rows`, `accounts`, `currencies`: first one row for all
        together, which `is_total`, then one for each of the most frequent currencies. None where
        every amount of the source has a rate.
    """
    name, fields = AMOUNTS.get(source.spec.role), stage.fields(source)
    if name is None or not fields.has(name) or not _may_lack(stage, source):
        return None
    rows = _rows(stage, source, fields, as_of)
    counts = (
        named(tree("count(*)"), "rows"),
        named(tree("count(distinct account)"), "accounts"),
        named(tree("count(distinct code)"), "currencies"),
    )
    total = exp.select(named(exp.true(), "is_total"), named(tree("min(code)"), "code"), *counts)
    total = total.from_(table("lacking"))
    by_code = exp.select(named(exp.false(), "is_total"), column("code"), *counts)
    by_code = by_code.from_(table("lacking")).group_by(column("code"))
    select = exp.select(*(column(c) for c in _COLUMNS))
    select = select.from_(union([total, by_code]).subquery("counted"))
    most_first = exp.Ordered(this=column("rows"), desc=True)
    total_first = tree("case when is_total then 0 else 1 end")
    select = select.order_by(total_first, most_first, column("code"))
    select = select.limit(1 + MOST_CURRENCIES)
    return Query(
        tree=select.with_(exp.to_identifier("lacking", quoted=True), as_=rows),
        columns=tuple(QueryColumn(name=n, type=kind) for n, kind in _COLUMNS.items()),
        parameters=dict(stage.bindings.values),
    )


def _may_lack(stage: Stage, source: OpenedSource) -> bool:
    money = source.spec.money
    if stage.currency is None or (money.currency is None and money.column is None):
        return False
    return money.column is not None or money.currency not in {stage.currency, *stage.rates}


def _rows(stage: Stage, source: OpenedSource, fields: Fields, as_of: date) -> exp.Select:
    """Return account and currency of each row whose amount is not counted."""
    money, bindings = source.spec.money, fields.bindings
    code = bindings.bind(str(money.currency))
    if money.column is not None:
        code = fields.own(money.column, "text")
    is_known = bindings.among(code.copy(), (str(stage.currency), *stage.rates))
    is_there = exp.Is(this=fields.number(AMOUNTS[source.spec.role]), expression=exp.null())
    code = exp.func("COALESCE", code, exp.Literal.string(""))
    select = exp.select(named(account_of(source, fields), "account"), named(code, "code"))
    select = with_account(select.from_(fields.rows()), stage, source, fields)
    select = select.where(exp.Not(this=exp.paren(is_there)))
    select = select.where(exp.Not(this=exp.func("COALESCE", exp.paren(is_known), exp.false())))
    if source.only is not None:
        select = select.where(kept(fields.holds(source.only), source.spec.role))
    day = _day(source, fields)
    return select if day is None else select.where(_by(day, as_of))


def _day(source: OpenedSource, fields: Fields) -> exp.Expr | None:
    if source.spec.role is Role.OUTCOMES:
        return happened(source, fields)
    return fields.day("from") if source.spec.role is Role.SUBSCRIPTIONS else None


def _by(day: exp.Expr, as_of: date) -> exp.Expr:
    return exp.LTE(this=day, expression=tree(f"date '{as_of}'"))
