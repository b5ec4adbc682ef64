import pytest

from shoal.audit.names import humanise, read_name, window_days


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("logins_30d", 30),
        ("logins_l30d", 30),
        ("logins_last_90_days", 90),
        ("loginsLast7Days", 7),
        ("active_days_last_30", 30),
        ("tickets (90 days)", 90),
        ("tickets_per_month", 30),
        ("tickets_per_week", 7),
        ("monthly_logins", 30),
        ("Tickets letzte 6 Monate", 180),
        ("usage_trend_28", 28),
        ("monthly_active_users", None),
        ("annual_contract_value", None),
        ("days_since_last_login", None),
        ("time_to_value_days", None),
        ("q1_score", None),
    ],
)
def test_the_window_is_read_from_the_name(name, days):
    assert window_days(name) == days


@pytest.mark.parametrize(
    "name",
    ["support_tickets", "SupportTickets", "support-tickets", "Support Tickets", "SUPPORT.TICKET"],
)
def test_spelling_does_not_matter(name):
    assert read_name(name).words == ("support", "ticket")


def test_umlauts_read_alike_composed_decomposed_and_written_out():
    composed, decomposed = "Kündigung", "Ku\u0308ndigung"
    assert read_name(composed).words == read_name(decomposed).words == read_name("Kuendigung").words


def test_a_rate_is_told_from_a_trailing_window():
    assert read_name("tickets_per_month").is_rate
    assert not read_name("tickets_30d").is_rate


@pytest.mark.parametrize(
    ("name", "code"),
    [("arr_usd", "USD"), ("MRR (EUR)", "EUR"), ("revenue_in_euros", "EUR"), ("arr", None)],
)
def test_the_currency_is_read_from_the_name(name, code):
    assert read_name(name).currency == code


def test_a_name_that_is_only_a_window_keeps_its_words():
    assert read_name("last_30_days").words


@pytest.mark.parametrize("name", ["", "%", "___", "日本語", "a" * 5000])
def test_any_name_can_be_read(name):
    assert isinstance(read_name(name).words, tuple)
    assert isinstance(humanise(name), str)
