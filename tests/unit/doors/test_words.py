import json

import pandas as pd
import pytest

from shoal.doors.cli.words import named, placed, say_findings, say_written, weighed
from shoal.errors import UsageError
from shoal.operations.asking import ask
from shoal.operations.reading import read_source
from shoal.operations.segment import segment_table
from shoal.operations.segment_file import Written
from shoal.records.findings import Finding, Severity
from shoal.worlds.plain import plain_groups


@pytest.fixture(scope="module")
def written():
    world = plain_groups(3, 60, n_groups=2, n_metrics=3)
    table = read_source(pd.DataFrame(dict(world.columns)))
    study, _ = segment_table(table, ask(as_of="2026-06-30"), progress=lambda *_: None)
    return Written(study=study, files={"report": "out/report.html"})


@pytest.mark.parametrize(
    ("typed", "names"),
    [(None, None), ("a", ("a",)), (" a , b c ,", ("a", "b c")), ("", ()), (",", ())],
)
def test_names_are_typed_with_commas(typed, names):
    assert named(typed) == names


def test_json_is_one_line_on_stdout_and_nothing_else(written, capsys):
    say_written(written, as_json=True)
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    answer = json.loads(out)
    assert sum(s["size"] for s in answer["segments"]) == 60
    assert answer["files"] == {"report": "out/report.html"}


def test_people_read_sizes_names_and_where_the_report_is(written, capsys):
    say_written(written, as_json=False)
    out = capsys.readouterr().out
    assert all(s.name in out and str(s.size) in out for s in written.study.segments)
    assert out.rstrip().endswith("Report: out/report.html")


def test_findings_go_to_stderr_with_what_can_be_done(capsys):
    told = Finding(
        code="scale-drift",
        severity=Severity.WARNING,
        column="adoption",
        message="It looks like another unit.",
        suggestion="Write it in the unit of the fit.",
    )
    note = Finding(code="extra-columns", severity=Severity.NOTE, message="Not used: x.")
    say_findings((told, note))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        " ! adoption: It looks like another unit.",
        "   Write it in the unit of the fit.",
        "   Not used: x.",
    ]


def test_weights_and_placements_are_split_at_the_first_equals_sign():
    assert weighed(None) is None
    assert weighed("a=1, b = 2.5") == {"a": "1", "b": "2.5"}
    assert placed(["Trial = stage = 'x'", "Old=n>=3"]) == {"Trial": "stage = 'x'", "Old": "n>=3"}


@pytest.mark.parametrize("typed", ["Trial", "=x", " = x"])
def test_a_placement_without_a_name_is_refused_with_an_example(typed):
    with pytest.raises(UsageError, match="--place is") as told:
        placed([typed])
    assert "stage = 'trial'" in told.value.suggestion


def test_two_placements_of_one_name_are_refused():
    with pytest.raises(UsageError, match="names Trial twice"):
        placed(["Trial=a = 1", "Trial=b = 1"])


def test_a_weight_without_a_number_is_refused():
    with pytest.raises(UsageError, match="--weights is 'nps'"):
        weighed("nps")
