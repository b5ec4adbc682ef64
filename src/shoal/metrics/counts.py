"""How many accounts count at a date, and how many lack what metrics are made of."""

from datetime import date

from sqlglot import exp

from shoal.metrics.grains.shape import Shape
from shoal.metrics.grains.terms import terms
from shoal.metrics.relations import relations, staged_name
from shoal.metrics.stage import Stage
from shoal.metrics.staging import staged
from shoal.metrics.trees import column, named, table, tree
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.workspace import Role

COUNTS = ("accounts", "without_creation", "without_seats")


def counts_query(stage: Stage, as_of: date) -> Query:
    """Return the query of one row: accounts that count at a date, and what they lack.

    `without_creation` have no day of creation and are taken for older than any window;
    `without_seats` have no seats at the date, or none over zero.
    """
    made = relations(as_of, ())
    ctes = {
        staged_name(Role.ACCOUNTS): staged(stage, Role.ACCOUNTS),
        "accounts": made["accounts"](),
    }
    seats: exp.Expr = column("seats_declared", "accounts")
    select = exp.select().from_(table("accounts"))
    if stage.of_role(Role.SUBSCRIPTIONS):
        grain = terms(Shape(window_days=1))
        subscribed = named(tree(grain.columns["seats_subscribed"]), "seats_subscribed")
        ctes |= {
            staged_name(Role.SUBSCRIPTIONS): staged(stage, Role.SUBSCRIPTIONS),
            "subscriptions": made["subscriptions"](),
            "terms": exp.select(column("account"), subscribed)
            .from_(table("subscriptions"))
            .group_by(column("account")),
        }
        same = exp.EQ(this=column("account", "terms"), expression=column("account", "accounts"))
        select = select.join(table("terms"), on=same, join_type="left")
        seats = exp.func("COALESCE", column("seats_subscribed", "terms"), seats)
    has_seats = exp.GT(this=seats, expression=exp.Literal.number(0))
    counted = {
        "accounts": tree("count(*)"),
        "without_creation": tree("count(case when age_days is null then 1 end)"),
        "without_seats": exp.Sub(
            this=tree("count(*)"),
            expression=exp.Count(this=exp.Case().when(has_seats, exp.Literal.number(1))),
        ),
    }
    select = select.select(*(named(node, name) for name, node in counted.items()))
    for name, cte in ctes.items():
        if cte is not None:
            select = select.with_(exp.to_identifier(name, quoted=True), as_=cte)
    return Query(
        tree=select,
        columns=tuple(QueryColumn(name=name, type=ValueType.WHOLE) for name in COUNTS),
        parameters=dict(stage.bindings.values),
    )
