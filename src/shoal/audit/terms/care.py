"""Columns about help, mood, the start and learning."""

from typing import Final

from shoal.audit.terms.term import Term
from shoal.records.meanings import Better, Kind, Meaning, Topic


def _care(  # noqa: PLR0913 - one option for each property of a meaning
    key: str,
    label: str,
    *,
    topic: Topic,
    unit: str = "",
    better: Better = Better.MORE,
    low: float | None = 0,
    high: float | None = None,
    volume: bool = False,
    structural: bool = False,
    decimals: int = 1,
) -> Meaning:
    return Meaning(
        key=key,
        kind=Kind.BEHAVIOUR,
        label=label,
        unit=unit,
        better=better,
        topic=topic,
        low=low,
        high=high,
        volume=volume,
        structural=structural,
        signed=low is None or low < 0,
        decimals=decimals,
    )


_HELP: Final = (
    Term(
        meaning=_care(
            "tickets", "Support tickets", topic=Topic.HELP, better=Better.LESS, volume=True
        ),
        names="tickets support_tickets ticket_count tickets_opened tickets_created open_tickets "
        "support_cases cases_opened support_requests helpdesk_tickets service_tickets "
        "support_ticket_count support_contacts support_tickets_opened ticket_volume "
        "support_anfragen supportanfragen support_faelle customer_service_calls support_calls",
    ),
    Term(
        meaning=_care(
            "tickets_per_seat",
            "Support tickets per seat",
            topic=Topic.HELP,
            better=Better.LESS,
            decimals=2,
        ),
        names="tickets_per_seat tickets_per_user support_tickets_per_seat "
        "support_tickets_per_user tickets_per_active_user tickets_pro_nutzer",
    ),
    Term(
        meaning=_care(
            "tickets_per_seat",
            "Support tickets per 100 seats",
            topic=Topic.HELP,
            better=Better.LESS,
        ),
        names="tickets_per_100_seats tickets_per_100_seats_month tickets_per_100_users",
    ),
    Term(
        meaning=_care(
            "ticket_trend",
            "Ticket trend",
            topic=Topic.HELP,
            unit="%",
            better=Better.LESS,
            low=None,
        ),
        names="ticket_trend tickets_trend ticket_change_pct ticket_growth tickets_change_pct "
        "support_ticket_trend",
    ),
    Term(
        meaning=_care(
            "resolution_hours",
            "Hours to resolve a ticket",
            topic=Topic.HELP,
            unit="hours",
            better=Better.LESS,
            structural=True,
        ),
        names="resolution_hours avg_resolution_hours median_resolution_hours "
        "resolution_time_hours ticket_resolution_hours hours_to_resolution time_to_resolve_hours "
        "mttr_hours loesungszeit_stunden",
    ),
    Term(
        meaning=_care(
            "resolution_hours",
            "Time to resolve a ticket",
            topic=Topic.HELP,
            better=Better.LESS,
            structural=True,
        ),
        names="resolution_time avg_resolution_time ticket_resolution_time time_to_resolution "
        "mttr loesungszeit resolution_days resolution_time_days",
    ),
    Term(
        meaning=_care(
            "first_response_hours",
            "Hours to first response",
            topic=Topic.HELP,
            unit="hours",
            better=Better.LESS,
            structural=True,
        ),
        names="first_response_hours first_response_time_hours avg_first_response_hours "
        "hours_to_first_response",
    ),
    Term(
        meaning=_care(
            "first_response_hours",
            "Time to first response",
            topic=Topic.HELP,
            better=Better.LESS,
            structural=True,
        ),
        names="first_response_time first_response_minutes first_response_time_minutes",
    ),
    Term(
        meaning=_care(
            "severe_ticket_share",
            "Severe tickets",
            topic=Topic.HELP,
            unit="%",
            better=Better.LESS,
            high=100,
            structural=True,
        ),
        names="severe_ticket_share critical_ticket_share urgent_ticket_share severe_tickets_pct "
        "critical_tickets_pct urgent_tickets_pct high_severity_share p1_ticket_share "
        "pct_severe_tickets pct_critical_tickets severe_ticket_rate",
    ),
    Term(
        meaning=_care("escalations", "Escalations", topic=Topic.HELP, better=Better.LESS),
        names="escalations escalation_count tickets_escalated escalated_tickets eskalationen",
    ),
)

_MOOD: Final = (
    Term(
        meaning=_care("nps", "NPS", topic=Topic.MOOD, low=-100, high=100, decimals=0),
        names="nps nps_score net_promoter_score nps_latest latest_nps nps_rating nps_response "
        "nps_value last_nps last_nps_score",
    ),
    Term(
        meaning=_care("csat", "CSAT", topic=Topic.MOOD, high=100),
        names="csat csat_score csat_mean csat_rating avg_csat csat_pct csat_avg",
    ),
    Term(
        meaning=_care("csat", "Satisfaction", topic=Topic.MOOD, high=100),
        names="satisfaction satisfaction_score customer_satisfaction customer_satisfaction_score "
        "satisfaction_rating zufriedenheit kundenzufriedenheit zufriedenheitswert",
    ),
    Term(
        meaning=_care("ces", "Customer effort score", topic=Topic.MOOD, better=Better.NEITHER),
        names="ces ces_score customer_effort_score effort_score customer_effort",
    ),
    Term(
        meaning=_care(
            "survey_response_rate", "Survey response rate", topic=Topic.MOOD, unit="%", high=100
        ),
        names="survey_response_rate survey_response_pct surveys_answered_pct "
        "nps_response_rate csat_response_rate",
    ),
)

_START: Final = (
    Term(
        meaning=_care(
            "onboarding_completion", "Onboarding completed", topic=Topic.START, unit="%", high=100
        ),
        names="onboarding_completion onboarding_completion_rate onboarding_completion_pct "
        "onboarding_pct onboarding_progress onboarding_progress_pct onboarding_complete_pct "
        "pct_onboarding_complete onboarding_completed_pct",
    ),
    Term(
        meaning=_care("onboarding_velocity", "Onboarding steps per week", topic=Topic.START, low=0),
        names="onboarding_velocity onboarding_steps onboarding_steps_per_week",
    ),
    Term(
        meaning=_care(
            "time_to_value_days",
            "Time to value",
            topic=Topic.START,
            unit="days",
            better=Better.LESS,
            structural=True,
            decimals=0,
        ),
        names="time_to_value_days time_to_value ttv ttv_days days_to_value days_to_first_value "
        "time_to_first_value time_to_first_value_days days_to_activation time_to_activation",
    ),
)

_LEARNING: Final = (
    Term(
        meaning=_care("education", "Training", topic=Topic.LEARNING),
        names="education_engagement trainings trainings_completed training_completed "
        "training_sessions courses_completed courses courses_taken training_hours "
        "certifications webinars_attended webinar_attendance schulungen",
    ),
    Term(
        meaning=_care("marketing_engagement", "Marketing engagement", topic=Topic.LEARNING),
        names="marketing_engagement email_opens emails_opened email_clicks email_open_rate "
        "marketing_email_opens newsletter_opens campaign_responses",
    ),
    Term(
        meaning=_care("community_engagement", "Community engagement", topic=Topic.LEARNING),
        names="community_engagement community_posts forum_posts community_activity "
        "community_events community_visits",
    ),
)

TERMS: Final = _HELP + _MOOD + _START + _LEARNING
