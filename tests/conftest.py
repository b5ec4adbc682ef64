"""What all tests share: which of them this machine can run, and how many it could not."""

import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

NEEDS = {
    "data": "SHOAL_DATA does not name a folder with the real data",
    "browser": "Chromium is not installed",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine lacks the means for, each with its reason."""
    lacking = [name for name in NEEDS if not _has(name)]
    for item in items:
        for name in lacking:
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=NEEDS[name]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests did not run for want of data or of a browser."""
    skipped = [str(r.longrepr) for r in terminalreporter.stats.get("skipped", [])]
    for reason in NEEDS.values():
        count = sum(reason in text for text in skipped)
        if count:
            terminalreporter.write_line(f"{count} tests skipped: {reason}")


@pytest.fixture
def rng() -> np.random.Generator:
    """Return a generator with a fixed seed."""
    return np.random.default_rng(20260630)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's root folder."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def data() -> Path:
    """Return the folder of real data; only for tests marked `data`."""
    return Path(os.environ["SHOAL_DATA"])


@pytest.fixture(scope="session")
def load_example(root: Path) -> Callable[[str], ModuleType]:
    """Return a function that loads an example by its name, without running its main part."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, root / "examples" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


def _has(name: str) -> bool:
    if name == "browser":
        return shutil.which("chromium") is not None
    folder = os.environ.get("SHOAL_DATA")
    return bool(folder) and Path(folder).is_dir()
