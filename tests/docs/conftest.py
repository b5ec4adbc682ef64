"""Documents, and a folder in which what they show can be run."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from shoal.operations.demo_files import DATA, write_tables
from shoal.records.workspace import EngineKind, EngineSpec
from shoal.worlds.company import make_company

ROOT = Path(__file__).resolve().parents[2]


def documents() -> list[Path]:
    """Return every Markdown file of the project, relative to its root."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(p.relative_to(ROOT) for p in pages)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for a `document` once for each of them."""
    if "document" in metafunc.fixturenames:
        metafunc.parametrize("document", documents(), ids=str)


@pytest.fixture(scope="session")
def sample(load_example: Callable[[str], ModuleType]) -> ModuleType:
    """Return the example that makes the table every document speaks of."""
    return load_example("customer_data")


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of logs that documents speak of: those of a year that ends in June."""
    folder = tmp_path_factory.mktemp("company")
    company = make_company(n_accounts=200, as_of=date(2026, 6, 30))
    settings = EngineSpec(kind=EngineKind.DUCKDB, spill=folder / "spill")
    write_tables(folder, {table.name: table for table in company.tables}, settings)
    return folder / DATA


@pytest.fixture
def workplace(
    tmp_path: Path, sample: ModuleType, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Stand in an empty folder that holds the files which documents name."""
    customers = sample.customer_data()
    customers.insert(0, "account_id", [f"A-{i:04}" for i in range(1, len(customers) + 1)])
    customers.to_csv(tmp_path / "customers.csv", index=False)
    customers.tail(20).to_csv(tmp_path / "new_customers.csv", index=False)
    shutil.copytree(exports, tmp_path / "exports")
    monkeypatch.chdir(tmp_path)
    return tmp_path
