"""The same company as exports in ISO and UTF-8, and as a German spreadsheet program writes it."""

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from reckoning.company import SOURCES, company_tables
from reckoning.workspaces import as_csv, frame, measured, own, with_window, workspace

from shoal.operations.init import begin_workspace
from shoal.operations.workspace import Workspace
from shoal.records.findings import Severity
from shoal.records.workspace import Aggregation
from shoal.records.writing import DateOrder, DecimalSign, Encoding, Writing

AS_OF = date(2026, 6, 30)
GERMAN = Writing(dates=DateOrder.DAY_FIRST, decimal=DecimalSign.COMMA, encoding=Encoding.WINDOWS)
OWN = (
    own("minutes", "events", Aggregation.SUM, column="minutes", per=None),
    own("large", "outcomes", Aggregation.COUNT, where="amount > 100.5"),
    own("late", "tickets", Aggregation.COUNT, where="opened >= '2026-05-13'"),
)


PRESETS = ("logins_per_user_week", "minutes_per_user_week", "median_resolution_hours", "nps_latest")


@pytest.fixture(scope="module")
def company():
    tables = company_tables(n_accounts=8, as_of=AS_OF)
    accounts = tables["accounts"]
    accounts["company"] = [
        f"\N{DOUBLE LOW-9 QUOTATION MARK}Süd {i}\N{LEFT DOUBLE QUOTATION MARK} €"
        for i in range(len(accounts))
    ]
    tables["events"]["duration_minutes"] = tables["events"]["duration_minutes"] / 8 + 1000
    return tables


def german(value):
    """Write a cell as Excel does where commas part the decimals."""
    if value is None or value != value:  # noqa: PLR0124 - not a number, not a time
        return ""
    if isinstance(value, datetime):
        return value.strftime("%d.%m.%Y %H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_):
        return f"{value:,}".translate(str.maketrans(",.", ".,"))
    return value


def as_german_csv(table: pd.DataFrame, path):
    path = path.with_suffix(".csv")
    written = pd.DataFrame({n: [german(v) for v in table[n]] for n in table})
    written.to_csv(path, index=False, sep=";", encoding="cp1252")
    return path


def hashes(folder, tables, write, writing):
    said = {
        "currency": "EUR",
        "metrics": with_window(90, *OWN, presets=PRESETS),
        "timezone": "America/New_York",
    }
    spec = workspace(folder, tables, SOURCES, write=write, **said)
    sources = [replace(s, location=replace(s.location, writing=writing)) for s in spec.sources]
    (snapshot,) = measured(replace(spec, sources=tuple(sources)), AS_OF).snapshots
    return snapshot.metrics_hash, snapshot.attributes_hash


def test_german_exports_give_the_same_snapshot(company, tmp_path):
    plain = hashes(tmp_path / "plain", company, as_csv, Writing())

    assert hashes(tmp_path / "german", company, as_german_csv, GERMAN) == plain


def test_what_init_writes_for_them_checks_and_measures(company, tmp_path):
    for name, table in company.items():
        as_german_csv(table, tmp_path / name)

    begun = begin_workspace(tmp_path, sorted(tmp_path.glob("*.csv")))
    (snapshot,) = Workspace(tmp_path).measure(AS_OF).snapshots

    assert begun.text.count("dates: day.month.year") == len(company)
    assert begun.text.count("decimal: comma") == sum(_has_decimals(t) for t in company.values())
    assert "encoding: windows-1252" in begun.text
    assert [f for f in begun.checked.findings if f.severity is not Severity.NOTE] == []
    found = frame(snapshot.metrics)
    assert found["logins_per_user_week"].notna().sum() > len(found) / 2


def _has_decimals(table):
    return any("," in german(v) for n in table.select_dtypes("number") for v in table[n])
