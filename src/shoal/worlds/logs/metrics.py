"""Metrics per account from its weeks, as a 90-day snapshot would have them."""

import numpy as np

from shoal.records.arrays import Floats
from shoal.worlds.logs.weeks import QUARTER, WEEKS, Weeks

LARGEST_TREND = 500.0  # percent


def measure(rng: np.random.Generator, weeks: Weeks) -> dict[str, Floats]:
    """Return nineteen metrics, each of shape (n_accounts,), NaN where it has no meaning.

    Windows are the last 13 weeks unless the name tells another. `rng` places the last login
    within its week.
    """
    return _use(weeks) | _change(rng, weeks) | _help(weeks) | _talk(weeks)


def _use(weeks: Weeks) -> dict[str, Floats]:
    active, logins = weeks.active[:, -QUARTER:], weeks.logins[:, -QUARTER:]
    weekend = weeks.weekend_logins[:, -QUARTER:].sum(axis=1)
    return {
        "weekly_active_rate": np.round(100 * active.mean(axis=1) / weeks.seats, 1),
        "logins_per_user_week": np.round(_ratio(logins.sum(axis=1), active.sum(axis=1)), 2),
        "silent_weeks_share": np.round(100 * (logins == 0).mean(axis=1), 1),
        "feature_adoption": np.round(100 * weeks.features, 1),
        "feature_velocity": weeks.first_features,
        "login_variability": np.round(_ratio(logins.std(axis=1), logins.mean(axis=1)), 3),
        "weekend_share": np.round(100 * _ratio(weekend, logins.sum(axis=1)), 1),
    }


def _change(rng: np.random.Generator, weeks: Weeks) -> dict[str, Floats]:
    logins = weeks.logins
    peak = np.lib.stride_tricks.sliding_window_view(weeks.active, 4, axis=1).mean(axis=2)
    return {
        "usage_trend_28d": _trend(logins, 4),
        "usage_trend_90d": _trend(logins, QUARTER),
        "usage_trend_half_year": _trend(logins, WEEKS // 2),
        "active_against_peak": np.round(100 * _ratio(peak[:, -1], peak.max(axis=1)), 1),
        "days_since_last_login": _days_since_last(rng, logins),
    }


def _help(weeks: Weeks) -> dict[str, Floats]:
    tickets = weeks.tickets[:, -QUARTER:]
    n_tickets = tickets.sum(axis=1)
    hours = np.nansum(weeks.hours[:, -QUARTER:] * tickets, axis=1)
    severe = weeks.severe[:, -QUARTER:].sum(axis=1)
    return {
        "tickets_per_100_seats_month": np.round(100 * n_tickets / weeks.seats / 3, 2),
        "ticket_trend_90d": _trend(weeks.tickets, QUARTER),
        "severe_ticket_share": np.round(100 * _ratio(severe, n_tickets), 1),
        "resolution_hours": np.round(_ratio(hours, n_tickets), 1),
    }


def _talk(weeks: Weeks) -> dict[str, Floats]:
    answered = ~np.isnan(weeks.score)
    last = answered.shape[1] - 1 - np.argmax(answered[:, ::-1], axis=1)
    latest = np.take_along_axis(weeks.score, last[:, None], axis=1)[:, 0]
    training, active = weeks.training[:, -QUARTER:], weeks.active[:, -QUARTER:]
    per_user = _ratio(training.sum(axis=1), active.mean(axis=1))
    return {
        "nps_latest": latest,
        "survey_response_rate": 100 * answered.mean(axis=1),
        "training_per_user_quarter": np.round(per_user, 3),
    }


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide, NaN where there is nothing to divide by."""
    ratio = np.full(len(below), np.nan)
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio


def _trend(weekly: Floats, n_weeks: int) -> Floats:
    """Return the change of the last weeks against as many before, in %, at most 500."""
    now = weekly[:, -n_weeks:].sum(axis=1)
    before = weekly[:, -2 * n_weeks : -n_weeks].sum(axis=1)
    trend: Floats = np.minimum(100 * (_ratio(now, before) - 1), LARGEST_TREND)
    return np.round(trend, 1)


def _days_since_last(rng: np.random.Generator, logins: Floats) -> Floats:
    """Return days since the last login, NaN for an account that never logged in."""
    some = logins > 0
    weeks_ago = np.argmax(some[:, ::-1], axis=1)
    in_week = np.take_along_axis(logins, (WEEKS - 1 - weeks_ago)[:, None], axis=1)[:, 0]
    within = np.floor(7 * rng.beta(1, np.maximum(in_week, 1)))
    return np.where(some.any(axis=1), 7 * weeks_ago + within, np.nan)
