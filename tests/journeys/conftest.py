"""The command line inside this process, and tables that several journeys start from."""

import csv
import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shoal.doors.cli import shoal
from shoal.doors.cli.failures import told

Columns = dict[str, list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    def answer(self) -> dict[str, Any]:
        """Return the one JSON object on stdout."""
        found: dict[str, Any] = json.loads(self.out)
        return found


@pytest.fixture(scope="session")
def run_shoal() -> Callable[..., Ended]:
    """Return a function that runs `shoal` with these arguments."""

    def run(*arguments: object, stdin: bytes = b"") -> Ended:
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["shoal", *map(str, arguments)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            code = told(shoal)
        return Ended(code=code, out=out.getvalue(), err=err.getvalue())

    return run


@pytest.fixture(scope="session")
def as_csv() -> Callable[[Columns], str]:
    """Return a function that writes columns as CSV."""

    def write(columns: Columns) -> str:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
        return text.getvalue()

    return write


@pytest.fixture(scope="session")
def sixty() -> Columns:
    """Return sixty accounts in three plain groups, in three metrics that nobody recognises."""
    rng = np.random.default_rng(20260630)
    group = np.arange(60) % 3
    return {
        "account_id": [f"a{i:03}" for i in range(60)],
        **{
            f"m{j}": np.round(rng.normal(10 + 8 * ((group + j) % 3), 1), 3).tolist()
            for j in range(3)
        },
    }


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
