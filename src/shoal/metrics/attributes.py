"""Who the accounts are at a date: facts beside the metrics, and what conditions may name."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlglot import exp

from shoal.metrics.counted import counted
from shoal.metrics.fields import Fields
from shoal.metrics.grains.shape import Shape
from shoal.metrics.grains.terms import terms
from shoal.metrics.relations import relations, staged_name
from shoal.metrics.stage import Stage
from shoal.metrics.staging import staged
from shoal.metrics.trees import column, named, table, tree
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.roles import role_field
from shoal.records.workspace import Role

AGE = "age_days"
_MONTHS = 12.0


def attributes_query(stage: Stage, as_of: date) -> Query:
    """Return the query of all attributes of the accounts that count at a date.

    Parameters
    ----------
    stage : Stage
        Its `unknown` says which columns do not hold for the date.
    as_of : date

    Returns
    -------
    Query
        `account_id`, `age_days` (days since creation), every field and column of the accounts,
        and `seats`, `plan`, `amount` of the subscriptions that run at the date, which go before
        what the accounts say. In the order of ids.
    """
    (source,) = stage.of_role(Role.ACCOUNTS)
    fields = stage.fields(source)
    own = _own(stage, source, fields)
    ctes: dict[str, exp.Expr | None] = {
        staged_name(Role.ACCOUNTS): staged(stage, Role.ACCOUNTS),
        "accounts": relations(as_of, ())["accounts"](),
        "attributes": _by_account(fields, own),
    }
    values: dict[str, tuple[exp.Expr, ValueType]] = {
        AGE: (column(AGE, "accounts"), ValueType.NUMBER),
        **{name: (column(name, "attributes"), kind) for name, (_, kind) in own.items()},
    }
    select_from = ["accounts", "attributes"]
    if stage.of_role(Role.SUBSCRIPTIONS):
        ctes |= _subscribed(stage, as_of)
        select_from += ["terms", "running"]
        values |= _with_subscribed(stage, values)
    return _query(stage, ctes, values, select_from)


def _own(
    stage: Stage, source: OpenedSource, fields: Fields
) -> dict[str, tuple[exp.Expr, ValueType]]:
    """Return every column of the accounts, and every field under its own name."""
    found = {c.name: (fields.column(c.name), c.type) for c in source.columns}
    for name in source.fields:
        declared = role_field(Role.ACCOUNTS, name)
        kind = declared.type if declared else source.type_of(source.fields[name])
        found[name] = (_field(stage, source, fields, name, kind), kind)
    return _apart(found, fields=source.fields)


def _apart(
    found: Mapping[str, tuple[exp.Expr, ValueType]], *, fields: Collection[str]
) -> dict[str, tuple[exp.Expr, ValueType]]:
    """Leave out columns whose name is a field's but for its letters' case: engines see no case."""
    taken, kept = {"account", "account_id", AGE}, {}
    for name in sorted(found, key=lambda name: (name not in fields, name)):
        if name.casefold() not in taken:
            taken.add(name.casefold())
            kept[name] = found[name]
    return kept


def _field(
    stage: Stage, source: OpenedSource, fields: Fields, name: str, kind: ValueType
) -> exp.Expr:
    if kind is ValueType.DATE:
        return fields.day(name)
    if kind is ValueType.NUMBER:
        return counted(stage, source, fields, name)
    return fields.text(name) if kind is ValueType.TEXT else fields.raw(name)


def _by_account(fields: Fields, own: Mapping[str, tuple[exp.Expr, ValueType]]) -> exp.Select:
    """Return one row an account, also where the table has several."""
    rows = exp.select(
        named(fields.text("account"), "account"),
        *(named(_comparable(node, kind), name) for name, (node, kind) in own.items()),
    ).from_(fields.rows())
    smallest = [named(exp.Min(this=column(name)), name) for name in own]
    return (
        exp.select(column("account"), *smallest)
        .from_(rows.subquery("rows"))
        .group_by(column("account"))
    )


def _comparable(node: exp.Expr, kind: ValueType) -> exp.Expr:
    """Return truth as a number: not every engine has a smallest truth."""
    return exp.cast(node, "int") if kind is ValueType.BOOLEAN else node


def _subscribed(stage: Stage, as_of: date) -> dict[str, exp.Expr | None]:
    grain = terms(Shape(window_days=1))
    picked = [named(tree(grain.columns[name]), name) for name in ("seats_subscribed", "revenue")]
    running = tree("begins_age >= 0 and (ends_age is null or ends_age < 0)")
    place = tree("rank() over (partition by account order by begins desc)")
    ranked = (
        exp.select(column("account"), column("plan"), named(place, "place"))
        .from_(table("subscriptions"))
        .where(running)
    )
    return {
        staged_name(Role.SUBSCRIPTIONS): staged(stage, Role.SUBSCRIPTIONS),
        "subscriptions": relations(as_of, ())["subscriptions"](),
        "terms": exp.select(column("account"), *picked)
        .from_(table("subscriptions"))
        .group_by(column("account")),
        "running": exp.select(column("account"), named(tree("min(plan)"), "plan"))
        .from_(ranked.subquery("ranked"))
        .where(tree("place = 1"))
        .group_by(column("account")),
    }


def _with_subscribed(
    stage: Stage, values: Mapping[str, tuple[exp.Expr, ValueType]]
) -> dict[str, tuple[exp.Expr, ValueType]]:
    sources = stage.of_role(Role.SUBSCRIPTIONS)
    monthly = all(s.spec.amount_per == "month" for s in sources)
    revenue = column("revenue", "terms")
    in_months = exp.Div(this=revenue, expression=exp.Literal.number(_MONTHS))
    amount: exp.Expr = in_months if monthly else revenue
    offered: dict[str, tuple[exp.Expr, ValueType]] = {
        "seats": (column("seats_subscribed", "terms"), ValueType.NUMBER),
        "amount": (amount, ValueType.NUMBER),
        "plan": (column("plan", "running"), ValueType.TEXT),
    }
    found: dict[str, tuple[exp.Expr, ValueType]] = {}
    for name, (value, kind) in offered.items():
        if not any(name in s.fields for s in sources):
            continue
        known = values.get(name)
        same = known is not None and known[1] in {kind, ValueType.WHOLE}
        found[name] = (exp.func("COALESCE", value, known[0]) if known and same else value, kind)
    return found


def _query(
    stage: Stage,
    ctes: Mapping[str, exp.Expr | None],
    values: Mapping[str, tuple[exp.Expr, ValueType]],
    sources: list[str],
) -> Query:
    names = sorted(values)
    account = column("account", "accounts")
    select = exp.select(
        named(account, "account_id"), *(named(values[name][0].copy(), name) for name in names)
    ).from_(table("accounts"))
    for name in sources[1:]:
        same = exp.EQ(this=column("account", name), expression=account.copy())
        select = select.join(table(name), on=same, join_type="left")
    select = select.order_by(account.copy())
    for name, cte in ctes.items():
        if cte is not None:
            select = select.with_(exp.to_identifier(name, quoted=True), as_=cte)
    return Query(
        tree=select,
        columns=(
            QueryColumn(name="account_id", type=ValueType.TEXT),
            *(QueryColumn(name=name, type=values[name][1]) for name in names),
        ),
        parameters=dict(stage.bindings.values),
    )
