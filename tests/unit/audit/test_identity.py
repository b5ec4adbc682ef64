import numpy as np
import pytest

from shoal.audit.identity import check_ids, choose_id, id_texts
from shoal.errors import AmbiguousColumns, UnknownColumn, UsageError


def test_the_best_known_id_name_is_taken_with_a_note(table):
    given = table({"user_id": ["u1", "u2"], "account_id": ["a1", "a2"], "x": [1, 2]})
    name, findings = choose_id(given, None)
    assert name == "account_id"
    assert [f.code for f in findings] == ["id-guessed"]


def test_a_foreign_key_that_repeats_is_not_the_id(table):
    given = table({"account_id": ["a", "a", "a", "b"], "ticket_id": ["1x", "2x", "3x", "4x"]})
    assert choose_id(given, None)[0] == "ticket_id"


def test_an_account_id_with_a_few_repeats_is_still_the_id(table):
    given = table({"account_id": ["a", "b", "c", "c"], "x": [1, 2, 3, 4]})
    assert choose_id(given, None)[0] == "account_id"


def test_a_plain_id_may_repeat_where_whole_rows_do(table):
    given = table({"id": ["a", "b", "b"], "x": [1, None, None]})
    assert choose_id(given, None)[0] == "id"


def test_no_column_is_taken_where_none_is_evident(table):
    given = table({"logins": [1, 2], "notes": ["a", "b"]})
    assert choose_id(given, None) == (None, ())


def test_parents_and_owners_are_never_ids(table):
    given = table({"parent_account_id": ["a", "b"], "owner_id": ["c", "d"]})
    assert choose_id(given, None)[0] is None


def test_a_column_named_for_something_else_is_not_guessed(table):
    given = table({"id": [1, 2], "x": [1, 2]})
    assert choose_id(given, None, taken={"id"})[0] is None


def test_a_misspelled_id_shows_near_matches(table):
    with pytest.raises(UnknownColumn, match=r"Did you mean account_id\?"):
        choose_id(table({"account_id": ["a"], "x": [1]}), "acount_id")


def test_an_id_cannot_be_a_metric_as_well(table):
    with pytest.raises(UsageError, match="something else"):
        choose_id(table({"id": [1, 2]}), "id", taken={"id"})


def test_an_id_with_a_reserved_name_is_refused(table):
    with pytest.raises(AmbiguousColumns, match="segment"):
        choose_id(table({"segment": ["a", "b"]}), "segment")


def test_repeated_column_names_are_refused(table, column):
    given = table({"x": column("logins", [1, 2]), "y": column("logins", [3, 4])})
    with pytest.raises(AmbiguousColumns, match="logins"):
        choose_id(given, None)


def test_leading_zeros_survive(column):
    assert id_texts(column("id", [7, 8], written=["007", "008"])) == ["007", "008"]


def test_whole_numbers_have_no_point(column):
    assert id_texts(column("id", [12.0, 1e15, 0.5, None])) == [
        "12",
        "1000000000000000",
        "0.5",
        None,
    ]


def test_blank_ids_are_missing(column):
    assert id_texts(column("id", ["a", " ", None])) == ["a", None, None]


def test_dates_can_be_ids(column):
    assert id_texts(column("id", [np.datetime64("2026-01-31"), None]))[1] is None


def test_ids_that_differ_by_case_or_blanks_are_told():
    (finding,) = check_ids(["Acme", "acme", "ac me", "other"], "id")
    assert finding.code == "ids-differ-by-case"
    assert finding.evidence == {"groups": 1}
    assert check_ids(["a", "b"], "id") == []


def test_the_best_of_faulty_ids_is_taken_where_there_is_no_other(table):
    given = table({"id": [1, 1, 2], "logins": [2, 3, 4]})
    assert choose_id(given, None)[0] == "id"
