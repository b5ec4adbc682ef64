import pytest

from shoal.audit.measures import measure, seats_column
from shoal.audit.roles import decide
from shoal.records.meanings import Better
from shoal.records.options import TableOptions


def measured(table, *, is_safe=True, **options):
    asked = TableOptions(**options)
    roles = decide(table.columns, asked, id_column=None)
    return measure(roles, seats=seats_column(roles, asked.seats), is_safe=is_safe)


@pytest.fixture
def seated(table):
    return table(
        {
            "seats": [10, 20, 5],
            "wau": [5, 6, 4],
            "nps": [10, -20, 90],
            "tickets_90d": [1, 2, 0],
            "colour": [3, 1, 2],
        }
    )


def test_volumes_are_taken_per_seat(seated):
    found = measured(seated)
    by_name = {m.name: m for m in found.metrics}
    assert list(by_name) == ["colour", "nps", "tickets_90d_per_seat", "wau_per_seat"]
    assert by_name["wau_per_seat"].per == "seats"
    assert by_name["wau_per_seat"].meaning == "active_rate"
    assert by_name["wau_per_seat"].better is Better.MORE
    assert by_name["tickets_90d_per_seat"].label == "Support tickets (last 90 days) per seat"
    assert [(e.column, e.kind) for e in found.sized] == [("tickets_90d", "size"), ("wau", "size")]


def test_without_suggestions_volumes_stay_and_nothing_is_impossible(seated):
    found = measured(seated, is_safe=False)
    assert [m.name for m in found.metrics] == ["colour", "nps", "tickets_90d", "wau"]
    assert all(m.per is None and m.low is None and m.high is None for m in found.metrics)
    assert found.sized == ()


def test_seats_may_have_any_name(table):
    given = table({"people": [10, 20, 5], "logins": [5, 6, 4]})
    assert [m.name for m in measured(given, seats="people").metrics] == ["logins_per_seat"]
    assert [m.name for m in measured(given).metrics] == ["logins", "people"]


def test_a_ratio_that_is_there_already_is_not_made_again(table):
    given = table({"seats": [1, 2, 3], "tickets": [1, 5, 2], "tickets_per_seat": [1, 2.5, 0.7]})
    found = measured(given)
    assert [(m.name, m.per) for m in found.metrics] == [("tickets_per_seat", None)]


def test_an_unknown_column_speaks_for_itself(table):
    found = measured(table({"open_rate_pct": [10, 60, 35], "avg_wait_days": [1, -2, 5]}))
    wait, rate = found.metrics
    assert (rate.label, rate.unit, rate.meaning) == ("Open rate pct", "%", None)
    assert (wait.unit, wait.signed) == ("days", True)


def test_metrics_of_one_meaning_have_labels_of_their_own(table):
    found = measured(table({"logins": [1, 2, 3], "user_logins": [3, 1, 2]}))
    assert len({m.label for m in found.metrics}) == 2


def test_a_share_from_zero_to_one_does_not_claim_percent(table):
    (metric,) = measured(table({"feature_adoption": [0.2, 0.4, 0.9]})).metrics
    assert metric.unit == ""
    assert metric.decimals == 2
    assert metric.factor == 1


def test_missing_where_nothing_was_measured_is_a_state(table):
    found = measured(table({"resolution_hours": [4, None, 8], "csat": [4, None, 5]}))
    by_name = {m.name: m for m in found.metrics}
    assert by_name["resolution_hours"].structural
    assert not by_name["csat"].structural


def test_seats_named_as_a_metric_are_clustered_as_they_are(seated):
    found = measured(seated, metrics=("seats", "nps"))
    assert [m.name for m in found.metrics] == ["nps", "seats"]
