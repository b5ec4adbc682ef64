"""What users do: periods to one row a user, users to one row an account.

Distinct days, weeks and features of a user are sets of bits, so one pass over the log at the grain
of account, user and period gives every count of distinct things, over any part of the window. Rows
without a user count as events; nobody is counted as a user for them.
"""

from typing import Final

from shoal.metrics.grains.grain import Grain
from shoal.metrics.grains.shape import BITS, BLOCK, KEY, MONTH, YEAR, Shape, bits, count_in, mask
from shoal.metrics.held import Held

_KNOWN: Final = "who <> ''"


def users(shape: Shape, log: Held = Held.ROWS) -> Grain:
    """Periods to users: volumes by window, days, weeks and features as sets, the last day.

    Where users have numbers, those of users without an account are not there.
    """
    is_text = log is Held.ROWS
    window = shape.window_days
    return Grain(
        name="users",
        source="periods",
        by=("account", "who") if is_text else ("number",),
        columns={
            "n_recent": _within("sum(volume)", shape, 0, window),
            "n_before": _within("sum(volume)", shape, window, 2 * window),
            "n_28": _within("sum(volume)", shape, 0, MONTH),
            "n_28_before": _within("sum(volume)", shape, MONTH, 2 * MONTH),
            "n_last_year": _within("sum(volume)", shape, YEAR, YEAR + window),
            "n_year": _within("sum(volume)", shape, 0, YEAR),
            "n_person": "sum(volume_by_person)",
            "n_api": "sum(volume_by_api)",
            "n_agent": "sum(volume_by_agent)",
            "minutes_recent": "sum(minutes_spent)",
            "logins_recent": "sum(volume_of_logins)",
            "last_age": "min(nearest_age)",
            "first_age": "max(farthest_age)",
            "days_recent": _within("sum(bit_count(days))", shape, 0, window),
            "days_28": _within("sum(bit_count(days))", shape, 0, MONTH),
            **{f"week_set_{k}": f"bit_or(weeks_{k})" for k in range(len(shape.week_sets))},
            **_features(shape),
        },
        keys={"who": "coalesce(who, '')"} if is_text else {},
        # A row whose account is not known counts nowhere.
        where="account <> ''" if is_text else None,
    )


def use(shape: Shape) -> Grain:
    """Users to accounts."""
    return Grain(
        name="use",
        source="users",
        by=("account",),
        columns={
            "events": "sum(coalesce(n_recent, 0))",
            "events_before": "sum(coalesce(n_before, 0))",
            "events_28": "sum(coalesce(n_28, 0))",
            "events_28_before": "sum(coalesce(n_28_before, 0))",
            "events_last_year": "sum(coalesce(n_last_year, 0))",
            "person_events": "sum(coalesce(n_person, 0))",
            "api_events": "sum(coalesce(n_api, 0))",
            "agent_events": "sum(coalesce(n_agent, 0))",
            "minutes": "sum(coalesce(minutes_recent, 0))",
            "logins": "sum(coalesce(logins_recent, 0))",
            "active_users": f"count(case when n_recent > 0 and {_KNOWN} then 1 end)",
            "user_days": _of_users("days_recent"),
            "user_days_28": _of_users("days_28"),
            "users_28": f"count(case when days_28 > 0 and {_KNOWN} then 1 end)",
            "top_user_events": f"max(case when {_KNOWN} then coalesce(n_recent, 0) else 0 end)",
            "key_user": f"max(case when n_year > 0 and {_KNOWN}"
            f" then floor(n_year) * {KEY} + {KEY - 1} - last_age end)",
            "last_day_age": "min(last_age)",
            "first_day_age": "max(first_age)",
            **{f"users_in_week_{k}": _users_in_week(k) for k in range(shape.weeks)},
            **{f"user_weeks_in_{k}": _user_weeks_in(k) for k in range(YEAR // 7 // BLOCK)},
            **_feature_sets(shape),
        },
        undefined=frozenset({"key_user", "last_day_age", "first_day_age"}),
    )


def seen(shape: Shape) -> Grain:
    """Accounts to one number: how many features are listed, or were ever used by anybody."""
    ever = [
        f"coalesce(bit_or(features_{k} | features_before_{k}), 0) | {mask(shape.listed, *span)}"
        for k, span in enumerate(shape.feature_sets)
    ]
    counts = [count_in(numbers) for numbers in ever]
    # One row also where there is no feature at all.
    seen = " + ".join(counts) or "max(0)"
    return Grain(
        name="seen",
        source="use",
        by=(),
        columns={"features_seen": seen, "log_age": "max(first_day_age)"},
        undefined=frozenset({"log_age"}),
    )


def _within(sums: str, shape: Shape, low: int, high: int) -> str:
    """Return an aggregate of the periods from one age to below another."""
    first, end = shape.period(low), shape.period(high)
    inside = f"period >= {first} and period < {end}" if first else f"period < {end}"
    return f"{sums} filter (where {inside})"


def _of_users(count: str) -> str:
    return f"sum(case when {_KNOWN} then coalesce({count}, 0) else 0 end)"


def _users_in_week(k: int) -> str:
    place, bit = divmod(k, BITS)
    return f"count(case when (week_set_{place} & {bits(bit, bit + 1)}) > 0 and {_KNOWN} then 1 end)"


def _user_weeks_in(block: int) -> str:
    weeks = bits(BLOCK * block, BLOCK * (block + 1))
    return _of_users(f"bit_count(week_set_0 & {weeks})")


def _features(shape: Shape) -> dict[str, str]:
    """Return the sets of features used in the window, and before it."""
    end = shape.period(shape.window_days)
    found = {}
    for k in range(len(shape.feature_sets)):
        found[f"used_{k}"] = f"bit_or(used_set_{k}) filter (where period < {end})"
        found[f"used_before_{k}"] = f"bit_or(used_set_{k}) filter (where period >= {end})"
    return found


def _feature_sets(shape: Shape) -> dict[str, str]:
    names = [name for k in range(len(shape.feature_sets)) for name in (f"{k}", f"before_{k}")]
    return {f"features_{name}": f"bit_or(coalesce(used_{name}, 0))" for name in names}
