"""One pass over a source: rows counted by account, and by the user or key that leads to it.

What is asked of a source afterwards (how many rows found an account, which ids did not) is asked
of these counts, not of the rows again.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from sqlglot import exp

from shoal.metrics.judging.assembling import owner_of, query_of, with_relations
from shoal.metrics.judging.known import KNOWN
from shoal.metrics.judging.oddities import OF_ALL_ROWS, oddities, unread
from shoal.metrics.judging.rows import Judging, day_of, in_time, is_log, judged_rows
from shoal.metrics.owners import account_of, via_keys
from shoal.metrics.trees import column, named, table, tree
from shoal.records.judged import Oddity
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, ValueType

LONG_BEFORE_DAYS: Final = 30
UNREAD: Final = "unread_"  # begins the name of what counts unread cells of a field

_FIXED: Final = {
    "key": ValueType.TEXT,
    "account": ValueType.TEXT,
    "is_known": ValueType.BOOLEAN,
    "counts": ValueType.BOOLEAN,
    "rows": ValueType.WHOLE,
    "in_time": ValueType.WHOLE,
    "first_day": ValueType.DATE,
    "last_day": ValueType.DATE,
}


def tallies_name(source: OpenedSource) -> str:
    """Return the name under which the engine holds a source's counts."""
    return f"tallies of {source.name}"


def tallies_query(judging: Judging, source: OpenedSource) -> Query:
    """Return the query that counts the rows of a source, to be kept as `tallies_name`.

    Returns
    -------
    Query
        `key` (where rows find their account through another source), `account`, `is_known` (it
        stands in the accounts), `counts` (it counts at the date), `rows`, `in_time`, `first_day`
        and `last_day` of those in time, then rows by oddity and unread cells by field; one row
        for each key and account.
    """
    conditions = _conditions(judging, source)
    sums = _sums_of_rows(conditions, with_age=is_log(source))
    is_known, counts = (
        tree('"known"."account" is not null'),
        tree('coalesce("known"."counts", false)'),
    )
    keys = (column("key", "rows"), column("account", "rows"))
    same = exp.EQ(this=column("account", "known"), expression=column("account", "rows"))
    known = exp.alias_(table(KNOWN), "known", quoted=True, table=True)
    select = (
        exp.select(
            *keys,
            named(is_known, "is_known"),
            named(counts, "counts"),
            named(tree("count(*)"), "rows"),
            *(named(node, name) for name, node in sums.items()),
        )
        .from_(table("rows"))
        .join(known, on=same, join_type="left")
        .group_by(*(node.copy() for node in (*keys, is_known, counts)))
    )
    select = with_relations(select, {"rows": _rows(judging, source, conditions)})
    types = _FIXED | {n: ValueType.WHOLE for n in sums if n not in _FIXED}
    return query_of(judging, select, types)


def counted_in(tallies: Query) -> tuple[str, ...]:
    """Return what a query counts besides rows: oddities, and `unread_<field>`."""
    return tuple(c.name for c in tallies.columns if c.name not in _FIXED)


def _conditions(judging: Judging, source: OpenedSource) -> dict[str, exp.Expr]:
    """Return conditions by what they count."""
    found = {o.value: node for o, node in oddities(judging, source).items()}
    return found | {f"{UNREAD}{f}": node for f, node in unread(judging, source).items()}


def _rows(judging: Judging, source: OpenedSource, conditions: Mapping[str, exp.Expr]) -> exp.Select:
    fields = judging.fields(source)
    day = day_of(source, fields)
    key: exp.Expr = exp.cast(exp.null(), "text")
    if (owner := owner_of(judging, source)) is not None:
        key = fields.key(via_keys(source, owner)[0])
    columns = {
        "key": key,
        "account": account_of(source, fields),
        "day": day,
        "is_in_time": in_time(judging, source, day),
        **{f"is_{name}": exp.paren(condition) for name, condition in conditions.items()},
    }
    return judged_rows(judging, source, columns, with_owner=owner is not None)


def _sums_of_rows(conditions: Iterable[str], *, with_age: bool) -> dict[str, exp.Expr]:
    found = {
        "in_time": tree("count(case when is_in_time then 1 end)"),
        "first_day": tree("min(case when is_in_time then day end)"),
        "last_day": tree("max(case when is_in_time then day end)"),
    }
    of_all = {oddity.value for oddity in OF_ALL_ROWS}
    for name in conditions:
        is_of_all = name in of_all or name.startswith(UNREAD)
        which = f"is_{name}" if is_of_all else f"is_in_time and is_{name}"
        found[name] = tree(f"count(case when {which} then 1 end)")
    if with_age:
        older = f'date_diff(\'day\', "day", "known"."created") > {LONG_BEFORE_DAYS}'
        counted = tree(f"count(case when is_in_time and {older} then 1 end)")
        found[Oddity.BEFORE_CREATION.value] = counted
    return found
