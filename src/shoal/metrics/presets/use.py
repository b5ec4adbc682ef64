"""How many use the product, how often, how broadly, and where that goes."""

from shoal.metrics.grains.shape import BLOCK, KEY, MONTH, YEAR
from shoal.metrics.presets.preset import preset
from shoal.metrics.units import MINUTE
from shoal.records.meanings import Better
from shoal.records.workspace import WhenNothing

MOST_TREND = 500  # per cent; a rise from next to nothing says no more than that
FEWEST_DAYS_BEFORE = 14
_UNDEFINED = WhenNothing.UNDEFINED


def trend(
    now: str, before: str, *, days: str, by_the_day: bool = True, known: str = "lived_days"
) -> str:
    """Return the formula of a change in per cent against as many days before.

    `known` is the column of how many days back it is known what the account did.

    An account that is too young for both periods in full needs at least 14 days before (or all, if
    there are fewer). It is compared `by_the_day`: what it did in the days it had before, against
    the last `days`; but a mean, a share or the like is compared as it is. Without anything before
    there is nothing to compare with.
    """
    had = f"least({days}, {known} + 1 - {days})"
    ratio = f"{now} * {had} / ({before} * {days})" if by_the_day else f"{now} / {before}"
    change = f"100.0 * ({ratio} - 1.0)"
    can_be_told = f"{before} > 0 and {had} >= least({FEWEST_DAYS_BEFORE}, {days})"
    return f"case when {can_be_told} then least({MOST_TREND}.0, {change}) end"


def _per_user_week(volume: str) -> str:
    return f"case when active_users > 0 then {volume} / (active_users * exposed_weeks) else 0 end"


@preset(unit="users", needs=("users",))
def weekly_active_users() -> str:
    """Users with at least one event in a week, on average over the whole weeks of the window.

    Weeks are counted back from the date, so the last one is whole. A younger account has the whole
    weeks since it was created; one younger than a week, or a shorter window, has one. Events
    without a user are nobody's, here and wherever users are counted. It is a measure of size: it
    stands beside a segment and is not clustered.
    """
    return "user_weeks / whole_weeks"


@preset(unit="%", better=Better.MORE, needs=("users", "seats"))
def weekly_active_rate() -> str:
    """Weekly active users as a share of the seats at the date.

    Over 100 where more people use the product than seats were bought. Missing where the seats of
    that date are not known or zero.
    """
    return "100.0 * user_weeks / (whole_weeks * nullif(seats, 0))"


@preset(unit="%", better=Better.MORE, needs=("users",))
def stickiness() -> str:
    """Daily over monthly active users: on how many of the last 28 days a user was there.

    Users active on a day, on average over the last 28 days (or the days a younger account had),
    divided by users active in those 28 days. Zero where nobody was active.
    """
    had = f"least({MONTH}, lived_days + 1)"
    return f"case when users_28 > 0 then 100.0 * user_days_28 / ({had} * users_28) else 0 end"


@preset(unit="%", better=Better.MORE, needs=("users", "seats"))
def seat_utilisation() -> str:
    """Users with at least one event in the window as a share of the seats at the date."""
    return "100.0 * active_users / nullif(seats, 0)"


@preset(unit="logins", better=Better.MORE, needs=("users",))
def logins_per_user_week() -> str:
    """Logins per active user and week.

    A login is an event whose name the source lists under `logins`; where it lists none, the first
    event of a user on a day counts as one. Zero where nobody was active.
    """
    return (
        "case when active_users > 0 then login_events / (active_users * exposed_weeks) else 0 end"
    )


@preset(unit="days", better=Better.MORE, needs=("users",))
def active_days_per_user_week() -> str:
    """Days with at least one event per active user and week. Zero where nobody was active."""
    return _per_user_week("user_days")


@preset(unit="days", better=Better.LESS, needs=("events",))
def days_since_last_activity() -> str:
    """Days between the last event of anybody in the account and the date.

    All history is looked at, not only the window. An account without any event was silent since
    it was created; where that day is not known either, the number is missing.
    """
    return "coalesce(last_day_age, age_days)"


@preset(unit="%", better=Better.MORE, needs=("features",))
def feature_adoption() -> str:
    """Share of the features on offer that somebody in the account used in the window.

    On offer is what sources list under `features`, and of sources without a list every feature
    that any account had used in them by the date. Missing where nothing is on offer, and not
    measured where a column without a list has over 500 values.
    """
    return "100.0 * features_used / nullif(features_on_offer, 0)"


@preset(unit="features per quarter", better=Better.MORE, needs=("features",))
def feature_velocity() -> str:
    """Features used in the window for the first time ever, per quarter of 91 days."""
    return "features_first * 91.0 / exposed"


@preset(unit="minutes", better=Better.MORE, needs=("minutes", "users"))
def minutes_per_user_week() -> str:
    """Minutes per active user and week, summed by the millisecond. Zero where nobody was active."""
    return _per_user_week(f"minutes / {MINUTE}.0")


@preset(unit="integrations", better=Better.MORE, needs=("integrations",))
def integrations_in_use() -> str:
    """Features listed under `integrations` that somebody or something used in the window."""
    return "integrations_used"


@preset(unit="calls per seat", better=Better.MORE, needs=("api", "seats"))
def api_calls_per_seat() -> str:
    """Events by programs (`actors: {api: ..}`) per seat and window.

    For an account younger than the window they are scaled up to it.
    """
    return "api_events * :window / (exposed * nullif(seats, 0))"


@preset(unit="%", better=Better.MORE, needs=("events",), missing=_UNDEFINED)
def usage_trend_28() -> str:
    """Change of events in the last 28 days against the 28 days before, at most 500 %.

    Where the account or the log goes back less far, days before are compared by the day; missing
    with fewer than 14 of them, and without any event before.
    """
    return trend("events_28", "events_28_before", days=str(MONTH), known="logged_days")


@preset(unit="%", better=Better.MORE, needs=("events",), missing=_UNDEFINED)
def usage_trend_90() -> str:
    """Change of events in the window against as many days before, at most 500 %.

    The window is 90 days unless the workspace sets another. Where the account or the log goes back
    less far, days before are compared by the day; missing with fewer than 14 of them, and without
    any event before.
    """
    return trend("events", "events_before", days=":window", known="logged_days")


@preset(unit="%", better=Better.MORE, needs=("events",), missing=_UNDEFINED)
def usage_trend_year() -> str:
    """Change of events in the window against the same weeks of last year, at most 500 %.

    The same weeks are those 364 days before, so that weekdays match and holidays mostly do.
    Where the account or the log goes back less far, the days of last year are compared by the day;
    missing with fewer than 14 of them, and without any event then.
    """
    had = f"least(:window, logged_days + 1 - {YEAR})"
    change = f"100.0 * (events * {had} / (events_last_year * :window) - 1.0)"
    can_be_told = f"events_last_year > 0 and {had} >= least({FEWEST_DAYS_BEFORE}, :window)"
    return f"case when {can_be_told} then least({MOST_TREND}.0, {change}) end"


@preset(unit="%", better=Better.MORE, needs=("users",), missing=_UNDEFINED)
def active_against_peak() -> str:
    """Weekly active users of the last four weeks against the best four weeks of the last year.

    The year is cut into 13 blocks of four weeks, counted back from the date. 100 means the account
    is at its peak. Missing where nobody was active in the year.
    """
    blocks = ", ".join(f"user_weeks_in_{k}" for k in range(YEAR // 7 // BLOCK))
    return f"100.0 * user_weeks_in_0 / nullif(greatest({blocks}), 0)"


@preset(unit="%", better=Better.LESS, needs=("users",), missing=_UNDEFINED)
def top_user_share() -> str:
    """Share of the window's events that the most active user made.

    Events without a user are part of the whole, and no one's share. Missing without events.
    """
    return "100.0 * top_user_events / nullif(events, 0)"


@preset(unit="days", better=Better.LESS, needs=("users",), missing=_UNDEFINED)
def key_user_silent_days() -> str:
    """Days since the account's key user was last there.

    The key user is the one with most events in the last 364 days; of equals the one who was there
    last. Missing where nobody was active in that time.
    """
    return f"{KEY - 1} - (key_user - floor(key_user / {KEY}.0) * {KEY})"


@preset(unit="share of weeks", better=Better.LESS, needs=("users",))
def few_users() -> str:
    """Share of the window's whole weeks, 0 to 1, in which fewer than three users were active."""
    return "weeks_with_few / whole_weeks"


@preset(unit="%", needs=("people",), missing=_UNDEFINED)
def people_share() -> str:
    """Share of the window's events that people made; API and agents made the rest.

    Who acted is told by `actors`. Neither more nor less is better: a customer who moves from pages
    to agents is not at risk. Missing without events by any declared actor.
    """
    return "100.0 * person_events / nullif(person_events + api_events + agent_events, 0)"
