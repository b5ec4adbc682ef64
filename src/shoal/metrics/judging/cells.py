"""Cells with text where a time or a number is needed."""

from typing import Final

from sqlglot import exp

from shoal.metrics.judging.assembling import query_of
from shoal.metrics.judging.oddities import own_numbers, unread
from shoal.metrics.judging.rows import Judging, judged_rows
from shoal.metrics.trees import column
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, ValueType

MOST_EXAMPLES: Final = 5


def unread_query(judging: Judging, source: OpenedSource, field: str) -> Query:
    """Return the query of a few texts of a field that are no time or number: `cell`.

    `field` may be one of `own_numbers`.
    """
    fields = judging.fields(source)
    cell = own_numbers(judging, source).get(field) or source.fields[field]
    rows = judged_rows(
        judging,
        source,
        {
            "cell": fields.column(cell),
            "is_unread": exp.paren(unread(judging, source)[field]),
        },
    )
    select = (
        exp.select(column("cell"))
        .from_(rows.subquery("rows"))
        .where(column("is_unread"))
        .group_by(column("cell"))
        .order_by(column("cell"))
        .limit(MOST_EXAMPLES)
    )
    return query_of(judging, select, {"cell": ValueType.TEXT})
