from reckoning.judging import at, day, rows
from reckoning.workspaces import source

from shoal.records.judged import JudgedValues, ListName, ValueRows
from shoal.records.workspace import Role


def test_features_are_held_against_those_on_offer(odd):
    # In time: chart four times, table twice, pie twice, once none.
    assert odd["product"].values == (
        JudgedValues(
            name=ListName.FEATURES,
            column="feature",
            declared=(ValueRows(value="chart", rows=4), ValueRows(value="table", rows=2)),
            absent=("map",),
            others=(ValueRows(value="pie", rows=2),),
            n_others=1,
            other_rows=2,
            empty_rows=1,
        ),
    )


def test_severe_values_that_never_occur_are_absent(odd):
    (severe,) = odd["help"].values
    assert severe.absent == ("urgent",)
    assert severe.declared == (ValueRows(value="high", rows=1),)


def test_kinds_are_the_words_of_the_role_and_those_that_are_mapped(odd):
    (kinds,) = odd["ends"].values
    assert kinds.declared == (ValueRows(value="gone", rows=1),)
    assert kinds.others == (ValueRows(value="up", rows=1),)


def test_rows_without_a_kind_are_counted_apart(odd):
    (kinds,) = odd["nps"].values
    # The second survey has no time, so that it is not read.
    assert kinds.declared == (ValueRows(value="nps", rows=1),)
    assert kinds.others == (ValueRows(value="mood", rows=1),)
    assert kinds.empty_rows == 1


def test_a_renamed_value_counts_under_its_new_name(judge):
    found = judge(
        {"log": rows("account at feature", ("a", at("2026-06-01"), "old_report"))},
        source(
            "log",
            Role.EVENTS,
            values={"features": ("report",)},
            aliases={"feature": {"old_report": "report"}},
        ),
    )
    (features,) = found["log"].values
    assert (features.absent, features.other_rows) == ((), 0)


def test_the_ten_most_frequent_others_are_kept_and_all_are_counted(judge):
    cells = [("a", day("2026-06-01"), f"s{k:02}") for k in range(12) for _ in range(k + 1)]
    found = judge(
        {"start": rows("account at name", *cells)},
        source("start", Role.MILESTONES, values={"steps": ("s00", "s99")}),
    )
    (steps,) = found["start"].values
    assert steps.absent == ("s99",)
    assert [one.value for one in steps.others] == [f"s{k:02}" for k in range(11, 1, -1)]
    assert (steps.n_others, steps.other_rows) == (11, 77)


def test_a_value_that_looks_like_sql_is_a_value(judge):
    odd_name = "x') or 1=1; drop table log --"
    found = judge(
        {"log": rows("account at feature", ("a", at("2026-06-01"), odd_name))},
        source("log", Role.EVENTS, values={"features": (odd_name, "'")}),
    )
    (features,) = found["log"].values
    assert features.declared == (ValueRows(value=odd_name, rows=1),)
    assert features.absent == ("'",)
