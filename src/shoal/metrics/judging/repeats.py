"""Rows that stand more than once.

First the ids that stand in several rows are looked for, which takes one narrow pass; only rows of
those are then held against each other in all columns.
"""

from collections.abc import Mapping

from sqlglot import exp

from shoal.metrics.judging.assembling import query_of, with_relations
from shoal.metrics.judging.rows import Judging, day_of, in_time, judged_rows, time_field
from shoal.metrics.trees import column, named, table, tree
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, ValueType
from shoal.records.workspace import Role

_IDS: Mapping[Role, str] = {Role.EVENTS: "id", Role.ACCOUNTS: "account"}
# The same contact twice is one contact.
_HARMLESS = frozenset({Role.CONTACTS})


def id_column(source: OpenedSource) -> str | None:
    """Return the column that should tell rows apart, None if none is declared."""
    field = _IDS.get(source.spec.role)
    return None if field is None else source.fields.get(field)


def repeats_query(judging: Judging, source: OpenedSource) -> Query | None:
    """Return the query of rows in time that stand more than once.

    Returns
    -------
    Query or None
        One row: `same` rows repeat another; `differing` ids have rows that differ, together
        `differing_rows`; both are 0 without an id. With an id, rows are the same if all columns
        that are read are; without one, if all columns of the table are. None where a repeated row
        changes nothing, or where nothing tells which rows to hold against each other.
    """
    keys = _keys(source)
    if source.spec.role in _HARMLESS or not keys:
        return None
    compared = _compared(source)
    fields = judging.fields(source)
    day = day_of(source, fields)
    cells = {f"c{k}": fields.column(name) for k, name in enumerate(compared)}
    rows = judged_rows(judging, source, {**cells, "is_in_time": in_time(judging, source, day)})
    names = [column(name) for name in cells]
    by = [f"c{compared.index(key)}" for key in keys]
    # Rows that only share a time are different rows.
    differs = "contents > 1" if id_column(source) is not None else "false"
    select = exp.select(
        named(tree("coalesce(sum(n - contents), 0)"), "same"),
        named(tree(f"count(case when {differs} then 1 end)"), "differing"),
        named(tree(f"coalesce(sum(case when {differs} then n end), 0)"), "differing_rows"),
    ).from_(table("by_id"))
    made = {
        "rows": rows,
        "again": _again(by),
        "contents": exp.select(*names, named(tree("count(*)"), "n"))
        .from_(_those(by).subquery("those"))
        .group_by(*(name.copy() for name in names)),
        "by_id": exp.select(
            *(column(name) for name in by),
            named(tree("sum(n)"), "n"),
            named(tree("count(*)"), "contents"),
        )
        .from_(table("contents"))
        .group_by(*(column(name) for name in by)),
    }
    types = dict.fromkeys(("same", "differing", "differing_rows"), ValueType.WHOLE)
    return query_of(judging, with_relations(select, made), types)


def _keys(source: OpenedSource) -> tuple[str, ...]:
    """Return columns in which repeated rows are surely the same."""
    by_id = id_column(source)
    if by_id is not None:
        return (by_id,)
    found = [source.fields[f] for f in ("account", "user") if f in source.fields][:1]
    if source.spec.via is not None and not found:
        on = source.spec.via.on
        found = [source.fields.get(on, on)]
    time = time_field(source)
    found += [source.fields[time]] if time is not None else []
    return tuple(dict.fromkeys(found))


def _compared(source: OpenedSource) -> tuple[str, ...]:
    """Return columns that are the same in repeated rows."""
    read = tuple(dict.fromkeys((*_keys(source), *source.fields.values())))
    return read if id_column(source) is not None else tuple(c.name for c in source.columns)


def _again(by: list[str]) -> exp.Select:
    """Keys that stand in several rows."""
    return (
        exp.select(*(column(name) for name in by))
        .from_(table("rows"))
        .where(column("is_in_time"))
        .where(*(exp.Not(this=exp.Is(this=column(n), expression=exp.null())) for n in by))
        .group_by(*(column(name) for name in by))
        .having(tree("count(*) > 1"))
    )


def _those(by: list[str]) -> exp.Select:
    same = [exp.EQ(this=column(n, "again"), expression=column(n, "rows")) for n in by]
    star = exp.Column(this=exp.Star(), table=exp.to_identifier("rows", quoted=True))
    select = exp.select(star).from_(table("rows"))
    select = select.join(table("again"), on=exp.and_(*same), join_type="inner")
    return select.where(column("is_in_time", "rows"))
