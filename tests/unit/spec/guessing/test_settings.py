import pytest

from shoal.records.workspace import Role
from shoal.spec.guessing.fields import guess_fields
from shoal.spec.guessing.guess import SourceGuess
from shoal.spec.guessing.settings import settings_of


def settings(made, role):
    source = SourceGuess(name="s", table=made, role=role, fields=guess_fields(made, role))
    return {s.key: s for s in settings_of(source)}


@pytest.mark.parametrize(
    ("values", "severe"),
    [
        (["low", "high", "urgent", "normal"], ("high", "urgent")),
        (["niedrig", "Hoch", "kritisch"], ("Hoch", "kritisch")),
        (["P3", "P1"], ("P1",)),
    ],
)
def test_severe_values_are_those_that_sound_so(table, values, severe):
    made = table("t", "account_id created_at:i priority", values={"priority": values})
    found = settings(made, Role.TICKETS)["severe"]
    assert (found.value, found.off) == (severe, False)


def test_severities_that_say_nothing_are_left_to_a_person(table):
    made = table("t", "account_id created_at:i priority", values={"priority": ["a", "b"]})
    found = settings(made, Role.TICKETS)["severe"]
    assert found.off
    assert "priority" in found.look


@pytest.mark.parametrize(
    ("name", "answers", "kind", "scale"),
    [
        ("nps", (0, 10), "nps", (0, 10)),
        ("csat", (1, 5), "csat", (1, 5)),
        ("csat", (0, 100), "csat", (0, 100)),
        ("survey", (0, 10), "nps", (0, 10)),
        ("survey", (1, 5), "csat", (1, 5)),
        ("survey", (1, 7), "ces", (1, 7)),
        ("nps", (-100, 100), "nps", (-100, 100)),
    ],
)
def test_a_survey_is_told_by_its_name_and_its_answers(table, name, answers, kind, scale):
    made = table(name, "account_id answered_at:i score:n", score=answers)
    found = settings(made, Role.SURVEYS)
    assert (found["kind"].value, found["scale"].value) == (kind, scale)


def test_kinds_of_outcomes_are_mapped(table):
    values = {"status": ["lost", "renewed", "Upsell"]}
    made = table("outcomes", "account_id date:d status", values=values)
    found = settings(made, Role.OUTCOMES)
    assert found["kind_column"].value == "status"
    assert found["kind"].value == {"lost": "churned", "renewed": "renewed", "Upsell": "expanded"}


def test_values_that_mean_nothing_known_are_pointed_at(table):
    values = {"kind": ["churned", "paused"]}
    made = table("outcomes", "account_id date:d kind", values=values)
    found = settings(made, Role.OUTCOMES)
    assert "kind" not in found
    assert "paused" in found["kind_column"].look


def test_a_file_of_churn_has_one_kind(table):
    found = settings(table("churn_events", "account_id churn_date:d reason"), Role.OUTCOMES)
    assert found["kind"].value == "churned"


@pytest.mark.parametrize(
    ("column", "period", "asked"),
    [("mrr", "month", False), ("arr", "year", False), ("amount", "month", True)],
)
def test_what_an_amount_is_for_is_in_its_name_or_asked(table, column, period, asked):
    made = table("subs", f"account_id start_date:d {column}:n")
    found = settings(made, Role.SUBSCRIPTIONS)
    assert found["amount_per"].value == period
    assert bool(found["amount_per"].look) is asked
    assert found["currency"].off


def test_a_currency_is_in_the_name_or_in_a_column(table):
    by_name = table("subs", "account_id start_date:d amount:n", values={})
    assert settings(by_name, Role.SUBSCRIPTIONS)["currency"].off
    by_column = table("subs", "account_id start_date:d amount:n Währung")
    found = settings(by_column, Role.SUBSCRIPTIONS)
    assert found["currency_column"].value == "Währung"


def test_events_have_logins_actors_and_integrations(table):
    values = {
        "event_name": ["page_view", "logged_in"],
        "actor_type": ["web", "api", "mcp"],
        "feature": ["report", "slack_sync"],
    }
    made = table("events", "account_id ts:i event_name actor_type feature", values=values)
    found = settings(made, Role.EVENTS)
    assert found["logins"].value == ("logged_in",)
    assert found["actors"].value == {"person": ("web",), "api": ("api",), "agent": ("mcp",)}
    assert found["integrations"].value == ("slack_sync",)
    assert found["features"].off


def test_actors_that_are_not_all_known_are_left_to_a_person(table):
    values = {"actor_type": ["web", "zz9"]}
    made = table("events", "account_id ts:i event_name actor_type", values=values)
    assert settings(made, Role.EVENTS)["actors"].off


def test_a_length_in_seconds_is_pointed_at(table):
    made = table("usage", "account_id date:d usage_duration_secs:n")
    (found,) = [s for s in settings(made, Role.EVENTS).values() if "seconds" in s.comment]
    assert found.key == ""
    assert "usage_duration_secs" in found.look


def test_steps_are_the_values_of_the_milestone(table):
    values = {"milestone": ["invited", "connected"]}
    found = settings(
        table("m", "account_id reached_at:i milestone", values=values), Role.MILESTONES
    )
    assert found["steps"].value == ("invited", "connected")


@pytest.mark.parametrize(("highest", "scale"), [(5, (1, 5)), (7, (1, 10)), (90, (1, 100))])
def test_the_scale_of_ratings_is_that_of_their_answers(table, highest, scale):
    made = table("tickets", "account_id opened_at:i csat:n", csat=(2, highest))
    assert settings(made, Role.TICKETS)["scale"].value == scale


def test_an_answer_of_eleven_widens_no_scale_of_ten(table):
    made = table("nps", "account_id date:d score:n", score=(3, 11))
    assert settings(made, Role.SURVEYS)["scale"].value == (0, 10)
