import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

AS_OF = pd.Timestamp("2024-12-31")
BEGIN = pd.Timestamp("2024-10-02")


def test_the_starting_case_gets_a_recommendation_with_reasons(root: Path) -> None:
    done = _run(root / "examples" / "customer_data.py")
    assert done.returncode == 0, done.stderr
    sizes = [int(line[:4]) for line in done.stdout.splitlines() if line[:4].strip().isdigit()]
    assert sum(sizes) == 500


def test_the_starting_case_has_the_columns_it_is_known_for(
    load_example: Callable[[str], ModuleType],
) -> None:
    table = load_example("customer_data").customer_data()
    assert list(table.columns) == [
        "monthly_active_users",
        "feature_adoption_rate",
        "support_tickets_per_month",
        "days_since_last_login",
        "contract_value",
        "nps_score",
    ]
    assert len(table) == 500
    assert table["feature_adoption_rate"].between(0, 100).all()
    assert table["nps_score"].between(-100, 100).all()


@pytest.mark.data
@pytest.mark.parametrize("name", ["credit_cards", "telco"])
def test_an_example_on_real_data_runs(name: str, root: Path) -> None:
    done = _run(root / "examples" / f"{name}.py")
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize("name", ["credit_cards", "telco", "ravenstack_table"])
def test_an_example_says_where_its_data_goes_when_it_is_not_there(
    name: str, root: Path, tmp_path: Path
) -> None:
    arguments = ["out.csv"] if name == "ravenstack_table" else []
    done = _run(root / "examples" / f"{name}.py", *arguments, data=tmp_path, folder=tmp_path)
    assert done.returncode == 2
    assert "SHOAL_DATA" in done.stderr
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.data
def test_five_tables_become_one_row_per_account(root: Path, data: Path, tmp_path: Path) -> None:
    """Hold the join against the same numbers taken from the tables by other means."""
    out = tmp_path / "accounts.csv"
    done = _run(root / "examples" / "ravenstack_table.py", str(out))
    assert done.returncode == 0, done.stderr
    wide = pd.read_csv(out, index_col="account_id")
    read = {
        name: pd.read_csv(data / "ravenstack" / f"ravenstack_{name}.csv")
        for name in ("accounts", "subscriptions", "feature_usage", "support_tickets")
    }
    assert sorted(wide.index) == sorted(read["accounts"]["account_id"])
    used = read["feature_usage"].merge(read["subscriptions"], on="subscription_id")
    day = pd.to_datetime(used["usage_date"])
    recent = used[(day > BEGIN) & (day <= AS_OF)].groupby("account_id")
    _same(wide["events_90d"], recent["usage_count"].sum())
    _same(wide["active_days_90d"], recent["usage_date"].nunique())
    _same(wide["features_used_90d"], recent["feature_name"].nunique())
    opened = pd.to_datetime(read["support_tickets"]["submitted_at"])
    tickets = read["support_tickets"][(opened > BEGIN) & (opened <= AS_OF)]
    _same(wide["tickets_90d"], tickets.groupby("account_id").size())


@pytest.mark.data
def test_nothing_after_the_date_is_read(
    load_example: Callable[[str], ModuleType], data: Path
) -> None:
    table = load_example("ravenstack_table").wide_table(
        data / "ravenstack", as_of=date(2024, 6, 30)
    )
    signed_up = table.columns.index("signup_date")
    assert max(row[signed_up] for row in table.fetchall()) <= date(2024, 6, 30)


@pytest.mark.data
def test_the_joined_table_can_be_segmented(root: Path, tmp_path: Path) -> None:
    wide = tmp_path / "accounts.csv"
    assert _run(root / "examples" / "ravenstack_table.py", str(wide)).returncode == 0
    shoal = str(Path(sys.executable).with_name("shoal"))
    options = [
        "--id",
        "account_id",
        "--as-of",
        "2024-12-31",
        "--out",
        str(tmp_path / "out"),
        "--json",
    ]
    done = subprocess.run(
        [shoal, "segment", str(wide), *options], check=True, capture_output=True, text=True
    )
    # The tables are random draws, so whatever groups are there are none of behaviour.
    assert json.loads(done.stdout)["recommendation"]["natural"] != "strong"
    with (tmp_path / "out" / "assignments.csv").open(encoding="utf-8", newline="") as file:
        assert len({row["account_id"] for row in csv.DictReader(file)}) == 500


def _same(found: pd.Series, expected: pd.Series) -> None:
    """Compare per account; an account that is absent from `expected` counts zero."""
    assert found.to_dict() == expected.reindex(found.index, fill_value=0).to_dict()


def _run(
    script: Path, *arguments: str, data: Path | None = None, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ) | ({"SHOAL_DATA": str(data)} if data else {})
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
