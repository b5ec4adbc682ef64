from shoal.records.workspace import Role, Via
from shoal.spec.guessing.guess import guess_sources

ACCOUNTS = ("acme_accounts", "account_id name industry")


def sources(guess):
    return {s.name: s for s in guess.sources}


def test_what_all_names_begin_with_is_left_out(table):
    found = guess_sources(
        [
            table(*ACCOUNTS, unique=("account_id",)),
            table("acme_support_tickets", "account_id created_at:i priority"),
        ]
    )
    assert list(sources(found)) == ["accounts", "support_tickets"]


def test_users_lead_through_contacts_and_keys_through_subscriptions(table):
    found = sources(
        guess_sources(
            [
                table("events", "email ts:i event_name"),
                table("feature_usage", "subscription_id usage_date:d feature_name"),
                table("contacts", "account_id email", unique=("email",)),
                table("subscriptions", "subscription_id account_id start_date:d seats:n"),
                table("accounts", "account_id name industry", unique=("account_id",)),
            ]
        )
    )
    assert found["events"].via == Via(source="contacts", on="user")
    assert found["feature_usage"].via == Via(source="subscriptions", on="subscription_id")
    assert [s.role for s in found.values()] == [
        Role.ACCOUNTS,
        Role.SUBSCRIPTIONS,
        Role.CONTACTS,
        Role.EVENTS,
        Role.EVENTS,
    ]


def test_a_table_that_nothing_leads_from_is_not_used(table):
    found = guess_sources(
        [
            table(*ACCOUNTS, unique=("account_id",)),
            table("events", "session_id ts:i event_name"),
            table("weather", "city temperature:n"),
        ]
    )
    assert list(sources(found)) == ["acme_accounts"]
    assert set(found.unused) == {"data/events.csv", "data/weather.csv"}


def test_accounts_are_there_once_and_the_better_table_has_them(table):
    rest = "account_id name industry csm signup_date:d"
    found = sources(
        guess_sources(
            [
                table("customers", "account_id name", unique=("account_id",)),
                table("accounts", rest, unique=("account_id",)),
            ]
        )
    )
    assert [s.name for s in found.values() if s.role is Role.ACCOUNTS] == ["accounts"]


def test_two_files_of_one_name_get_two_names(table):
    found = guess_sources(
        [
            table("calls", "account_id date:d kind", path="a/calls.csv"),
            table("calls", "account_id date:d kind", path="b/calls.csv"),
        ]
    )
    assert list(sources(found)) == ["calls", "calls_2"]
