import io
import json
import sys

import click
import pytest

from shoal.doors.cli.failures import told
from shoal.errors import DataError, FileAccess, InternalError, UsageError
from shoal.records.findings import Finding, Severity

FINDING = Finding(
    code="constant-column",
    severity=Severity.WARNING,
    column="logins",
    message="logins is the same in every row.",
    evidence={"value": 3.0},
)


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command that does one thing; return exit code, stdout and stderr."""

    def run_command(act, *arguments):
        @click.command
        @click.option("--json", is_flag=True)
        @click.option("--debug", is_flag=True)
        def command(**_given):
            act()

        monkeypatch.setattr(sys, "argv", ["shoal", *arguments])
        code = told(command)
        return code, *capsys.readouterr()

    return run_command


def raising(error):
    def act():
        raise error

    return act


def test_what_went_well_ends_with_zero(run):
    assert run(lambda: click.echo("done")) == (0, "done\n", "")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("No."), 2),
        (DataError("No."), 3),
        (FileAccess("No."), 4),
        (InternalError("N"), 1),
    ],
)
def test_each_family_of_errors_has_its_exit_code(run, error, code):
    assert run(raising(error))[0] == code


def test_a_failure_is_said_on_stderr_with_the_way_out(run):
    code, out, err = run(raising(DataError("The file is empty.", suggestion="Export it again.")))
    assert (code, out) == (3, "")
    assert err == "Error: The file is empty.\nExport it again.\n"


def test_with_json_the_failure_is_one_object_on_stdout(run):
    error = DataError("Nothing to cluster: é.", suggestion="Add metrics.", findings=[FINDING])
    code, out, err = run(raising(error), "--json")
    assert code == 3
    assert json.loads(out) == {
        "error": {
            "code": "data",
            "message": "Nothing to cluster: é.",
            "suggestion": "Add metrics.",
        },
        "findings": [
            {
                "code": "constant-column",
                "severity": "warning",
                "column": "logins",
                "message": "logins is the same in every row.",
                "evidence": {"value": 3.0},
                "suggestion": None,
            }
        ],
    }
    assert out.count("\n") == 1
    assert err.startswith("Error: Nothing to cluster")


def test_a_name_that_is_no_unicode_does_not_break_the_answer(run, monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    out = run(raising(UsageError("\udcff.csv does not exist.")), "--json")[1]
    assert out.isascii()
    assert json.loads(out)["error"]["message"] == "\udcff.csv does not exist."


def test_a_bug_is_said_to_be_one_and_shows_no_traceback(run):
    code, out, err = run(raising(ZeroDivisionError("division by zero")))
    assert (code, out) == (1, "")
    assert "bug in Shoal: ZeroDivisionError" in err
    assert "Traceback" not in err


def test_debug_shows_the_traceback(run):
    err = run(raising(ZeroDivisionError("division by zero")), "--debug")[2]
    assert "Traceback" in err
    assert "bug in Shoal" in err


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), click.Abort()])
def test_a_run_that_was_stopped_ends_with_130(run, stop):
    code, out, err = run(raising(stop), "--json")
    assert (code, out) == (130, "")
    assert "Stopped" in err


def test_an_option_that_does_not_exist_points_to_the_help(run):
    code, out, err = run(lambda: None, "--jsn", "--json")
    assert code == 2
    assert json.loads(out)["error"]["code"] == "usage"
    assert "--json" in err
    assert "--help" in err
