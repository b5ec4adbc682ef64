import json
import os
import resource
import subprocess
import sys
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
    """Compare the least time of a processor over several runs each, taken in turns."""
    empty, shown = [], []
    for _ in range(9):
        empty.append(_seconds([sys.executable, "-c", "pass"]))
        shown.append(_seconds([SHOAL, "--help"]))
    assert min(shown) <= AT_MOST * min(empty)


def _seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
