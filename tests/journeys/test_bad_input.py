"""Every bad input ends in a clear sentence or a finding; nothing is half written."""

import gzip
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shoal.files import only_writer
from shoal.operations import segment as operation

N = 60
EVERY = range(N)


def with_column(name: str, values: list[Any]) -> Callable[[dict[str, list[Any]]], dict]:
    return lambda sixty: {**sixty, name: values}


def only(**columns: list[Any]) -> Callable[[dict[str, list[Any]]], dict]:
    return lambda sixty: {"account_id": sixty["account_id"], **columns}


# What the table is, the options, the exit code, the code of the error, words of the message.
STOPS = {
    "empty file": ("", [], 3, "unreadable-file", "empty"),
    "blank lines only": ("\n\n  \n", [], 3, "unreadable-file", "empty"),
    "header only": ("account_id,m0,m1\n", [], 3, "nothing-to-cluster", "no row"),
    "one row": ("account_id,m0\na,1\n", [], 3, "nothing-to-cluster", "one account"),
    "one column of ids": (only(), [], 3, "nothing-to-cluster", "no metric"),
    "all missing": (only(m0=[""] * N, m1=["n/a"] * N), [], 3, "nothing-to-cluster", "Empty"),
    "all constant": (only(m0=[3] * N, m1=[4.5] * N), [], 3, "nothing-to-cluster", "The same"),
    "only text": (
        only(note=[f"text {i}" for i in EVERY]), [], 3, "nothing-to-cluster", "Text"
    ),
    "fewer distinct rows than segments": (
        only(m0=[i % 3 for i in EVERY], m1=[i % 3 * 2.5 for i in EVERY]),
        ["--segments", "5"], 3, "nothing-to-cluster", "only 3 accounts differ",
    ),
    "one segment": (dict, ["--segments", "1"], 2, "usage", "1 segments"),
    "too many segments": (dict, ["--segments", "51"], 2, "usage", "51 segments"),
    "segments in words": (dict, ["--segments", "five"], 2, "usage", "five"),
    "id misspelled": (
        dict, ["--id", "acount_id"], 2, "unknown-column", "Did you mean account_id?"
    ),
    "metric misspelled": (
        dict, ["--metrics", "mm0,m1"], 2, "unknown-column", "Did you mean m0"
    ),
    "context misspelled": (dict, ["--context", "csmm"], 2, "unknown-column", "csmm"),
    "outcome misspelled": (dict, ["--outcome", "m00"], 2, "unknown-column", "Did you mean m0"),
    "seats misspelled": (dict, ["--seats", "m22"], 2, "unknown-column", "Did you mean m2"),
    "algorithm misspelled": (dict, ["--algorithm", "kmean"], 2, "usage", "Did you mean kmeans"),
    "as-of is no date": (dict, ["--as-of", "30.06.2026"], 2, "usage", "not a date"),
    "repeated column names": ("id,m0,m0\na,1,2\nb,2,3\n", [], 3, "ambiguous-columns", "m0"),
    "reserved name as id": (
        lambda sixty: {"segment": sixty["account_id"], "m0": sixty["m0"]},
        ["--id", "segment"], 3, "ambiguous-columns", "segment",
    ),
    "one id with different rows": (
        lambda sixty: {**sixty, "account_id": ["a000", *sixty["account_id"][:-1]]},
        [], 3, "duplicate-ids", "a000",
    ),
    "missing id": (
        lambda sixty: {**sixty, "account_id": ["", *sixty["account_id"][1:]]},
        ["--id", "account_id"], 3, "data", "data rows 1",
    ),
    "binary garbage": (
        np.random.default_rng(1).integers(0, 256, 5_000, dtype=np.uint8).tobytes(),
        [], 3, "unreadable-file", "no text",
    ),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), [], 3, "unreadable-file", "t.csv"),
    "broken gzip": (gzip.compress(b"id,m0\na,1\n")[:-9], [], 3, "unreadable-file", "unpacked"),
}  # fmt: skip

# What the table is, the options, the code of the finding, its column.
FINDINGS = {
    "mixed types": (
        with_column("m3", ["broken" if i % 5 == 0 else i for i in EVERY]), "mixed-types", "m3"
    ),
    "text hides numbers": (
        with_column("m3", [f"{1_000 + 37 * (i % 17):,}" for i in EVERY]), "text-hides-numbers",
        "m3",
    ),
    "ambiguous dates": (
        with_column("renewal_date", [f"0{i % 9 + 1}/0{i % 8 + 1}/2026" for i in EVERY]),
        "ambiguous-dates", "renewal_date",
    ),
    "mixed currencies": (
        with_column("contract_value", [f"{'$€'[i % 2]}{1_000 + i}" for i in EVERY]),
        "mixed-currencies", "contract_value",
    ),
    "percent as 0-1 and 0-100": (
        with_column(
            "feature_adoption_rate", [20 + i if i % 2 else round(0.1 + i / 100, 2) for i in EVERY]
        ),
        "mixed-percent", "feature_adoption_rate",
    ),
    "infinities": (
        with_column("m3", [("inf", "-inf")[i % 2] if i < 4 else i * i % 37 for i in EVERY]),
        "infinite-values", "m3",
    ),
    "reserved name of a metric": (
        with_column("confidence", [i * i % 37 for i in EVERY]), "reserved-name", "confidence"
    ),
    "more columns than accounts": (
        lambda _: {
            "account_id": [f"a{i}" for i in range(8)],
            **{f"m{j}": [(i * (j + 3)) % 11 + j for i in range(8)] for j in range(20)},
        },
        "too-few-rows", None,
    ),
    "rows repeated exactly": (
        lambda sixty: {name: [*cells, cells[0]] for name, cells in sixty.items()},
        "repeated-rows", "account_id",
    ),
    "ids that differ by case": (
        lambda sixty: {**sixty, "account_id": ["A001", *sixty["account_id"][1:]]},
        "ids-differ-by-case", "account_id",
    ),
    "negative counts": (
        with_column("logins", [-1 if i % 9 == 0 else i for i in EVERY]), "impossible-values",
        "logins",
    ),
}  # fmt: skip


@pytest.fixture
def put(tmp_path, sixty, as_csv):
    """Write what a case describes and return its path."""

    def write(content, name="t.csv"):
        path = tmp_path / name
        if callable(content):
            content = as_csv(content(sixty))
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("content", "options", "code", "error", "words"), STOPS.values(), ids=STOPS
)
def test_what_cannot_be_clustered_stops(
    content, options, code, error, words, put, run_shoal, tmp_path
):
    path = put(content)
    ended = run_shoal("segment", path, "--out", tmp_path / "out", "--json", *options)
    assert ended.code == code, ended.err
    answer = ended.answer()
    assert answer["error"]["code"] == error
    assert words in answer["error"]["message"]
    assert answer["error"]["suggestion"]
    assert set(answer) == {"error", "findings"}
    assert "Traceback" not in ended.err
    assert words in ended.err
    assert left_in(tmp_path) == ["t.csv"]


@pytest.mark.parametrize(("content", "code", "column"), FINDINGS.values(), ids=FINDINGS)
def test_what_can_be_lived_with_is_a_finding(content, code, column, put, run_shoal, tmp_path):
    path, out = put(content), tmp_path / "out"
    ended = run_shoal("segment", path, "--out", out, "--json")
    assert ended.code == 0, ended.err
    findings = ended.answer()["audit"]["findings"]
    (found,) = [f for f in findings if f["code"] == code and f["column"] == column]
    assert found["message"]
    assert left_in(out) == ["assignments.csv", "model.json", "profiles.csv", "report.html"]
    assert "Traceback" not in ended.err


def test_without_json_a_failure_leaves_stdout_empty(put, run_shoal, tmp_path):
    ended = run_shoal("segment", put(""), "--out", tmp_path / "out")
    assert (ended.code, ended.out) == (3, "")
    assert "Error: t.csv is empty." in ended.err


def test_one_metric_is_enough(put, run_shoal, tmp_path):
    path = put("m0\n" + "".join(f"{i * i % 41 + 50 * (i % 2)}\n" for i in EVERY))
    ended = run_shoal("segment", path, "--out", tmp_path / "out", "--json")
    assert ended.code == 0, ended.err
    assert sum(s["size"] for s in ended.answer()["segments"]) == N


def test_a_directory_is_a_mistake_of_usage(run_shoal, tmp_path):
    ended = run_shoal("segment", tmp_path, "--out", tmp_path / "out", "--json")
    assert ended.code == 2
    assert "is a directory" in ended.answer()["error"]["message"]
    assert left_in(tmp_path) == []


def test_a_file_that_is_not_there_is_answered_with_the_nearest(put, run_shoal, tmp_path):
    put(dict, "customers.csv")
    ended = run_shoal("segment", tmp_path / "custmers.csv", "--out", tmp_path / "out", "--json")
    assert ended.code == 2
    assert "Did you mean customers.csv?" in ended.answer()["error"]["message"]
    assert left_in(tmp_path) == ["customers.csv"]


@pytest.mark.parametrize("way", ["packed", "standard input"])
def test_a_packed_table_and_standard_input_give_the_same_accounts(
    way, put, run_shoal, tmp_path, fitted
):
    raw, out = (fitted / "t.csv").read_bytes(), tmp_path / "out"
    if way == "packed":
        ended = run_shoal("segment", put(gzip.compress(raw), "t.csv.gz"), "--out", out)
    else:
        ended = run_shoal("segment", "-", "--out", out, stdin=raw)
    assert ended.code == 0, ended.err
    expected = (fitted / "out" / "assignments.csv").read_bytes()
    assert (out / "assignments.csv").read_bytes() == expected


@pytest.mark.parametrize("mode", ["read", "write"])
def test_no_permission_is_the_fault_of_the_outside(mode, put, run_shoal, tmp_path, monkeypatch):
    path = put(dict)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    if mode == "read":
        monkeypatch.setattr(type(path), "open", refuse)
    else:
        monkeypatch.setattr(type(path), "mkdir", refuse)
    ended = run_shoal("segment", path, "--out", tmp_path / "out", "--json")
    assert ended.code == 4
    assert ended.answer()["error"]["code"] == "file-access"
    assert "Permission denied" in ended.answer()["error"]["message"]
    assert left_in(tmp_path) == ["t.csv"]


def test_ctrl_c_leaves_nothing_behind(put, run_shoal, tmp_path, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(operation, "search", stop)
    ended = run_shoal("segment", put(dict), "--out", tmp_path / "out", "--json")
    assert (ended.code, ended.out) == (130, "")
    assert "Traceback" not in ended.err
    assert left_in(tmp_path) == ["t.csv"]


def test_the_second_of_two_runs_into_one_folder_is_refused(put, run_shoal, tmp_path):
    path = put(dict)
    with only_writer(tmp_path / "out"):
        ended = run_shoal("segment", path, "--out", tmp_path / "out", "--json")
    assert ended.code == 2
    assert ended.answer()["error"]["code"] == "output-busy"
    assert left_in(tmp_path) == ["t.csv"]


def test_somebody_elses_folder_is_not_touched(put, run_shoal, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    ended = run_shoal("segment", put(dict), "--out", tmp_path / "out", "--json")
    assert ended.code == 2
    assert ended.answer()["error"]["code"] == "output-exists"
    assert left_in(tmp_path / "out") == ["thesis.txt"]


@pytest.mark.long
def test_a_run_that_is_killed_leaves_no_half_written_folder(put, run_shoal, tmp_path):
    path, out = put(dict), tmp_path / "out"
    killing = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from shoal import files\n"
        "write = files._write_synced\n"
        "def die(path, text):\n"
        "    write(path, text[: len(text) // 2])\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "files._write_synced = die\n"
        "from shoal.doors.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", killing, "segment", str(path), "--out", str(out)]
    killed = subprocess.run(command, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not out.exists()
    assert len(left_in(tmp_path)) > 1  # it did get as far as writing
    assert run_shoal("segment", path, "--out", out).code == 0
    assert left_in(tmp_path) == ["out", "t.csv"]
    assert len(left_in(out)) == 4


def test_formulas_are_disarmed_in_what_a_spreadsheet_opens(put, run_shoal, tmp_path, sixty):
    ids = ["=1+1", "@sum", "+a", "-b", "-7", *sixty["account_id"][5:]]
    path = put(lambda cells: {**cells, "account_id": ids})
    ended = run_shoal("segment", path, "--id", "account_id", "--out", tmp_path / "out")
    assert ended.code == 0, ended.err
    lines = (tmp_path / "out" / "assignments.csv").read_text("utf-8").splitlines()
    first = [line.partition(",")[0] for line in lines[1:7]]
    assert first == ["'=1+1", "'@sum", "'+a", "'-b", "-7", "a005"]


def test_html_in_names_is_shown_and_never_run(put, run_shoal, tmp_path, sixty):
    hostile = "<script>alert(1)</script>"
    path = put(
        lambda cells: {
            **cells,
            "account_id": [f"{hostile}{i}" for i in EVERY],
            "account_name": [f'"><img src=x onerror=alert({i})>' for i in EVERY],
            "csm": ["<b>Ann</b>", "<i>Bob</i>"] * 30,
            "<u>m3</u>": sixty["m0"][::-1],
        }
    )
    options = ["--id", "account_id", "--title", f"Base {hostile}"]
    ended = run_shoal("segment", path, "--out", tmp_path / "out", *options)
    assert ended.code == 0, ended.err
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "&lt;script&gt;" in report
    for unsafe in ("<script", "<img", "<b>Ann", "<i>Bob", "<u>m3"):
        assert unsafe not in report


@pytest.mark.long
def test_five_thousand_columns_are_no_obstacle(put, run_shoal, tmp_path):
    rng = np.random.default_rng(3)
    values = np.round(rng.normal(size=(N, 5_000)) + 3 * (np.arange(N) % 3)[:, None], 2)
    path = put(
        lambda cells: {
            "account_id": cells["account_id"],
            **{f"m{j}": values[:, j].tolist() for j in range(5_000)},
        }
    )
    ended = run_shoal("segment", path, "--out", tmp_path / "out", "--json")
    assert ended.code == 0, ended.err
    assert "too-few-rows" in {f["code"] for f in ended.answer()["audit"]["findings"]}


MODELS = {
    "cut off": (lambda text: text[: len(text) // 2], "model-invalid"),
    "empty": (lambda _: "", "model-invalid"),
    "edited": (lambda text: text.replace('"factor": 1.0', '"factor": 2.0', 1), "model-invalid"),
    "deeply nested": (lambda _: "[" * 50_000, "model-invalid"),
    "newer": (
        lambda text: json.dumps(json.loads(text) | {"version": 99}), "model-too-new"
    ),
    "another file": (lambda _: '{"name": "package"}', "model-invalid"),
}  # fmt: skip


@pytest.fixture(scope="module")
def fitted(tmp_path_factory, sixty, as_csv, run_shoal):
    """Return a folder with a table and the segments found in it."""
    folder = tmp_path_factory.mktemp("fitted")
    (folder / "t.csv").write_text(as_csv(sixty))
    assert run_shoal("segment", folder / "t.csv", "--out", folder / "out").code == 0
    return folder


@pytest.mark.parametrize(("spoil", "error"), MODELS.values(), ids=MODELS)
def test_a_broken_model_is_refused(spoil, error, fitted, run_shoal, tmp_path):
    text = (fitted / "out" / "model.json").read_text("utf-8")
    spoilt = spoil(text)
    assert spoilt != text
    (tmp_path / "model.json").write_text(spoilt)
    ended = run_shoal(
        "assign", tmp_path / "model.json", fitted / "t.csv", "--out", tmp_path / "o.csv", "--json"
    )
    assert ended.code == 3
    assert ended.answer()["error"]["code"] == error
    assert "Traceback" not in ended.err
    assert left_in(tmp_path) == ["model.json"]


@pytest.mark.parametrize("model", ["nothing.json", "out"])
def test_a_model_that_is_no_file_is_a_mistake_of_usage(model, fitted, run_shoal, tmp_path):
    ended = run_shoal(
        "assign", fitted / model, fitted / "t.csv", "--out", tmp_path / "o.csv", "--json"
    )
    assert ended.code == 2
    assert ended.answer()["error"]["code"] == "not-a-file"
    assert left_in(tmp_path) == []
