"""Own metrics reckoned from their declaration, one account at a time, from its rows."""

import math
from functools import cache
from itertools import product

from reckoning.presets import change
from reckoning.workspaces import own

from shoal.records.workspace import Aggregation, Per, WhenNothing

NAN = math.nan
ALL_TIME = (Aggregation.DAYS_SINCE, Aggregation.TIME_TO_FIRST)
NO_TREND = (*ALL_TIME, Aggregation.LATEST)
NO_COLUMN = (*ALL_TIME, Aggregation.COUNT, Aggregation.SHARE)
VOLUMES = (Aggregation.COUNT, Aggregation.SUM)


def every_form(source, *, column, text, where, window_days):
    """Declare every aggregation with every per, trend and treatment of what is missing."""
    found = []
    for aggregate, per, trend, missing in product(
        Aggregation, (None, *Per), (False, True), WhenNothing
    ):
        if trend and aggregate in NO_TREND:
            continue
        read = None if aggregate in NO_COLUMN else column
        found.append(
            own(
                f"m{len(found)}",
                source,
                aggregate,
                column=text if aggregate is Aggregation.DISTINCT else read,
                where=where,
                per=per,
                trend=trend,
                missing=missing,
                window_days=window_days,
            )
        )
    return tuple(found)


def reckoned_own(metrics, rows, account):
    """Reckon metrics of one source for an account (`reckoning.presets.Account`).

    `rows` are all rows of the source that the account has: `age`, `at`, `n` (of how many events a
    row tells), `holds` (whether the condition does), and the columns that metrics read.
    """

    @cache
    def aggregated(aggregate, column, low, high):
        inside = rows[(rows["age"] >= low) & (rows["age"] < high)]
        return _aggregate(aggregate, column, inside, account)

    return {m.name: float(_value(m, account, aggregated)) for m in metrics}


def _value(metric, account, aggregated):
    window, is_all_time = metric.window_days, metric.aggregate in ALL_TIME
    of = (metric.aggregate, metric.column)
    if metric.trend:
        return _trend(metric, account, aggregated)
    value = aggregated(*of, 0, math.inf if is_all_time else window)
    is_zero = metric.missing is WhenNothing.ZERO and not is_all_time
    if math.isnan(value) and is_zero:
        value = 0.0
    if metric.per is None:
        return value
    if metric.per is Per.SEAT:
        return value / account.seats
    if metric.per is Per.WEEK:
        days = window if account.age is None else min(window, account.age + 1)
        return value / (days / 7.0)
    users = len(account.users(0, account.window))
    nobody = 0.0 if is_zero else NAN
    return value / users if users else nobody


def _trend(metric, account, aggregated):
    window = metric.window_days
    now = aggregated(metric.aggregate, metric.column, 0, window)
    before = aggregated(metric.aggregate, metric.column, window, 2 * window)
    if math.isnan(now) and metric.aggregate in (*VOLUMES, Aggregation.DISTINCT):
        now = 0.0
    by_the_day = metric.aggregate in VOLUMES
    return change(account, now, before, days=window, by_the_day=by_the_day)


def _aggregate(aggregate, column, rows, account):
    """Return the number of the rows, NaN where none of them counts."""
    kept = rows[rows["holds"].to_numpy(bool)]
    without_column = {
        Aggregation.COUNT: lambda: kept["n"].sum() if len(kept) else NAN,
        Aggregation.SHARE: lambda: 100.0 * kept["n"].sum() / rows["n"].sum() if len(rows) else NAN,
        Aggregation.DAYS_SINCE: kept["age"].min,
        Aggregation.TIME_TO_FIRST: lambda: _time_to_first(kept, account),
    }
    if aggregate in without_column:
        return without_column[aggregate]()
    values = kept[column].dropna()
    if values.empty:
        return NAN
    if aggregate is Aggregation.LATEST:
        at = kept.loc[values.index, "at"]
        return values[at == at.max()].min()
    named = {Aggregation.DISTINCT: "nunique"}
    return float(getattr(values, named.get(aggregate, aggregate.value))())


def _time_to_first(kept, account):
    if account.age is None or kept.empty:
        return NAN
    return max(0.0, account.age - kept["age"].max())
