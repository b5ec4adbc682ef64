"""How ends of rows lie to the beginnings of others: which way a source seems to write them."""

from sqlglot import exp

from shoal.metrics.judging.assembling import query_of, with_relations
from shoal.metrics.judging.rows import Judging, judged_rows
from shoal.metrics.trees import column, named, table, tree
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, ValueType
from shoal.records.workspace import Role

_COUNTED = {
    "ended": "count(*)",
    "next_day": 'count("after"."begins")',
    "same_day": 'count("on"."begins")',
    "whole_if_inclusive": "count(case when extract(day from following) = extract(day from"
    ' "spans"."begins") then 1 end)',
    "whole_if_exclusive": 'count(case when extract(day from "spans"."ends") ='
    ' extract(day from "spans"."begins") then 1 end)',
}


def ends_query(judging: Judging, source: OpenedSource) -> Query | None:
    """Return the query of how ends lie; None for rows that have none.

    Returns
    -------
    Query or None
        Of the rows that have begun and `ended` by the date: how many are followed by another of
        the same account (of contacts: of the same user) that begins on the day after (`next_day`),
        or on the day of the end (`same_day`); and how many last whole months if they hold on the
        day of their end (`whole_if_inclusive`), or if they do not.
    """
    if source.spec.role not in {Role.SUBSCRIPTIONS, Role.CONTACTS}:
        return None
    fields = judging.fields(source)
    if not fields.has("from") or not fields.has("to"):
        return None
    who = "account" if source.spec.role is Role.SUBSCRIPTIONS else "user"
    columns = {"who": fields.text(who), "begins": fields.day("from"), "ends": fields.day("to")}
    begun = exp.select(exp.Star()).from_(judged_rows(judging, source, columns).subquery("rows"))
    begun = begun.where(tree(f"begins <= date '{judging.as_of}' and who is not null"))
    following = exp.DateAdd(this=column("ends"), expression=exp.Literal.number(1))
    spans = exp.select(exp.Star(), named(following, "following")).from_(table("begun"))
    begins = exp.select(column("who"), column("begins")).distinct().from_(table("begun"))
    select = exp.select(*(named(tree(count), name) for name, count in _COUNTED.items()))
    select = select.from_(table("spans"))
    for name, day in (("after", "following"), ("on", "ends")):
        other = exp.alias_(table("beginnings"), name, quoted=True, table=True)
        same = tree(f'"{name}"."who" = "spans"."who" and "{name}"."begins" = "spans"."{day}"')
        select = select.join(other, on=same, join_type="left")
    spans = spans.where(tree("ends > begins"))
    made = with_relations(select, {"begun": begun, "spans": spans, "beginnings": begins})
    return query_of(judging, made, dict.fromkeys(_COUNTED, ValueType.WHOLE))
