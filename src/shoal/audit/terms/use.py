"""Columns about how much, how often and how broadly a product is used."""

from typing import Final

from shoal.audit.terms.term import Term
from shoal.records.meanings import Better, Kind, Meaning, Topic


def _use(  # noqa: PLR0913  # one option for each property of a meaning
    key: str,
    label: str,
    *,
    unit: str = "",
    better: Better = Better.MORE,
    high: float | None = None,
    low: float | None = 0,
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
        topic=Topic.USE,
        low=low,
        high=high,
        volume=volume,
        structural=structural,
        signed=low is None,
        decimals=decimals,
    )


def _heads(key: str, label: str) -> Meaning:
    """Count people: a size, neither good nor bad until it is divided by seats."""
    return _use(key, label, better=Better.NEITHER, volume=True, decimals=0)


TERMS: Final = (
    Term(
        meaning=_use("logins", "Logins", volume=True, decimals=0),
        names="logins login_frequency sign_ins signins user_logins account_logins log_ins "
        "anmeldungen logins_gesamt",
    ),
    Term(
        meaning=_use("logins", "Sessions", volume=True, decimals=0),
        names="sessions user_sessions session_count sitzungen visits",
    ),
    Term(
        meaning=_use("logins_per_user", "Logins per user"),
        names="logins_per_user logins_per_seat logins_per_active_user logins_per_user_week "
        "sessions_per_user anmeldungen_pro_nutzer",
    ),
    Term(
        meaning=_heads("daily_active_users", "Daily active users"),
        names="daily_active_users dau avg_dau",
    ),
    Term(
        meaning=_heads("weekly_active_users", "Weekly active users"),
        names="weekly_active_users wau",
    ),
    Term(
        meaning=_heads("monthly_active_users", "Monthly active users"),
        names="monthly_active_users mau monatlich_aktive_nutzer",
    ),
    Term(
        meaning=_heads("monthly_active_users", "Active users"),
        names="active_users aktive_nutzer aktive_benutzer users_active",
    ),
    Term(
        meaning=_use("active_rate", "Seats in use", unit="%"),
        names="active_rate active_user_rate weekly_active_rate monthly_active_rate "
        "daily_active_rate active_users_pct pct_active_users active_user_pct active_user_share "
        "share_active_users active_share active_users_per_seat dau_per_seat wau_per_seat "
        "mau_per_seat monthly_active_users_per_seat weekly_active_users_per_seat "
        "daily_active_users_per_seat user_activation_rate aktive_nutzer_anteil",
    ),
    Term(
        meaning=_use("stickiness", "Stickiness", unit="%", high=100),
        names="stickiness dau_mau dau_mau_ratio dau_wau wau_mau dau_over_mau stickiness_ratio "
        "stickiness_pct stickiness_rate",
    ),
    Term(
        meaning=_use("seat_utilisation", "Seat utilisation", unit="%"),
        names="seat_utilisation seat_utilization license_utilization license_utilisation "
        "licence_utilisation licence_utilization seat_usage license_usage_pct seats_used_pct "
        "pct_seats_used seat_utilization_rate seat_utilisation_rate license_utilization_rate "
        "seat_utilization_pct license_utilization_pct lizenzauslastung lizenznutzung",
    ),
    Term(
        meaning=_use("active_days", "Active days", unit="days"),
        names="active_days days_active active_days_per_user active_days_per_user_week "
        "days_with_activity aktive_tage login_days",
    ),
    Term(
        meaning=_use(
            "days_since_last_login",
            "Days since last login",
            unit="days",
            better=Better.LESS,
            decimals=0,
        ),
        names="days_since_last_login days_since_login last_login_days last_login_days_ago "
        "login_recency login_recency_days tage_seit_letzter_anmeldung tage_seit_letztem_login "
        "tage_seit_login",
    ),
    Term(
        meaning=_use(
            "days_since_last_login",
            "Days since last activity",
            unit="days",
            better=Better.LESS,
            decimals=0,
        ),
        names="days_since_last_activity days_since_activity days_since_last_active "
        "days_since_active days_since_last_seen days_since_last_use days_since_last_session "
        "days_inactive inactive_days days_idle inactivity_days tage_seit_letzter_aktivitaet "
        "tage_inaktiv",
    ),
    Term(
        meaning=_use("feature_adoption", "Feature adoption", unit="%", high=100),
        names="feature_adoption feature_adoption_rate feature_adoption_pct adoption_rate "
        "feature_adoption_percent pct_features_used features_used_pct feature_usage_rate "
        "feature_usage_pct product_adoption product_adoption_rate feature_adoption_score "
        "share_of_features_used feature_breadth_pct adoption_pct funktionsnutzung_pct "
        "funktionsnutzung",
    ),
    Term(
        meaning=_use("features_used", "Features used"),
        names="features_used distinct_features unique_features feature_count features_adopted "
        "distinct_features_used unique_features_used active_features feature_breadth "
        "genutzte_funktionen",
    ),
    Term(
        meaning=_use("feature_velocity", "New features per quarter"),
        names="feature_velocity new_features_per_quarter",
    ),
    Term(
        meaning=_use(
            "top_user_share",
            "Share of the top user",
            unit="%",
            better=Better.LESS,
            high=100,
            structural=True,
        ),
        names="top_user_share",
    ),
    Term(
        meaning=_use(
            "key_user_silent_days",
            "Days since the key user was active",
            unit="days",
            better=Better.LESS,
            structural=True,
            decimals=0,
        ),
        names="key_user_silent_days days_since_key_user",
    ),
    Term(
        meaning=_use(
            "few_users", "Weeks with under three users", better=Better.LESS, high=1, decimals=2
        ),
        names="few_users",
    ),
    Term(
        meaning=_use(
            "people_share",
            "Share of use by people",
            unit="%",
            better=Better.NEITHER,
            high=100,
            structural=True,
        ),
        names="people_share",
    ),
    Term(
        meaning=_use("minutes", "Minutes of use", unit="minutes", volume=True, decimals=0),
        names="minutes usage_minutes session_minutes minutes_used active_minutes time_in_app "
        "time_in_app_minutes minutes_in_app product_minutes nutzungsminuten",
    ),
    Term(
        meaning=_use("minutes", "Hours of use", unit="hours", volume=True),
        names="usage_hours hours_used active_hours session_hours hours_in_app nutzungsstunden",
    ),
    Term(
        meaning=_use("minutes_per_user", "Minutes per user", unit="minutes"),
        names="minutes_per_user minutes_per_user_week minutes_per_seat usage_minutes_per_user",
    ),
    Term(
        meaning=_use("session_length", "Session length"),
        names="session_length session_duration avg_session_length avg_session_duration "
        "session_length_minutes session_duration_minutes avg_session_minutes minutes_per_session "
        "session_duration_seconds sitzungsdauer",
    ),
    Term(
        meaning=_use("api_calls", "API calls", volume=True, decimals=0),
        names="api_calls api_requests api_call_volume api_usage api_hits api_aufrufe",
    ),
    Term(
        meaning=_use("api_calls_per_seat", "API calls per seat"),
        names="api_calls_per_seat api_calls_per_user api_requests_per_seat",
    ),
    Term(
        meaning=_use("integrations", "Integrations in use"),
        names="integrations integrations_in_use integrations_used active_integrations "
        "connected_integrations integrations_enabled integrations_connected integrationen "
        "connected_apps",
    ),
    Term(
        meaning=_use("usage_trend", "Usage against last year", unit="%", low=None),
        names="usage_trend_year usage_against_last_year usage_vs_last_year",
    ),
    Term(
        meaning=_use("usage_trend", "Usage trend", unit="%", low=None),
        names="usage_trend usage_change usage_change_pct usage_growth "
        "usage_growth_pct usage_trend_pct usage_delta_pct login_trend login_change_pct "
        "activity_trend activity_change_pct mau_growth mau_change_pct wau_change_pct mau_trend "
        "wau_trend nutzungstrend",
    ),
    Term(
        meaning=_use("active_against_peak", "Activity against peak", unit="%", high=100),
        names="active_against_peak usage_against_peak usage_vs_peak",
    ),
    Term(
        meaning=_use("events", "Events", volume=True, decimals=0),
        names="events event_count actions product_events user_actions total_actions key_actions "
        "events_tracked page_views pageviews clicks ereignisse aktionen usage_events",
    ),
    Term(
        meaning=_use("events_per_user", "Events per user"),
        names="events_per_user actions_per_user events_per_seat actions_per_seat "
        "events_per_session actions_per_session",
    ),
    Term(
        meaning=_use(
            "error_rate", "Error rate", unit="%", better=Better.LESS, high=100, decimals=2
        ),
        names="error_rate error_pct error_share errors_pct fehlerquote",
    ),
    Term(
        meaning=_use("errors", "Errors", better=Better.LESS, volume=True),
        names="errors error_count errors_seen failed_actions crashes fehler",
    ),
    Term(
        meaning=_use("health_score", "Health score"),
        names="health_score customer_health customer_health_score account_health "
        "account_health_score health_index",
    ),
)
