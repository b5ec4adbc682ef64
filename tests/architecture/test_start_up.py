import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

HEAVY = ["sklearn", "scipy", "pandas", "duckdb", "polars", "pyarrow"]
SHOAL = str(Path(sys.executable).with_name("shoal"))
AT_MOST = 6.0
# Compiled modules are kept, as on a user's machine, whatever the tests' own setting.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


@pytest.mark.parametrize("statement", ["import shoal", "import shoal.doors.cli"])
def test_nothing_heavy_is_loaded_before_it_is_used(statement: str) -> None:
    program = f"{statement}; import json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert set(HEAVY) & set(json.loads(done.stdout)) == set()


def test_help_takes_at_most_six_times_an_empty_program() -> None:
    """Compare the quickest of several runs each, taken in turns: noise only ever adds time."""
    empty, shown = [], []
    for _ in range(9):
        empty.append(_seconds([sys.executable, "-c", "pass"]))
        shown.append(_seconds([SHOAL, "--help"]))
    assert min(shown) <= AT_MOST * min(empty)


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - started
