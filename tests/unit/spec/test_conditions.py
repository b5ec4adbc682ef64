import numpy as np
import pytest

from shoal.errors import UnknownColumn, UsageError
from shoal.records.conditions import AllOf, Comparison, Not, Sign
from shoal.records.tables import Column, ColumnType, Table
from shoal.spec.conditions import MOST_CHARACTERS, read_condition, readings_of

READINGS = {
    "seats": frozenset({ColumnType.NUMBER}),
    "stage": frozenset({ColumnType.TEXT}),
    "created": frozenset({ColumnType.DATE}),
    "is_trial": frozenset({ColumnType.BOOLEAN}),
    "Plan name": frozenset({ColumnType.TEXT}),
}


def read(text):
    return read_condition(text, READINGS, what="The placement Trial")


@pytest.mark.parametrize(
    "text",
    [
        "lower(stage) = 'trial'",
        "seats IN (SELECT 1)",
        "EXISTS (SELECT 1)",
        "CASE WHEN is_trial THEN 1 END",
        "CAST(seats AS INT) = 1",
        "seats::int = 1",
        "seats % 2 = 1",
        "stage || 'x' = 'y'",
        "stage ILIKE 'x'",
        "stage LIKE 'x' ESCAPE '!'",
        "seats IS DISTINCT FROM 2",
        "accounts.seats = 1",
        "seats = ?",
        "seats = :n",
        "seats = @n",
        "seats = ANY(1)",
        "seats COLLATE nocase = 1",
        "DATE '2026-01-01' < created",
        "*",
        "stage LIKE stage",
        "seats IN (seats)",
        "is_trial IS TRUE",
        "seats > 1e999",
        "seats = NULL",
        "stage IN ('a', NULL)",
        "seats",
        "seats > 1 OR 2",
        "NOT seats",
    ],
)
def test_what_is_not_allowed_is_refused_with_what_is(text):
    with pytest.raises(UsageError, match=r"^The placement Trial") as told:
        read(text)
    assert "A condition may have" in told.value.suggestion


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seats = 1; DROP TABLE x", "character 12, at DROP"),
        ("seats = ", "cannot be read"),
        ("seats > 1 GROUP BY stage", "at GROUP BY"),
        ("SELECT 1", "cannot be read"),
        ("stage = 'trial", "quote that does not end"),
        ("  ", "empty condition"),
        ("a" * (MOST_CHARACTERS + 1), "2,001 characters"),
        ("(" * 900 + "seats > 1" + ")" * 900, "too many brackets"),
        ("seats > 5 AND lower(stage) = 'x'", r"LOWER\(stage\) \(line 1, character 21\)"),
        ("seats > 1\nOR stage = 2", r"\(line 2, character 4\)"),
    ],
)
def test_the_message_names_the_place(text, said):
    with pytest.raises(UsageError, match=said):
        read(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seats > '5'", r"seats \(a number\) is compared with 'text'"),
        ("stage = 5", r"stage \('text'\) is compared with a number"),
        ("created > 'June'", r"created \(a date as '2026-06-30'\) is compared with 'text'"),
        ("created > '2026-02-30'", "is compared with 'text'"),
        ("is_trial = 2", r"is_trial \(TRUE or FALSE\) is compared with a number"),
        ("seats + stage > 1", r"a number is needed, and stage \('text'\) stands there"),
        ("seats LIKE '5%'", r"'text' is needed, and seats \(a number\)"),
        ("seats BETWEEN 1 AND 'x'", "a number"),
        ("-stage > 1", "a number is needed"),
    ],
)
def test_what_cannot_be_compared_is_told_in_words(text, said):
    with pytest.raises(UsageError, match=said):
        read(text)


def test_an_unknown_column_comes_with_its_place_and_near_matches():
    with pytest.raises(UnknownColumn, match=r"stagee \(line 1, character 15\).*mean stage\?"):
        read("seats > 5 AND stagee = 'trial'")


def test_a_long_chain_is_read_without_going_deep():
    condition = read(" AND ".join(["seats>1"] * 150))
    assert isinstance(condition, AllOf)
    assert len(condition.parts) == 150


def test_a_column_of_yes_and_no_stands_by_itself():
    condition = read("NOT is_trial")
    assert isinstance(condition, Not)
    assert condition == read("NOT (is_trial = TRUE)") == read("NOT is_trial = 1")


def test_negative_numbers_are_numbers():
    condition = read("seats > -2.5")
    assert isinstance(condition, Comparison)
    assert (condition.sign, condition.right.value) == (Sign.MORE, -2.5)


def test_names_with_blanks_stand_in_double_quotes():
    assert read("\"Plan name\" = 'free'").left.name == "Plan name"


def test_ids_that_look_like_numbers_are_numbers_and_text():
    numbers = np.array([7.0, 8.0])
    written = np.array(["007", "008"], dtype=object)
    columns = (
        Column(name="id", type=ColumnType.NUMBER, values=numbers, written=written),
        Column(name="n", type=ColumnType.NUMBER, values=numbers),
        Column(name="gap", type=ColumnType.EMPTY, values=np.full(2, np.nan)),
    )
    readings = readings_of(Table(name="t", n_rows=2, columns=columns))
    assert readings["id"] == {ColumnType.NUMBER, ColumnType.TEXT}
    assert readings["n"] == {ColumnType.NUMBER}
    assert {ColumnType.DATE, ColumnType.TEXT} < readings["gap"]
    assert read_condition("id = '007'", readings, what="It").left.type is ColumnType.TEXT
    assert read_condition("id = 7", readings, what="It").left.type is ColumnType.NUMBER
