from datetime import UTC, date, datetime

import numpy as np
import pytest

from shoal.errors import UsageError
from shoal.operations.asking import ask, duplicate_choice
from shoal.records.evidence import Algorithm
from shoal.records.options import OnDuplicateId, SegmentOptions, Suggestions


def test_nothing_asked_for_leaves_all_to_the_evidence():
    assert ask() == SegmentOptions()


def test_what_is_asked_for_arrives():
    options = ask(
        id="account",
        segments=5,
        algorithm="ward",
        metrics=["logins", "nps"],
        context=["csm"],
        outcome="churned",
        seats="seats",
        meanings={"nps": "nps"},
        apply_suggestions="none",
        on_duplicate_id="mean",
        as_of="2026-06-30",
        seed=3,
        title="Acme",
    )
    table, search = options.table, options.search
    assert (table.id, table.metrics, table.context) == ("account", ("logins", "nps"), ("csm",))
    assert (table.outcomes, table.seats, table.meanings) == (("churned",), "seats", {"nps": "nps"})
    assert table.suggestions is Suggestions.NONE
    assert table.on_duplicate_id is OnDuplicateId.MEAN
    assert (search.algorithm, search.n_segments, search.seed) == (Algorithm.WARD, 5, 3)
    assert (options.as_of, options.title) == (date(2026, 6, 30), "Acme")


@pytest.mark.parametrize("option", ["metrics", "context", "outcome"])
def test_one_name_is_as_good_as_a_list_of_one(option):
    assert ask(**{option: "logins"}) == ask(**{option: ["logins"]})


def test_a_meaning_can_be_declared_beside_a_metric():
    table = ask(metrics=["sessions = logins", "nps"]).table
    assert table.metrics == ("sessions", "nps")
    assert table.meanings == {"sessions": "logins"}


def test_a_meaning_declared_by_itself_wins():
    asked = ask(metrics=["sessions=logins"], meanings={"sessions": "tickets"})
    assert asked.table.meanings == {"sessions": "tickets"}


def test_an_option_that_does_not_exist_is_never_ignored():
    with pytest.raises(UsageError, match=r"no option n_segments\. Did you mean segments "):
        ask(n_segments=4)


@pytest.mark.parametrize("segments", [2, 50, np.int64(7)])
def test_a_count_that_can_be_made_is_taken(segments):
    taken = ask(segments=segments).search.n_segments
    assert taken == segments
    assert type(taken) is int


@pytest.mark.parametrize("segments", [1, 0, -3, 51])
def test_a_count_that_cannot_be_made_is_refused(segments):
    with pytest.raises(UsageError, match=f"{segments} segments") as told:
        ask(segments=segments)
    assert "2 to 50" in told.value.suggestion


@pytest.mark.parametrize(
    ("option", "value"), [("segments", 4.5), ("segments", "five"), ("seed", 0.5)]
)
def test_what_is_no_whole_number_is_refused(option, value):
    with pytest.raises(UsageError, match=option):
        ask(**{option: value})


def test_a_negative_seed_is_refused():
    with pytest.raises(UsageError, match="-1"):
        ask(seed=-1)


def test_an_unknown_algorithm_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match="Did you mean kmeans") as told:
        ask(algorithm="k-means")
    assert "ward" in told.value.suggestion


def test_auto_leaves_the_algorithm_open():
    assert ask(algorithm="auto").search.algorithm is None


@pytest.mark.parametrize("day", ["30.6.2026", "2026-13-01", "yesterday", ""])
def test_what_is_no_date_is_refused(day):
    with pytest.raises(UsageError, match="is not a date"):
        ask(as_of=day)


def test_an_instant_counts_as_its_day():
    taken = ask(as_of=datetime(2026, 6, 30, 12, tzinfo=UTC)).as_of
    assert type(taken) is date
    assert taken == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("option", "value", "meant"),
    [("apply_suggestions", "save", "safe"), ("on_duplicate_id", "lst", "last")],
)
def test_a_choice_that_does_not_exist_is_answered_with_the_nearest(option, value, meant):
    with pytest.raises(UsageError, match=f"{option} is '{value}'. Did you mean {meant}"):
        ask(**{option: value})


def test_no_choice_about_repeated_ids_leaves_it_to_the_model():
    assert duplicate_choice(None) is None
    assert duplicate_choice("mean") is OnDuplicateId.MEAN
