"""All ids of the accounts, against which rows of the other sources are held."""

from typing import Final

from sqlglot import exp

from shoal.metrics.judging.assembling import query_of, with_relations
from shoal.metrics.judging.rows import Judging, folded
from shoal.metrics.relations import relations, staged_name
from shoal.metrics.staging import staged
from shoal.metrics.trees import column, named, table, tree
from shoal.records.queries import Query, ValueType
from shoal.records.workspace import Role

KNOWN: Final = "known accounts"


def known_query(judging: Judging) -> Query:
    """Return the query of all ids of the accounts, also of those that do not count at the date.

    Returns
    -------
    Query
        `account`, `folded` (without case and blanks), `created`, `counts` (at the date); one row
        an account, to be kept as `KNOWN`.
    """
    (source,) = judging.stage.of_role(Role.ACCOUNTS)
    fields = judging.fields(source)
    ids = exp.select(
        named(fields.text("account"), "account"), named(fields.day("created"), "created")
    ).from_(fields.rows())
    each = (
        exp.select(column("account"), named(tree("min(created)"), "created"))
        .from_(ids.subquery("ids"))
        .where(tree("account is not null"))
        .group_by(column("account"))
    )
    same = exp.EQ(this=column("account", "accounts"), expression=column("account", "each"))
    select = (
        exp.select(
            column("account", "each"),
            named(folded(column("account", "each")), "folded"),
            column("created", "each"),
            named(exp.paren(tree('"accounts"."account" is not null')), "counts"),
        )
        .from_(each.subquery("each"))
        .join(table("accounts"), on=same, join_type="left")
    )
    made = {
        staged_name(Role.ACCOUNTS): staged(judging.stage, Role.ACCOUNTS),
        "accounts": relations(judging.as_of, ())["accounts"](),
    }
    types = {
        "account": ValueType.TEXT,
        "folded": ValueType.TEXT,
        "created": ValueType.DATE,
        "counts": ValueType.BOOLEAN,
    }
    return query_of(judging, with_relations(select, made), types)


def alike_ids_query(judging: Judging) -> Query:
    """Return the query of one number: groups of ids that differ by case or blanks only."""
    several = (
        exp.select(column("folded"))
        .from_(table(KNOWN))
        .group_by(column("folded"))
        .having(tree("count(*) > 1"))
    )
    select = exp.select(named(tree("count(*)"), "groups")).from_(several.subquery("several"))
    return query_of(judging, select, {"groups": ValueType.WHOLE})
