import numpy as np
import pytest

from shoal.audit.examine import examine
from shoal.audit.placements import place, placement_of, set_apart
from shoal.errors import DuplicateIds, NothingToCluster
from shoal.records.meanings import Kind
from shoal.records.options import OnDuplicateId, TableOptions
from shoal.spec.conditions import readings_of
from shoal.spec.placements import read_placements

IDS = ["d", "c", "b", "a"]


@pytest.fixture
def customers(table):
    columns = {"account_id": IDS, "stage": ["trial", None, "paid", "trial"]}
    return table({**columns, "logins": [1.5, 2.5, 3.5, 4.5], "seats": [5.5, 6.5, 7.5, None]})


def placed_in(table, placements, *, how=OnDuplicateId.ERROR, **options):
    examined = examine(table, TableOptions(on_duplicate_id=how, **options))
    rules = read_placements(placements, readings_of(table))
    return examined, place(table, examined.accounts, rules, on_duplicate_id=how)


def named(examined, placed):
    return [examined.accounts.ids[i] for i in placed.accounts]


def test_an_account_goes_to_the_first_rule_that_holds(customers):
    rules = {"Trial": "stage = 'trial'", "Busy": "logins > 2"}
    examined, placements = placed_in(customers, rules, id="account_id")
    trial, busy = placements.placed
    assert (named(examined, trial), named(examined, busy)) == (["a", "d"], ["b", "c"])
    assert placement_of(placements, 4).tolist() == [0, 1, 1, 0]


def test_what_is_unknown_is_not_placed_and_said(customers):
    rules = {"Trial": "stage = 'trial'", "Large": "seats > 6"}
    examined, placements = placed_in(customers, rules, id="account_id")
    assert named(examined, placements.placed[1]) == ["b", "c"]
    # c lacks its stage, but the second rule holds for it; a lacks its seats, but is placed before
    assert placements.findings == ()
    _, alone = placed_in(customers, {"Trial": "stage = 'trial'"}, id="account_id")
    (finding,) = alone.findings
    assert (finding.code, finding.evidence["accounts"]) == ("placement-unknown", 1)


def test_a_rule_that_places_nobody_is_told(customers):
    _, placements = placed_in(customers, {"Trial": "stage = 'Trial'"}, id="account_id")
    assert {f.code for f in placements.findings} == {"placement-empty", "placement-unknown"}


def test_without_ids_rows_are_accounts(table):
    rows = table({"logins": [4.5, 1.5, 2.5], "seats": [1.5, 9.5, 3.5]})
    examined, placements = placed_in(rows, {"Few": "logins < 3"})
    expected = {i + 1 for i in (1, 2)}
    assert {int(i) for i in named(examined, placements.placed[0])} == expected


def test_the_id_itself_may_be_named(customers):
    rules = {"By hand": "account_id IN ('a', 'c')"}
    examined, placements = placed_in(customers, rules, id="account_id")
    assert named(examined, placements.placed[0]) == ["a", "c"]


def test_an_account_with_several_rows_is_read_as_it_is_grouped(table):
    rows = table(
        {"account_id": ["a", "a", "b", "c"], "n": [1.5, 9.5, 2.5, 3.5], "m": [1.5, 2.5, 3.5, 4.5]}
    )
    for how, expected in ((OnDuplicateId.LAST, ["a"]), (OnDuplicateId.MEAN, ["a"])):
        bound = "n > 9" if how is OnDuplicateId.LAST else "n = 5.5"
        examined, placements = placed_in(rows, {"Many": bound}, how=how, id="account_id")
        assert named(examined, placements.placed[0]) == expected
    with pytest.raises(DuplicateIds):
        place(rows, examined.accounts, read_placements({"Many": "n > 9"}, readings_of(rows)))


def test_placed_accounts_are_set_apart_and_the_others_keep_their_facts(customers):
    examined, placements = placed_in(
        customers, {"Busy": "logins > 4"}, id="account_id", context=("stage",)
    )
    whole, left = set_apart(examined, placements)
    assert left.ids == ("b", "c", "d")
    assert left.rows.tolist() == [2, 1, 0, -1]
    assert left.first_rows.tolist() == [2, 1, 0]
    assert [c.values.tolist() for c in left.context if c.name == "stage"] == [
        ["paid", None, "trial"]
    ]
    assert [m.name for m in left.metrics] == [m.name for m in whole.accounts.metrics]
    assert np.array_equal(left.values, whole.accounts.values[1:], equal_nan=True)


def test_metrics_that_are_equal_for_all_who_are_left_go(table):
    rows = table({"account_id": IDS, "n": [1.5, 2.5, 3.5, 4.5], "m": [7.5, 7.5, 7.5, 9.5]})
    examined, placements = placed_in(rows, {"Odd": "m > 9"}, id="account_id")
    whole, left = set_apart(examined, placements)
    assert [m.name for m in whole.accounts.metrics] == [m.name for m in left.metrics] == ["n"]
    assert [(e.column, e.kind) for e in whole.excluded][1:] == [("m", Kind.CONSTANT)]


def test_too_few_left_is_an_error_that_says_so(customers):
    examined, placements = placed_in(customers, {"All": "logins > 2"}, id="account_id")
    with pytest.raises(NothingToCluster, match="leave 1 account"):
        set_apart(examined, placements)


def test_nobody_placed_changes_nothing(customers):
    examined, placements = placed_in(customers, {}, id="account_id")
    whole, left = set_apart(examined, placements)
    assert whole == examined
    assert left is examined.accounts
