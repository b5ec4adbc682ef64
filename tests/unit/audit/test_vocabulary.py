import pytest

from shoal.audit.names import read_name
from shoal.audit.vocabulary import TERMS, meanings, recognise
from shoal.records.meanings import Better, ContextRole, Kind


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("logins", "logins"),
        ("loginCount_30d", "logins"),
        ("Anmeldungen", "logins"),
        ("DAU", "daily_active_users"),
        ("wau", "weekly_active_users"),
        ("monthly_active_users", "monthly_active_users"),
        ("feature_adoption_rate", "feature_adoption"),
        ("support_tickets_per_month", "tickets"),
        ("Anzahl Tickets", "tickets"),
        ("days_since_last_login", "days_since_last_login"),
        ("nps_score", "nps"),
        ("NPSScore", "nps"),
        ("CSAT", "csat"),
        ("Kundenzufriedenheit", "csat"),
        ("usage_trend_28", "usage_trend"),
        ("health_score", "health_score"),
        ("arr", "contract_value"),
        ("mrr_eur", "contract_value"),
        ("Umsatz", "contract_value"),
        ("Vertragswert", "contract_value"),
        ("csm", "owner"),
        ("Branche", "industry"),
        ("Sitze", "seats"),
        ("Lizenzen", "seats"),
        ("Kündigung", "churned"),
        ("Churn", "churned"),
        ("renewed", "renewed"),
        ("qbr_count", "qbr_count"),
        ("CUST_ID", "customer_id"),
        ("customerID", "customer_id"),
        ("SeniorCitizen", "person"),
        ("TENURE", "tenure"),
    ],
)
def test_common_names_are_recognised(name, key):
    meaning = recognise(name)
    assert meaning is not None
    assert meaning.key == key


@pytest.mark.parametrize(
    "name",
    [
        "PAYMENTS",
        "PURCHASES",
        "BALANCE",
        "score",
        "value",
        "rate",
        "count",
        "total",
        "customer_count",
        "login_failures",
        "tickets_closed_share",
        "ARRIVALS",
        "MonthlyCharges",
        "x",
        "",
    ],
)
def test_other_names_are_left_alone(name):
    assert recognise(name) is None


def test_no_name_carries_two_meanings():
    seen = {}
    for term in TERMS:
        for name in term.names.split():
            words = read_name(name).words
            assert seen.setdefault(words, term.meaning) == term.meaning, name


def test_every_name_in_the_vocabulary_is_recognised_as_its_own_term():
    for term in TERMS:
        for name in term.names.split():
            assert recognise(name) == term.meaning, name


@pytest.mark.parametrize(
    "key",
    [
        "logins", "logins_per_user", "daily_active_users", "weekly_active_users",
        "monthly_active_users", "active_rate", "stickiness", "seat_utilisation", "active_days",
        "days_since_last_login", "feature_adoption", "features_used", "minutes", "session_length",
        "api_calls", "integrations", "usage_trend", "events", "tickets", "tickets_per_seat",
        "ticket_trend", "resolution_hours", "first_response_hours", "severe_ticket_share",
        "escalations", "nps", "csat", "ces", "survey_response_rate", "onboarding_completion",
        "onboarding_velocity", "time_to_value_days", "education", "marketing_engagement",
        "community_engagement", "error_rate", "errors", "health_score",
    ],
)  # fmt: skip
def test_keys_that_archetypes_ask_for_are_behaviour(key):
    assert meanings()[key].kind is Kind.BEHAVIOUR


def test_directions_are_those_a_customer_success_team_means():
    assert meanings()["tickets"].better is Better.LESS
    assert meanings()["days_since_last_login"].better is Better.LESS
    assert meanings()["nps"].better is Better.MORE
    assert meanings()["monthly_active_users"].better is Better.NEITHER


def test_amounts_of_a_month_are_not_called_annual():
    assert recognise("arr").label == "Annual recurring revenue"
    assert recognise("mrr").label == "Monthly recurring revenue"
    assert recognise("mrr").role is ContextRole.CONTRACT_VALUE
