import pytest

from shoal.errors import UnknownColumn, UsageError
from shoal.records.tables import ColumnType
from shoal.spec.keys import placement_key
from shoal.spec.placements import read_placements

READINGS = {"stage": frozenset({ColumnType.TEXT}), "seats": frozenset({ColumnType.NUMBER})}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Trial", "p-trial"),
        ("  Free  trial (EU) ", "p-free-trial-eu"),
        ("Prüfung 2", "p-prüfung-2"),
    ],
)
def test_the_key_is_the_name_in_small_letters(name, key):
    assert placement_key(name) == key


@pytest.mark.parametrize("name", ["", "--", " ? "])
def test_a_name_needs_a_letter_or_digit(name):
    with pytest.raises(UsageError, match="cannot name a segment"):
        placement_key(name)


def test_rules_stand_in_the_order_they_were_given():
    rules = read_placements({"Z": "seats < 2 OR stage = 'x'", "A": "stage = 'y'"}, READINGS)
    assert [(r.key, r.name) for r in rules] == [("p-z", "Z"), ("p-a", "A")]
    assert rules[0].columns == ("seats", "stage")
    assert rules[0].text == "seats < 2 OR stage = 'x'"


def test_two_names_of_one_key_are_refused():
    with pytest.raises(UsageError, match="Trial and TRIAL would have the same key, p-trial"):
        read_placements({"Trial": "seats < 2", "TRIAL": "seats < 3"}, READINGS)


def test_an_unknown_column_is_told_with_the_placement():
    with pytest.raises(UnknownColumn, match=r"^The placement Trial names a column plan"):
        read_placements({"Trial": "plan = 'free'"}, READINGS)
