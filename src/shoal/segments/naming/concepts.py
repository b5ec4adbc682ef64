"""What archetypes ask about, whichever metric of it a table happens to have."""

from enum import StrEnum


class Concept(StrEnum):
    """One idea that several metrics can measure; the direction is "more of it"."""

    USE = "use"  # how much the product is used
    AWAY = "away"  # how long ago it was used last
    BREADTH = "breadth"  # how much of it is used
    TREND = "trend"  # where use goes
    SEATS = "seats"  # how full the contract is
    DEMAND = "demand"  # how much help is asked for
    DELAY = "delay"  # how long help takes
    TROUBLE = "trouble"  # how much goes wrong
    MOOD = "mood"  # how content people are
    ANSWERS = "answers"  # how many of them say so
    START = "start"  # how far onboarding got
    LEARNING = "learning"  # courses, community, events
    HEALTH = "health"  # somebody's own composite score


_MEASURED_BY: dict[Concept, dict[str, int]] = {
    Concept.USE: {
        "logins": 1,
        "logins_per_user": 1,
        "daily_active_users": 1,
        "weekly_active_users": 1,
        "monthly_active_users": 1,
        "active_rate": 1,
        "stickiness": 1,
        "active_days": 1,
        "minutes": 1,
        "minutes_per_user": 1,
        "api_calls_per_seat": 1,
        "events_per_user": 1,
        "active_against_peak": 1,
        "api_calls": 1,
        "events": 1,
    },
    Concept.AWAY: {"days_since_last_login": 1},
    Concept.BREADTH: {"feature_adoption": 1, "features_used": 1, "integrations": 1},
    Concept.TREND: {"usage_trend": 1},
    Concept.SEATS: {"seat_utilisation": 1},
    Concept.DEMAND: {"tickets": 1, "tickets_per_seat": 1, "escalations": 1},
    Concept.DELAY: {"resolution_hours": 1, "first_response_hours": 1},
    Concept.TROUBLE: {"severe_ticket_share": 1, "error_rate": 1, "errors": 1},
    Concept.MOOD: {"nps": 1, "csat": 1},
    Concept.ANSWERS: {"survey_response_rate": 1},
    Concept.START: {"onboarding_completion": 1, "onboarding_velocity": 1, "time_to_value_days": -1},
    Concept.LEARNING: {"education": 1, "marketing_engagement": 1, "community_engagement": 1},
    Concept.HEALTH: {"health_score": 1},
}
_CONCEPT_OF = {key: c for c, keys in _MEASURED_BY.items() for key in keys}


def concept_of(meaning: str | None) -> Concept | None:
    """Tell what a metric with this canonical key measures.

    >>> concept_of("nps")
    <Concept.MOOD: 'mood'>
    >>> concept_of(None)
    """
    return _CONCEPT_OF.get(meaning) if meaning else None


def orientation(meaning: str) -> int:
    """Tell whether a larger value means more of the concept (1) or less (-1)."""
    return _MEASURED_BY[_CONCEPT_OF[meaning]][meaning]
