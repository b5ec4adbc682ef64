"""How the rows of a source found their account, asked of the counts of `tallies`."""

from typing import Final

from sqlglot import exp

from shoal.metrics.judging.assembling import owner_of, query_of, with_relations
from shoal.metrics.judging.known import KNOWN
from shoal.metrics.judging.rows import Judging, folded
from shoal.metrics.judging.tallies import tallies_name
from shoal.metrics.owners import via_keys
from shoal.metrics.trees import column, named, table, tree
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, ValueType

MOST_UNMATCHED: Final = 10  # names of each reason

_SUMS = ("rows", "in_time")
_MATCHES = ("found", "without_name", "unknown", "names", "alike", "out_of_time")


def summary_query(judging: Judging, source: OpenedSource, counted: tuple[str, ...]) -> Query:
    """Return the query of one row: the counts of a source added up, and how its rows matched.

    Parameters
    ----------
    judging : Judging
    source : OpenedSource
        One whose `tallies_query` is kept.
    counted : tuple of str
        What is counted there besides rows.

    Returns
    -------
    Query
        `rows`, `in_time`, `first_day`, `last_day`, `accounts` (that count and have rows in time),
        `found`, `without_name`, `unknown`, `names`, `alike`, `out_of_time`, then oddities and
        unread cells.
    """
    plain = (*_SUMS, *counted)
    sums = {name: tree(f"coalesce(sum({name}), 0)") for name in plain}
    days = {"first_day": tree("min(first_day)"), "last_day": tree("max(last_day)")}
    accounts = tree("count(distinct case when counts and in_time > 0 then account end)")
    select = exp.select(
        *(named(n, name) for name, n in {**sums, **days, "accounts": accounts}.items()),
        *(named(n, name) for name, n in _matches().items()),
    ).from_(table("matched"))
    types = dict.fromkeys((*plain, "accounts", *_MATCHES), ValueType.WHOLE)
    types |= dict.fromkeys(("first_day", "last_day"), ValueType.DATE)
    return query_of(judging, with_relations(select, _matched(judging, source)), types)


def unmatched_query(judging: Judging, source: OpenedSource) -> Query:
    """Return the query of the names that led to no account most often, of each reason.

    Returns
    -------
    Query
        `name`, `is_alike` (case and blanks make it unknown), `has_key` (known, but not for that
        day), `rows` in time.
    """
    why = (column("is_alike"), column("has_key"))
    summed = (
        exp.select(column("name"), *why, named(tree("sum(in_time)"), "rows"))
        .from_(table("matched"))
        .where(tree("not is_known and name is not null and in_time > 0"))
        .group_by(column("name"), *(node.copy() for node in why))
    )
    place = tree("row_number() over (partition by is_alike, has_key order by rows desc, name)")
    ranked = exp.select(exp.Star(), named(place, "place")).from_(summed.subquery("summed"))
    types = {
        "name": ValueType.TEXT,
        "is_alike": ValueType.BOOLEAN,
        "has_key": ValueType.BOOLEAN,
        "rows": ValueType.WHOLE,
    }
    select = (
        exp.select(*(column(name) for name in types))
        .from_(ranked.subquery("ranked"))
        .where(tree(f"place <= {MOST_UNMATCHED}"))
    )
    return query_of(judging, with_relations(select, _matched(judging, source)), types)


def _matches() -> dict[str, exp.Expr]:
    lost = "not is_known and name is not null and in_time > 0"
    unknown = f"{lost} and not is_alike and not has_key"
    return {
        "found": tree("coalesce(sum(case when is_known then in_time end), 0)"),
        "without_name": tree("coalesce(sum(case when name is null then in_time end), 0)"),
        "unknown": tree(f"coalesce(sum(case when {unknown} then in_time end), 0)"),
        "names": tree(f"count(distinct case when {unknown} then name end)"),
        "alike": tree(f"coalesce(sum(case when {lost} and is_alike then in_time end), 0)"),
        "out_of_time": tree(f"coalesce(sum(case when {lost} and has_key then in_time end), 0)"),
    }


def _matched(judging: Judging, source: OpenedSource) -> dict[str, exp.Expr]:
    """Return relations that end with `matched`: the counts, and what an unknown id is like.

    `name` is what leads to no account: the key if it leads to none at all, else the account.
    """
    tallies = exp.alias_(table(tallies_name(source)), "tallies", quoted=True, table=True)
    alike = exp.select(column("folded")).from_(table(KNOWN)).group_by(column("folded"))
    select = (
        exp.select(
            exp.Column(this=exp.Star(), table=exp.to_identifier("tallies", quoted=True)),
            named(tree('coalesce("tallies"."account", "tallies"."key")'), "name"),
        )
        .from_(tallies)
        .join(table("alike"), on=_folded_as("account", "alike"), join_type="left")
    )
    made: dict[str, exp.Expr] = {"alike": alike}
    owner = owner_of(judging, source)
    if owner is None:
        flags = {"is_alike": '"alike"."folded" is not null', "has_key": "false"}
    else:
        flags = {
            "is_alike": 'case when "tallies"."account" is null then "keys"."key" is null'
            ' and "alike_keys"."folded" is not null else "alike"."folded" is not null end',
            "has_key": '"tallies"."account" is null and "keys"."key" is not null',
        }
        made |= _keys(judging, source, owner)
        same = exp.EQ(this=column("key", "keys"), expression=column("key", "tallies"))
        select = select.join(table("keys"), on=same, join_type="left")
        select = select.join(
            table("alike_keys"), on=_folded_as("key", "alike_keys"), join_type="left"
        )
    select = select.select(*(named(exp.paren(tree(text)), name) for name, text in flags.items()))
    return {**made, "matched": select}


def _keys(judging: Judging, source: OpenedSource, owner: OpenedSource) -> dict[str, exp.Expr]:
    """Return all keys that lead to some account at some time, as they are and folded."""
    theirs = judging.fields(owner)
    rows = exp.select(
        named(theirs.key(via_keys(source, owner)[1]), "key"),
        named(theirs.text("account"), "account"),
    ).from_(theirs.rows())
    once = (
        exp.select(column("key"))
        .from_(rows.subquery("rows"))
        .where(tree("key is not null and account is not null"))
        .group_by(column("key"))
    )
    again = exp.select(named(folded(column("key")), "folded")).from_(table("keys"))
    return {"keys": once, "alike_keys": again.distinct()}


def _folded_as(name: str, relation: str) -> exp.Expr:
    return exp.EQ(this=column("folded", relation), expression=folded(column(name, "tallies")))
