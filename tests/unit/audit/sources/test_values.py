import pytest

from shoal.audit.sources.values import odd_values
from shoal.records.findings import Severity
from shoal.records.judged import JudgedValues, ListName, ValueRows


def _found(source, name, **said):
    found = source(values=(JudgedValues(name=name, column="column", **said),))
    return list(odd_values(found))


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        (ListName.FEATURES, Severity.NOTE),
        (ListName.STEPS, Severity.WARNING),
        (ListName.KINDS, Severity.WARNING),
        (ListName.ACTORS, Severity.NOTE),
    ],
)
def test_values_that_a_list_lacks_are_told_with_the_most_frequent(source, name, severity):
    others = (ValueRows(value="pie", rows=30), ValueRows(value="map", rows=2))
    (finding,) = _found(source, name, others=others, n_others=2, other_rows=32)
    assert (finding.code, finding.severity) == ("values-not-listed", severity)
    assert "32 of 1,000 rows" in finding.message
    assert "pie (30), map (2)" in finding.message
    assert finding.evidence["values"] == 2


@pytest.mark.parametrize("name", [ListName.LOGINS, ListName.INTEGRATIONS, ListName.SEVERE])
def test_other_values_are_expected_beside_lists_that_pick_some(source, name):
    others = (ValueRows(value="pie", rows=30),)
    assert _found(source, name, others=others, n_others=1, other_rows=30) == []


def test_rows_without_a_kind_are_of_no_known_kind(source):
    (finding,) = _found(source, ListName.KINDS, empty_rows=5)
    assert finding.evidence["rows"] == 5
    assert "empty (5)" in finding.message


def test_rows_without_a_feature_are_usual(source):
    assert _found(source, ListName.FEATURES, empty_rows=5) == []


@pytest.mark.parametrize("name", set(ListName) - {ListName.KINDS})
def test_a_list_of_which_nothing_occurs_is_a_warning(source, name):
    (finding,) = _found(source, name, absent=("High", "Urgent"))
    assert (finding.code, finding.severity) == ("values-never-seen", Severity.WARNING)
    assert "High, Urgent" in finding.message


def test_a_list_of_which_some_values_never_occur_is_a_note(source):
    declared = (ValueRows(value="chart", rows=9),)
    (finding,) = _found(source, ListName.FEATURES, declared=declared, absent=("map",))
    assert finding.severity is Severity.NOTE


def test_kinds_that_never_occur_are_no_finding(source):
    assert _found(source, ListName.KINDS, absent=("ces",)) == []
