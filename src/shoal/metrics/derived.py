"""Columns of an account that metrics are written in, made from its grains."""

from shoal.metrics.grains.shape import Shape, count_in, mask

_EVER = 100_000  # days; older than any log
WINDOW = "window"  # the one number that formulas of presets name


def derived(
    shape: Shape, *, has_logins: bool, features: int | None, steps: int, has_other_steps: bool
) -> dict[str, str]:
    """Return formulas by name; they may read each other, grains and the account's base.

    Parameters
    ----------
    shape : Shape
    has_logins : bool
        Whether sources list which events are logins.
    features : int or None
        How many are on offer; None counts those that are listed or were ever seen by the date.
    steps : int
        How many are listed.
    has_other_steps : bool
        Whether those are on offer too that were ever seen by the date.
    """
    window = shape.window_days
    sets = range(len(shape.feature_sets))
    used = [count_in(f"features_{k}") for k in sets]
    known = [count_in(f"features_{k} & features_before_{k}") for k in sets]
    inside = [
        count_in(f"features_{k} & {mask(shape.integrations, low, high)}")
        for k, (low, high) in enumerate(shape.feature_sets)
    ]
    return {
        # What a customer did before the account was created was done in days that it had.
        "lived_days": f"greatest(coalesce(age_days, {_EVER}), coalesce(first_day_age, 0))",
        # Before the first row of the log nobody knows what anybody did.
        "logged_days": f"least(lived_days, coalesce(log_age, {_EVER}))",
        "exposed": f"cast(least({window}, lived_days + 1) as double)",
        "exposed_weeks": "(exposed / 7.0)",
        "whole_weeks": f"least({shape.weeks}.0, greatest(1.0, floor(exposed / 7.0)))",
        "login_events": "logins" if has_logins else "user_days",
        "features_used": _sum(used),
        "features_first": f"({_sum(used)} - {_sum(known)})",
        "integrations_used": _sum(inside),
        "features_on_offer": "features_seen" if features is None else str(float(features)),
        "steps_on_offer": f"({steps}.0 + steps_unlisted)" if has_other_steps else f"{steps}.0",
        "user_weeks": _sum(
            [
                f"case when {k} < whole_weeks then users_in_week_{k} else 0 end"
                for k in range(shape.weeks)
            ]
        ),
        "weeks_with_few": _sum(
            [
                f"case when {k} < whole_weeks and users_in_week_{k} < 3 then 1 else 0 end"
                for k in range(shape.weeks)
            ]
        ),
    }


def _sum(parts: list[str]) -> str:
    return f"({' + '.join(f'({part})' for part in parts)})" if parts else "0"
