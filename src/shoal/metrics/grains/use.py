"""What users do: events to one row a user, users to one row an account.

Distinct days, weeks and features of a user are sets of bits, so one pass over the log at the grain
of account and user gives every count of distinct things, over any part of the window.
"""

from shoal.metrics.grains.grain import Grain
from shoal.metrics.grains.shape import BITS, BLOCK, KEY, MONTH, YEAR, Shape, bits, set_of


def users(shape: Shape) -> Grain:
    """Events to users: volumes by window, days and weeks and features as sets, the last day."""
    window = shape.window_days
    recent, before = f"age < {window}", f"age >= {window} and age < {2 * window}"
    return Grain(
        name="users",
        source="activity",
        by=("account", "who"),
        columns={
            "n_recent": f"sum(n) filter (where {recent})",
            "n_before": f"sum(n) filter (where {before})",
            "n_28": f"sum(n) filter (where age < {MONTH})",
            "n_28_before": f"sum(n) filter (where age >= {MONTH} and age < {2 * MONTH})",
            "n_last_year": f"sum(n) filter (where age >= {YEAR} and age < {YEAR + window})",
            "n_year": f"sum(n) filter (where age < {YEAR})",
            "n_person": f"sum(n) filter (where {recent} and by_person)",
            "n_api": f"sum(n) filter (where {recent} and by_api)",
            "n_agent": f"sum(n) filter (where {recent} and by_agent)",
            "minutes_recent": f"sum(minutes) filter (where {recent})",
            "logins_recent": f"sum(n) filter (where {recent} and is_login)",
            "last_age": "min(age)",
            "first_age": "max(age)",
            "week_set": _weeks(),
            **{
                f"day_set_{k}": set_of("age", low, high)
                for k, (low, high) in enumerate(shape.day_sets)
            },
            **_features(shape),
        },
    )


def use(shape: Shape) -> Grain:
    """Users to accounts."""
    weeks = bits(0, shape.weeks)
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
            "active_users": "count(case when n_recent > 0 then 1 end)",
            "user_days": " + ".join(
                f"sum(coalesce(bit_count({_in_window(k, low, shape)}), 0))"
                for k, (low, _) in enumerate(shape.day_sets)
                if low < shape.window_days
            ),
            "user_days_28": f"sum(coalesce(bit_count(day_set_0 & {bits(0, MONTH)}), 0))",
            "users_28": f"count(case when (day_set_0 & {bits(0, MONTH)}) > 0 then 1 end)",
            "user_weeks": f"sum(coalesce(bit_count(week_set & {weeks}), 0))",
            "top_user_events": "max(coalesce(n_recent, 0))",
            "key_user": f"max(case when n_year > 0 then n_year * {KEY} + {KEY - 1} - last_age end)",
            "last_day_age": "min(last_age)",
            "first_day_age": "max(first_age)",
            **{f"users_in_week_{k}": _users_in_week(k) for k in range(shape.weeks)},
            **{f"user_weeks_in_{k}": _user_weeks_in(k) for k in range(YEAR // 7 // BLOCK)},
            **_feature_sets(shape),
        },
        undefined=frozenset({"key_user", "last_day_age", "first_day_age"}),
    )


def seen(shape: Shape) -> Grain:
    """Accounts to one number: how many features anybody ever used."""
    sets = range(len(shape.feature_sets))
    counts = [f"coalesce(bit_count(bit_or(features_{k} | features_before_{k})), 0)" for k in sets]
    return Grain(
        name="seen", source="use", by=(), columns={"features_seen": " + ".join(counts) or "0"}
    )


def _weeks() -> str:
    # The shift stays below the number's bits for rows that do not count, as in `set_of`.
    shift = f"case when age < {YEAR} then cast(age // 7 as int) else 0 end"
    return f"bit_or(cast(1 as bigint) << ({shift})) filter (where age < {YEAR})"


def _in_window(k: int, low: int, shape: Shape) -> str:
    """Return the days of a set that lie in the window; a short window ends before the set."""
    return f"day_set_{k} & {bits(0, min(BITS, shape.window_days - low))}"


def _users_in_week(k: int) -> str:
    return f"count(case when (week_set & {bits(k, k + 1)}) > 0 then 1 end)"


def _user_weeks_in(block: int) -> str:
    weeks = bits(BLOCK * block, BLOCK * (block + 1))
    return f"sum(coalesce(bit_count(week_set & {weeks}), 0))"


def _features(shape: Shape) -> dict[str, str]:
    """Return the sets of features used in the window, and before it."""
    recent, before = f"age < {shape.window_days}", f"age >= {shape.window_days}"
    found = {}
    for k, (low, high) in enumerate(shape.feature_sets):
        found[f"used_{k}"] = set_of("slot", low, high, where=recent)
        found[f"used_before_{k}"] = set_of("slot", low, high, where=before)
    return found


def _feature_sets(shape: Shape) -> dict[str, str]:
    names = [name for k in range(len(shape.feature_sets)) for name in (f"{k}", f"before_{k}")]
    return {f"features_{name}": f"bit_or(coalesce(used_{name}, 0))" for name in names}
