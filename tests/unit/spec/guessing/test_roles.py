from dataclasses import replace

import pytest

from shoal.records.workspace import Role
from shoal.spec.guessing.fields import alternatives, guess_fields
from shoal.spec.guessing.roles import likely_roles


@pytest.mark.parametrize(
    ("name", "columns", "unique", "role"),
    [
        ("accounts", "account_id name industry seats:n", ("account_id",), Role.ACCOUNTS),
        ("export_17", "customer_id company_name industry csm", ("customer_id",), Role.ACCOUNTS),
        ("Kundenstamm", "Kundennummer Firma Branche", ("Kundennummer",), Role.ACCOUNTS),
        ("plans", "account_id start_date:d end_date:d seats:n mrr:n", (), Role.SUBSCRIPTIONS),
        ("Verträge", "Kunden-Nr Gültig+von:d Gültig+bis:d Lizenzen:n", (), Role.SUBSCRIPTIONS),
        ("users", "email account_id valid_from:d", ("email",), Role.CONTACTS),
        ("feature_usage", "subscription_id usage_date:d feature_name", (), Role.EVENTS),
        ("clickstream", "user_id timestamp:i event_name", (), Role.EVENTS),
        ("x", "account_id created_at:i closed_at:i priority", (), Role.TICKETS),
        ("nps_2026", "account_id answered_at:i score:n", (), Role.SURVEYS),
        ("onboarding", "account_id milestone reached_at:i", (), Role.MILESTONES),
        ("academy", "account_id user_email completed_at:i", (), Role.ENGAGEMENT),
        ("churn_events", "account_id churn_date:d reason", (), Role.OUTCOMES),
        ("calls", "account_id date:d kind", (), Role.TOUCHES),
    ],
)
def test_the_role_of_usual_exports_is_told(table, name, columns, unique, role):
    assert likely_roles(table(name, columns, unique=unique))[0].role is role


def test_rows_that_repeat_an_account_are_not_the_table_of_accounts(table):
    found = likely_roles(table("accounts", "account_id name industry"))
    assert Role.ACCOUNTS not in {likely.role for likely in found}


def test_a_few_doubled_rows_are_a_table_of_accounts_all_the_same(table):
    made = table("Kundenstamm", "Kundennummer Firma Branche", unique=("Kundennummer",))
    column = replace(made.column("Kundennummer"), n_distinct=made.n_rows - 1)
    found = likely_roles(replace(made, columns=(column, *made.columns[1:])))
    assert found[0].role is Role.ACCOUNTS


def test_a_directory_of_users_is_one_of_contacts_whatever_it_is_called(table):
    found = likely_roles(table("export_3", "E-Mail Kundennr Abteilung", unique=("E-Mail",)))
    assert found[0].role is Role.CONTACTS
    log = likely_roles(table("export_4", "E-Mail Kundennr Zeitpunkt:i Funktion"))
    assert Role.CONTACTS not in {likely.role for likely in log}


def test_a_table_without_a_time_is_no_log(table):
    found = likely_roles(table("events", "account_id feature when"))
    assert Role.EVENTS not in {likely.role for likely in found}


def test_a_table_that_says_nothing_known_has_no_role(table):
    assert likely_roles(table("weather", "city temperature:n")) == ()


def test_a_column_of_the_wrong_type_is_not_taken(table):
    found = guess_fields(table("tickets", "account_id created_at:i csat resolved:n"), Role.TICKETS)
    assert found == {"account": "account_id", "opened": "created_at"}


def test_the_most_telling_name_wins_and_the_others_are_named(table):
    made = table("subs", "account_id start_date:d arr:n mrr:n amount:n")
    fields = guess_fields(made, Role.SUBSCRIPTIONS)
    assert fields["amount"] == "mrr"
    others = alternatives(made, Role.SUBSCRIPTIONS, "amount", taken=set(fields.values()))
    assert set(others) == {"arr", "amount"}


def test_no_column_says_two_things(table):
    made = table("contacts", "account email", unique=("email",))
    fields = guess_fields(made, Role.CONTACTS)
    assert len(set(fields.values())) == len(fields)


def test_seconds_are_not_minutes(table):
    made = table("usage", "account_id date:d usage_duration_secs:n")
    assert "minutes" not in guess_fields(made, Role.EVENTS)
