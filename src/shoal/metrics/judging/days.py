"""Rows by day: whether a log goes on to the date, and whether days are missing from it."""

from datetime import timedelta
from typing import Final

from sqlglot import exp

from shoal.metrics.judging.assembling import query_of
from shoal.metrics.judging.rows import Judging, day_of, in_time, judged_rows
from shoal.metrics.trees import column, named, tree
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, ValueType

USUAL_DAYS: Final = 182  # before the window: what is usual is learned from them too


def days_query(judging: Judging, source: OpenedSource, *, window_days: int) -> Query:
    """Return the query of the days that have rows: `day`, `rows`, in order.

    Parameters
    ----------
    judging : Judging
    source : OpenedSource
        One whose rows happened at a time.
    window_days : int
        The days that end with the date, and half a year before them, are looked at.
    """
    fields = judging.fields(source)
    day = day_of(source, fields)
    rows = judged_rows(
        judging, source, {"day": day, "is_in_time": in_time(judging, source, day.copy())}
    )
    first = judging.as_of - timedelta(days=window_days + USUAL_DAYS - 1)
    select = (
        exp.select(column("day"), named(tree("count(*)"), "rows"))
        .from_(rows.subquery("rows"))
        .where(tree("is_in_time"))
        .where(exp.GTE(this=column("day"), expression=tree(f"date '{first}'")))
        .group_by(column("day"))
        .order_by(column("day"))
    )
    return query_of(judging, select, {"day": ValueType.DATE, "rows": ValueType.WHOLE})
