"""`benchmarks/measure.py` on small logs: all ways agree, a wrong one is told, promises are held."""

import importlib
import shutil

import pytest

SMALL = ["--events", "20000", "--accounts", "200", "--repeats", "1", "--slow-repeats", "1"]
NAMES = ("shoal", "floor", "by hand, by user", "by hand, by day", "one pass", "pandas", "Polars")
MEDIANS = {"shoal": 5.9, "floor": 1.0, "by hand, by user": 5.0, "by hand, by day": 9.0}
pytestmark = pytest.mark.long


@pytest.fixture
def benchmark(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    return importlib.import_module("measure")


@pytest.fixture
def told(benchmark, capsys):
    """Give a function that runs the benchmark; it returns the lines and how it ended."""

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            benchmark.main([*SMALL, *words])
        return capsys.readouterr().out.splitlines(), ended.value.code

    return run


@pytest.mark.parametrize("shape", ["bursty", "sparse"])
def test_all_ways_agree_on_a_small_log(told, shape):
    lines, _ = told("--shape", shape)

    assert lines[0].startswith(f"{shape}: ")
    rows = [line.strip() for line in lines[2 : 2 + len(NAMES)]]
    assert all(row.startswith(name) for row, name in zip(rows, NAMES, strict=True))
    assert all(row.endswith(" times") for row in rows)
    assert lines[-2] == "  all ways agree"


def test_a_way_that_reckons_otherwise_is_told(benchmark, told, monkeypatch, tmp_path):
    ways = shutil.copytree(benchmark.WAYS, tmp_path / "ways")
    by_day = ways / "by_day.sql"
    by_day.write_text(by_day.read_text("utf-8").replace("(age < 28)", "(age < 27)"), "utf-8")
    monkeypatch.setattr(benchmark, "WAYS", ways)

    lines, code = told("--shape", "bursty", "--slow-repeats", "0")

    assert lines[-2].startswith("  DIFFERENT by hand, by day: ")
    assert "usage_trend_28" in lines[-2]
    assert "weekly_active_users" not in lines[-2]
    assert code == 1


def test_dates_together_write_the_same_files_as_apart(benchmark, told, monkeypatch):
    monkeypatch.setattr(benchmark, "MONTHS", 4)
    monkeypatch.setattr(benchmark, "MADE", 2)

    lines, _ = told("--shape", "sparse", "--part", "dates")

    assert lines[1].startswith("  clock: 4 dates in one call ")
    assert lines[3].startswith("  processor: 4 dates in one call ")
    assert lines[-1] == "  same files: True"


def test_memory_is_that_of_the_process_that_measures(told):
    lines, code = told("--shape", "bursty", "--part", "memory", "--most", "0.05")

    assert 0.05 < float(lines[1].split(" GB; ")[0].split()[-1]) < 1.5
    assert code == 1


@pytest.mark.parametrize(
    ("said", "missed"),
    [
        ({}, None),
        ({"shoal": 6.1}, "1.2 times the best SQL by hand"),
        ({"floor": 0.9}, "six times the floor"),
        ({"one pass": 7.0}, "a 1.3th of one pass"),
        ({"pandas": 11.0}, "half of pandas"),
        ({"one pass": 8.0, "pandas": 12.0}, None),
    ],
)
def test_a_promise_that_is_not_kept_is_named(benchmark, capsys, said, missed):
    is_kept = benchmark._kept({**MEDIANS, **said})

    assert is_kept == (missed is None)
    line = capsys.readouterr().out
    assert (missed in line) if missed else ("all promises are kept" in line)
