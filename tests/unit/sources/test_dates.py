import numpy as np
import pytest

from shoal.records.findings import Severity
from shoal.records.tables import ColumnType
from shoal.sources.cells import table_of
from shoal.sources.drafts import Draft


def _table(**columns):
    n_rows = len(next(iter(columns.values())))
    return table_of("t", n_rows, [Draft(name=n, cells=list(c)) for n, c in columns.items()])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-06-30", "2026-06-30T00:00:00"),
        ("2026/6/30", "2026-06-30T00:00:00"),
        ("2026-06-30 12:34", "2026-06-30T12:34:00"),
        ("2026-06-30T12:34:56.789Z", "2026-06-30T12:34:56"),
        ("2026-06-30T01:00:00+02:00", "2026-06-29T23:00:00"),
        ("2026-06-30 20:00:00 -0530", "2026-07-01T01:30:00"),
        ("30.6.2026", "2026-06-30T00:00:00"),
        ("30/06/2026", "2026-06-30T00:00:00"),
        ("6/30/2026 1:05 PM", "2026-06-30T13:05:00"),
        ("6/30/2026 12:05 am", "2026-06-30T00:05:00"),
        ("30 Jun 2026", "2026-06-30T00:00:00"),
        ("30. Juni 2026", "2026-06-30T00:00:00"),
        ("30-Jun-26", "2026-06-30T00:00:00"),
        ("Jun 30, 2026", "2026-06-30T00:00:00"),
        ("June 30th, 2026", "2026-06-30T00:00:00"),
        ("Tue, 30 Jun 2026 10:00:00 GMT", "2026-06-30T10:00:00"),
        ("31/12/99", "1999-12-31T00:00:00"),
        ("2024-02-29", "2024-02-29T00:00:00"),
    ],
)
def test_dates_are_read_in_the_usual_ways(cell, expected):
    column = _table(x=[cell, ""]).column("x")
    assert column.type is ColumnType.DATE
    assert column.values.dtype == np.dtype("datetime64[s]")
    assert str(column.values[0]) == expected
    assert np.isnat(column.values[1])


@pytest.mark.parametrize(
    "cell", ["2025-02-29", "31.11.2025", "2026-06-30 25:00", "1.2.10", "Foo 30, 2026", "13/13/2026"]
)
def test_days_that_do_not_exist_are_no_dates(cell):
    assert _table(x=[cell, cell]).column("x").type is ColumnType.TEXT


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["3/4/2026", "13/4/2026"], "2026-04-03"),
        (["3/4/2026", "4/13/2026"], "2026-03-04"),
        (["3.4.2026", "4.4.2026"], "2026-04-03"),
    ],
)
def test_a_number_over_twelve_decides_the_order_for_the_column(cells, first):
    table = _table(x=cells)
    assert str(table.column("x").values[0])[:10] == first
    assert table.findings == ()


def test_nothing_decides_so_the_day_stands_first_and_it_is_told(finding_of):
    table = _table(x=["3/4/2026", "5/6/2026"])
    assert str(table.column("x").values[0])[:10] == "2026-04-03"
    found = finding_of(table, "ambiguous-dates")
    assert found.severity is Severity.WARNING
    assert found.evidence["order"] == "day-first"


@pytest.mark.parametrize(
    "other", [["$5", "$6"], ["12/31/2025", "1/2/2026"], ["2026-01-01", "1/2/2026 3:00 PM"]]
)
def test_american_signs_elsewhere_put_the_month_first(other):
    table = _table(x=["3/4/2026", "5/6/2026"], other=other)
    assert str(table.column("x").values[0])[:10] == "2026-03-04"
    assert any(
        f.column == "x" and f.evidence["order"] == "month-first"
        for f in table.findings
        if f.code == "ambiguous-dates"
    )


def test_the_same_number_twice_is_not_ambiguous():
    assert _table(x=["4/4/2026", "5/5/2026"]).findings == ()


def test_few_strangers_among_dates_become_missing(finding_of):
    days = [f"2026-01-{d:02d}" for d in range(1, 29)]
    table = _table(x=[*days, "soon"])
    column = table.column("x")
    assert column.type is ColumnType.DATE
    assert np.isnat(column.values[-1])
    assert column.written[-1] == "soon"
    assert finding_of(table, "mixed-types").evidence["count"] == 1


def test_half_dates_stay_text_with_a_warning(finding_of):
    table = _table(x=["2026-01-01", "2026-01-02", "soon"])
    assert table.column("x").type is ColumnType.TEXT
    assert finding_of(table, "mixed-types").severity is Severity.WARNING


def test_the_quick_and_the_careful_way_agree():
    days = ["2026-01-01", "1969-12-31 23:59:59", "2000-02-29 12:00"]
    quick = _table(x=days).column("x").values
    careful = _table(x=[*days, "2026-01-01T00:00:00Z"]).column("x").values[:3]
    np.testing.assert_array_equal(quick, careful)
