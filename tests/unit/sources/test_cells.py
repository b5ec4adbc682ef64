import numpy as np
import pytest

from shoal.records.findings import Severity
from shoal.records.tables import ColumnType
from shoal.sources.cells import table_of
from shoal.sources.drafts import Draft


def _table(*, semicolon=False, **columns):
    n_rows = len(next(iter(columns.values())))
    drafts = [Draft(name=n, cells=list(c)) for n, c in columns.items()]
    return table_of("t", n_rows, drafts, semicolon=semicolon)


def _values(cells, **options):
    return _table(x=cells, **options).column("x").values.tolist()


@pytest.mark.parametrize(
    "token",
    ["", " ", "NA", "n/a", "NaN", "null", "None", "-", "#N/A", "?", ".", "NULL", "#DIV/0!"],
)
def test_every_missing_token_is_missing_among_numbers_and_text(token):
    assert np.isnan(_values(["1", token])[1])
    assert _values(["text", token]) == ["text", None]


def test_blanks_and_dashes_are_told_as_hidden_missing(finding_of):
    table = _table(x=["1", " ", "-", "", "NA"])
    found = finding_of(table, "hidden-missing")
    assert found.evidence["count"] == 2
    assert found.severity is Severity.NOTE


def test_all_missing_is_empty():
    column = _table(x=["", "NA", "-"]).column("x")
    assert column.type is ColumnType.EMPTY
    assert column.values.dtype == np.float64


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "-2", "+3"], [1, -2, 3]),
        (["1e3", "2.5E-1"], [1000, 0.25]),
        ([" 1 ", "2"], [1, 2]),
        (["1,234", "12,345.5"], [1234, 12345.5]),
        (["1.234,5", "2,25"], [1234.5, 2.25]),
        (["1 234,5", "12"], [1234.5, 12]),
        (["1\N{NO-BREAK SPACE}234", "5"], [1234, 5]),
        (["1'234.5", "7"], [1234.5, 7]),
        (["1.234.567", "3"], [1234567, 3]),
        (["1,234,567", "3"], [1234567, 3]),
        (["(12)", "3"], [-12, 3]),
        (["'12", "3"], [12, 3]),
        (["\N{MINUS SIGN}12", "3"], [-12, 3]),
        (["12%", "7.5 %"], [12, 7.5]),
        (["1,234", "5,678"], [1234, 5678]),
        (["0,125", "0,250"], [0.125, 0.25]),
    ],
)
def test_numbers_are_read_as_a_person_would(cells, expected):
    table = _table(x=cells)
    assert table.column("x").type is ColumnType.NUMBER
    assert table.column("x").values.tolist() == expected


@pytest.mark.parametrize("cell", ["1_000", "1.2k", "12-", "1,23,4", "0x10", "--1", "(1", "1%2"])
def test_what_only_resembles_a_number_stays_text(cell):
    assert _table(x=[cell, cell + "a"]).column("x").type is ColumnType.TEXT


def test_thousands_or_decimals_is_decided_by_the_other_columns():
    decided = _table(x=["1,234", "5,678"], y=["0,5", "1,5"])
    assert decided.column("x").values.tolist() == [1.234, 5.678]
    points = _table(x=["1,234", "5,678"], y=["0.5", "1.5"], semicolon=True)
    assert points.column("x").values.tolist() == [1234, 5678]


def test_points_part_thousands_where_the_table_has_decimal_commas():
    table = _table(x=["1.234", "5.678"], y=["0,5", "1,5"])
    assert table.column("x").values.tolist() == [1234, 5678]
    assert _values(["1.234", "5.678"]) == [1.234, 5.678]
    assert _values(["1.234", "5.67"], semicolon=True) == [1.234, 5.67]


def test_semicolons_alone_speak_for_decimal_commas(finding_of):
    table = _table(x=["1,234", "5,678"], semicolon=True)
    assert table.column("x").values.tolist() == [1.234, 5.678]
    assert finding_of(table, "decimal-comma").evidence["columns"] == 1


def test_both_decimal_signs_in_one_column_are_told(finding_of):
    table = _table(x=["1,5", "2.5", "3,5"])
    assert table.column("x").values.tolist() == [1.5, 2.5, 3.5]
    assert finding_of(table, "mixed-decimals").evidence == {"points": 1, "commas": 2}


def test_hidden_numbers_are_told_with_how_they_were_read(finding_of):
    found = finding_of(_table(x=["1,234", "5", "12"]), "text-hides-numbers")
    assert '"1,234" as 1234' in found.message
    assert found.evidence["count"] == 1
    assert '"12%" as 12' in finding_of(_table(x=["12%", "50%"]), "text-hides-numbers").message
    assert "blanks as missing" in finding_of(_table(x=["1", " "]), "text-hides-numbers").message


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["$1,234", "$5"], "USD"),
        (["EUR 12", "EUR 1.5"], "EUR"),
        (["12 €", "13 €"], "EUR"),
        (["-£5", "£6"], "GBP"),
        (["JPY 100", "200 JPY"], "JPY"),
        (["CHF 1'200.50", "3"], "CHF"),
        (["A$1", "A$2"], "AUD"),
    ],
)
def test_a_currency_is_kept_beside_the_amounts(cells, code):
    column = _table(x=cells).column("x")
    assert (column.type, column.currency) == (ColumnType.NUMBER, code)


def test_two_currencies_in_one_column_leave_it_text(finding_of):
    table = _table(x=["$1", "2 €", "$3"])
    assert table.column("x").type is ColumnType.TEXT
    assert finding_of(table, "mixed-currencies").severity is Severity.WARNING


def test_a_few_strangers_among_numbers_become_missing_but_stay_written(finding_of):
    table = _table(x=[str(i) for i in range(95)] + ["lots"] * 5)
    column = table.column("x")
    assert column.type is ColumnType.NUMBER
    assert np.isnan(column.values).sum() == 5
    assert column.written[-1] == "lots"
    found = finding_of(table, "mixed-types")
    assert found.severity is Severity.WARNING
    assert found.evidence["count"] == 5
    assert found.suggestion


def test_below_the_share_the_column_stays_text_with_a_warning(finding_of):
    table = _table(x=[str(i) for i in range(94)] + ["lots"] * 6)
    assert table.column("x").type is ColumnType.TEXT
    assert finding_of(table, "mixed-types").evidence["count"] == 6
    mostly_text = _table(x=["1", "2", "a", "b", "c"])
    assert mostly_text.findings == ()


def test_examples_are_at_most_five(finding_of):
    table = _table(x=[str(i) for i in range(200)] + list("abcdefgh"))
    assert finding_of(table, "mixed-types").evidence["examples"].count('"') == 10


def test_infinities_become_missing_with_a_warning(finding_of):
    table = _table(x=["1", "inf", "-Infinity", "1e999"])
    assert np.isnan(table.column("x").values).tolist() == [False, True, True, True]
    found = finding_of(table, "infinite-values")
    assert (found.severity, found.evidence["count"]) == (Severity.WARNING, 3)


def test_percent_signs_beside_shares_are_divided(finding_of):
    table = _table(x=["0.25", "45%", "1"])
    assert table.column("x").values.tolist() == [0.25, 0.45, 1]
    assert "divided by 100" in finding_of(table, "mixed-percent").message


def test_percent_signs_beside_percentages_are_dropped(finding_of):
    table = _table(x=["25", "45%", "1"])
    assert table.column("x").values.tolist() == [25, 45, 1]
    assert finding_of(table, "mixed-percent").severity is Severity.WARNING


@pytest.mark.parametrize(
    "cells",
    [
        ["007", "008"],
        ["+1", "2"],
        ["7.0", "8.0"],
        ["1.1", "1.10"],
        ["1e5", "2e5"],
        ["12345678901234567890", "12345678901234567891"],
        ["1,234", "5"],
        [" 7", "8"],
        ["-0", "1"],
    ],
)
def test_cells_that_say_more_than_their_values_are_kept_as_written(cells):
    column = _table(x=cells).column("x")
    assert column.type is ColumnType.NUMBER
    assert column.written.tolist() == cells


@pytest.mark.parametrize(
    "cells", [["7", "8", ""], ["0", "-1"], ["1.5", "0.25", "2"], ["10", "100"]]
)
def test_plain_numbers_are_not_kept_twice(cells):
    assert _table(x=cells).column("x").written is None


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["yes", "no", "", "YES"], [1, 0, None, 1]),
        (["True", "False"], [1, 0]),
        (["y", "n"], [1, 0]),
        (["ja", "Nein"], [1, 0]),
        (["oui", "non"], [1, 0]),
    ],
)
def test_yes_and_no_in_three_languages_are_boolean(cells, expected):
    column = _table(x=cells).column("x")
    assert column.type is ColumnType.BOOLEAN
    assert [None if np.isnan(v) else v for v in column.values] == expected


def test_zero_and_one_stay_numbers_and_a_third_word_makes_text():
    assert _table(x=["0", "1"]).column("x").type is ColumnType.NUMBER
    assert _table(x=["yes", "no", "maybe"]).column("x").type is ColumnType.TEXT


def test_text_keeps_its_blanks_and_html():
    assert _values([" a ", "<b>x</b>"]) == [" a ", "<b>x</b>"]
