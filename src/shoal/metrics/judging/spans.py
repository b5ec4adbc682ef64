"""What runs at the same time: subscriptions of an account, accounts of a user."""

from sqlglot import exp

from shoal.metrics.fields import Fields
from shoal.metrics.judging.assembling import query_of, with_relations
from shoal.metrics.judging.rows import Judging, day_of, in_time, judged_rows
from shoal.metrics.trees import named, table, tree
from shoal.metrics.validity import first_day_without
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, ValueType
from shoal.records.workspace import Role

# A span without an end runs on; one that ends on a day does not hold on it.
_RUNS_ON = "ends is null or ends > following"
_SAME_TIME = (
    '("first"."ends" is null or "second"."begins" is null'
    ' or "second"."begins" < "first"."ends")'
    ' and ("second"."ends" is null or "first"."begins" is null'
    ' or "first"."begins" < "second"."ends")'
)
_SAME_BEGIN = (
    '"first"."begins" = "second"."begins" or "first"."begins" is null or "second"."begins" is null'
)


def overlapping_query(judging: Judging, source: OpenedSource) -> Query | None:
    """Return the query of one number, `overlapping`; None for rows that have no validity.

    Of subscriptions it counts accounts that have two at the same time. Of contacts it counts users
    who are in two accounts at the same time; where only the beginning is told, the later one takes
    over, so that only those that begin together count.
    """
    fields = judging.fields(source)
    if source.spec.role is Role.SUBSCRIPTIONS:
        counted = _subscriptions()
    elif source.spec.role is Role.CONTACTS:
        counted = _users(fields)
    else:
        return None
    day = day_of(source, fields)
    spans = judged_rows(
        judging,
        source,
        {
            "account": fields.text("account"),
            "who": fields.text("user"),
            "begins": fields.day("from"),
            "ends": first_day_without(fields),
            "is_in_time": in_time(judging, source, day),
        },
    )
    counted = with_relations(counted, {"spans": spans})
    return query_of(judging, counted, {"overlapping": ValueType.WHOLE})


def _subscriptions() -> exp.Select:
    """Of spans in the order of their beginning, some overlap if two neighbours do."""
    following = tree("lead(begins) over (partition by account order by begins, ends)")
    spans = (
        exp.select(exp.Star(), named(following, "following"))
        .from_(table("spans"))
        .where(tree("is_in_time and begins is not null and account is not null"))
        .where(tree("ends is null or ends > begins"))
    )
    return (
        exp.select(named(tree("count(distinct account)"), "overlapping"))
        .from_(spans.subquery("ordered"))
        .where(tree("following is not null"))
        .where(tree(_RUNS_ON))
    )


def _users(fields: Fields) -> exp.Select:
    together = tree(_SAME_TIME if fields.has("to") else _SAME_BEGIN)
    same = tree('"first"."who" = "second"."who" and "first"."account" < "second"."account"')
    first, second = (
        exp.alias_(table("spans"), name, quoted=True, table=True) for name in ("first", "second")
    )
    return (
        exp.select(named(tree('count(distinct "first"."who")'), "overlapping"))
        .from_(first)
        .join(second, on=same, join_type="inner")
        .where(tree('"first"."is_in_time" and "second"."is_in_time"'))
        .where(together)
    )
