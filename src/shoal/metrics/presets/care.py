"""Help, mood, the start, learning and talk."""

from shoal.metrics.presets.preset import preset
from shoal.metrics.presets.use import trend
from shoal.records.meanings import Better
from shoal.records.workspace import WhenNothing

_UNDEFINED, _UNKNOWN = WhenNothing.UNDEFINED, WhenNothing.UNKNOWN
_DAYS_A_MONTH = 30.4375


@preset(unit="tickets", better=Better.LESS, needs=("tickets", "seats"))
def tickets_per_100_seats_month() -> str:
    """Tickets opened in the window per 100 seats and month of 30.4375 days.

    Zero without tickets. Missing where the seats of that date are not known or zero.
    """
    return f"100.0 * tickets * {_DAYS_A_MONTH} / (exposed * nullif(seats, 0))"


@preset(unit="%", better=Better.LESS, needs=("tickets",), missing=_UNDEFINED)
def ticket_trend() -> str:
    """Change of tickets in the window against as many days before, at most 500 %.

    An account too young for both windows is compared by the day. Missing without any ticket
    before, and for accounts that had fewer than 14 days before (or fewer than the window, where
    that is shorter).
    """
    return trend("tickets", "tickets_before", days=":window")


@preset(unit="hours", better=Better.LESS, needs=("resolved",), missing=_UNDEFINED)
def median_resolution_hours() -> str:
    """Exact median of the hours from opening to resolving, of tickets opened in the window.

    Only tickets that were resolved by the date count, and none that was resolved before it was
    opened. Missing without one: no meaning, not zero.
    """
    return "resolution_hours"


@preset(unit="%", better=Better.LESS, needs=("severe",), missing=_UNDEFINED)
def severe_ticket_share() -> str:
    """Share of the window's tickets whose severity is listed under `severe`.

    Missing without tickets.
    """
    return "100.0 * severe_tickets / nullif(tickets, 0)"


@preset(unit="points", better=Better.MORE, needs=("nps",), missing=_UNKNOWN)
def nps_latest() -> str:
    """The latest NPS answer by the date, whenever it was given, on the source's own scale.

    Of several answers at one instant the lowest. Missing where nobody ever answered.
    """
    return "nps"


@preset(unit="points", better=Better.MORE, needs=("csat",), missing=_UNKNOWN)
def csat_mean() -> str:
    """Mean satisfaction of the window: answers of surveys of kind csat, and ratings of tickets.

    Surveys are those sent in the window, tickets those opened in it. A rating is known once the
    ticket is resolved, an answer once it is given; what comes after the date does not count.
    Missing without an answer.
    """
    return "(csat_sum + ticket_satisfaction) / nullif(csat_answers + tickets_rated, 0)"


@preset(unit="%", better=Better.MORE, needs=("sent",), missing=_UNDEFINED)
def survey_response_rate() -> str:
    """Share of the surveys sent in the window that were answered by the date.

    Sources that do not say when surveys were sent are left out. A survey of another source without
    that day counts as sent when it was answered. Missing where none was sent.
    """
    return "100.0 * surveys_answered / nullif(surveys_sent, 0)"


@preset(unit="%", better=Better.MORE, needs=("milestones",))
def onboarding_completion() -> str:
    """Share of the steps of onboarding that the account had reached by the date.

    The steps are those listed under `steps`; without a list, every step that any account had
    reached by the date. Missing where there is no step.
    """
    return "100.0 * steps_reached / nullif(steps_on_offer, 0)"


@preset(unit="steps per week", better=Better.MORE, needs=("milestones",))
def onboarding_velocity() -> str:
    """Steps of onboarding per week.

    Counted from the day the account was created to the last step where all are reached, else to
    the date; at least one week. Missing where the day of creation is not known.
    """
    until = (
        "case when steps_reached >= steps_on_offer then age_days - last_step_age else age_days end"
    )
    return f"case when age_days is not null then steps_reached * 7.0 / greatest(7, {until}) end"


@preset(unit="days", better=Better.LESS, needs=("value_step",), missing=_UNDEFINED)
def time_to_value_days() -> str:
    """Days from creation to the first time the step `value_step` was reached.

    Missing as long as it is not reached; zero if it was reached before the account was created.
    """
    days = "greatest(0, age_days - value_age)"
    return f"case when value_age is not null and age_days is not null then {days} end"


@preset(unit="events", better=Better.MORE, needs=("education", "users"))
def education_engagement() -> str:
    """Education events per active user and quarter of 91 days.

    An account without active users is counted as if it had one.
    """
    return "education_events * 91.0 / (exposed * greatest(active_users, 1))"


@preset(unit="events", better=Better.MORE, needs=("marketing", "users"))
def marketing_engagement() -> str:
    """Answers to marketing per active user and quarter of 91 days.

    An account without active users is counted as if it had one.
    """
    return "marketing_events * 91.0 / (exposed * greatest(active_users, 1))"


@preset(unit="events", better=Better.MORE, needs=("community", "users"))
def community_engagement() -> str:
    """Community events per active user and quarter of 91 days.

    An account without active users is counted as if it had one.
    """
    return "community_events * 91.0 / (exposed * greatest(active_users, 1))"
