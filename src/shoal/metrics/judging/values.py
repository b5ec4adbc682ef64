"""Values of columns held against the lists that a workspace, or the role, declares."""

from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from shoal.metrics.fields import Fields
from shoal.metrics.judging.assembling import query_of, with_relations
from shoal.metrics.judging.rows import Judging, day_of, in_time, judged_rows
from shoal.metrics.trees import column, named, table, tree, union
from shoal.records.judged import ListName
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, ValueType
from shoal.records.roles import KIND_WORDS
from shoal.records.workspace import Role

MOST_OTHERS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueList:
    """A column, and the values that it should have; `accepted` are those of all such sources."""

    name: ListName
    column: str
    declared: tuple[str, ...]
    accepted: tuple[str, ...]


def value_lists(judging: Judging, source: OpenedSource) -> tuple[ValueList, ...]:
    """Return the lists that the source's columns can be held against."""
    found = [
        _listed(source, ListName.FEATURES, "feature", also=judging.stage.listed_features),
        _listed(source, ListName.INTEGRATIONS, "feature"),
        _listed(source, ListName.LOGINS, "name"),
        _listed(source, ListName.SEVERE, "severity"),
        _steps(judging, source),
        _actors(source),
        _kinds(source),
    ]
    return tuple(one for one in found if one is not None)


def values_query(judging: Judging, source: OpenedSource) -> Query | None:
    """Return the query of the values of all such columns in rows in time.

    Returns
    -------
    Query or None
        `list` (its place), `value` (NULL where the cell is empty), `is_declared`, `rows`, and of
        all values of the list that are not declared together: `all_rows`, `all_values`. Declared
        values are there if they occur; of others the most frequent. None where nothing is declared.
    """
    lists = value_lists(judging, source)
    if not lists:
        return None
    fields = judging.fields(source)
    day = day_of(source, fields)
    cells = {f"v{k}": _value(fields, one) for k, one in enumerate(lists)}
    rows = judged_rows(judging, source, {**cells, "is_in_time": in_time(judging, source, day)})
    counted = union([_counted(k, one, judging) for k, one in enumerate(lists)])
    others = "over (partition by list, is_declared, is_empty)"
    ranked = exp.select(
        exp.Star(),
        named(
            tree(
                "row_number() over (partition by list, is_declared, is_empty"
                " order by rows desc, value)"
            ),
            "place",
        ),
        named(tree(f"sum(rows) {others}"), "all_rows"),
        named(tree(f"count(*) {others}"), "all_values"),
    ).from_(table("counted"))
    types = {
        "list": ValueType.WHOLE,
        "value": ValueType.TEXT,
        "is_declared": ValueType.BOOLEAN,
        "rows": ValueType.WHOLE,
        "all_rows": ValueType.WHOLE,
        "all_values": ValueType.WHOLE,
    }
    select = (
        exp.select(*(column(name) for name in types))
        .from_(ranked.subquery("ranked"))
        .where(tree(f"is_declared or place <= {MOST_OTHERS}"))
    )
    made = {"rows": rows, "counted": counted}
    return query_of(judging, with_relations(select, made), types)


def _counted(place: int, one: ValueList, judging: Judging) -> exp.Select:
    value = column(f"v{place}")
    among = judging.stage.bindings.among(value.copy(), one.accepted)
    each = (
        exp.select(named(value, "value"), named(tree("count(*)"), "rows"))
        .from_(table("rows"))
        .where(column("is_in_time"))
        .group_by(value.copy())
    )
    for found in among.find_all(exp.Column):
        found.set("this", exp.to_identifier("value", quoted=True))
    return exp.select(
        named(exp.Literal.number(place), "list"),
        column("value"),
        named(exp.func("COALESCE", exp.paren(among), exp.false()), "is_declared"),
        named(exp.paren(tree("value is null")), "is_empty"),
        column("rows"),
    ).from_(each.subquery("each"))


def _value(fields: Fields, one: ValueList) -> exp.Expr:
    """Return the column, renamed by aliases if it is a field's."""
    field = next((f for f, c in fields.source.fields.items() if c == one.column), None)
    if field is None:
        return fields.key(one.column)
    return fields.text(field)


def _listed(
    source: OpenedSource, name: ListName, field: str, *, also: frozenset[str] = frozenset()
) -> ValueList | None:
    declared = tuple(source.spec.values.get(name.value, ()))
    if not declared or field not in source.fields:
        return None
    accepted = (*declared, *sorted(also - set(declared)))
    return ValueList(name=name, column=source.fields[field], declared=declared, accepted=accepted)


def _steps(judging: Judging, source: OpenedSource) -> ValueList | None:
    if source.spec.role is not Role.MILESTONES:
        return None
    return _listed(source, ListName.STEPS, "name", also=judging.stage.listed_steps)


def _actors(source: OpenedSource) -> ValueList | None:
    declared = tuple(value for values in source.spec.actors.values() for value in values)
    if not declared or "actor" not in source.fields:
        return None
    return ValueList(
        name=ListName.ACTORS, column=source.fields["actor"], declared=declared, accepted=declared
    )


def _kinds(source: OpenedSource) -> ValueList | None:
    words = KIND_WORDS.get(source.spec.role)
    if words is None or source.spec.kind is not None or "kind" not in source.fields:
        return None
    declared = tuple(dict.fromkeys((*words, *source.spec.kinds)))
    return ValueList(
        name=ListName.KINDS, column=source.fields["kind"], declared=declared, accepted=declared
    )
