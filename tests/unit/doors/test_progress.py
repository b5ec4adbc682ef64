from types import SimpleNamespace

import pytest

from shoal.doors.cli import progress as progress_module
from shoal.doors.cli.progress import shown_progress


def steps(progress):
    progress("Reading", 0.0)
    progress("Searching", 0.25)
    progress("Searching", 1.0)


@pytest.fixture
def terminal(monkeypatch, capsys):
    """Let stderr, captured as it is, pass for a terminal; return what reads it."""
    stderr = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr(progress_module, "sys", SimpleNamespace(stderr=stderr))
    return capsys


def test_without_a_terminal_each_stage_is_a_line(capsys):
    with shown_progress() as progress:
        steps(progress)
    assert capsys.readouterr() == ("", "Reading ...\nSearching ...\n")


def test_in_a_terminal_one_line_moves(terminal):
    with shown_progress() as progress:
        steps(progress)
    out, err = terminal.readouterr()
    assert out == ""
    assert [line.strip() for line in err.replace("\r", "\n").split("\n") if line.strip()] == [
        "Reading",
        "Searching 25%",
        "Searching 100%",
    ]
    assert err.count("\n") == 2
    assert err.endswith("\n")


def test_a_longer_text_is_wiped_by_the_shorter_that_follows(terminal):
    with shown_progress() as progress:
        progress("Searching", 1.0)
        progress("Searching", 0.0)
    drawn = terminal.readouterr().err.rstrip("\n").split("\r")[1:]
    assert len({len(line) for line in drawn}) == 1


def test_a_failure_ends_the_moving_line(terminal):
    def fail():
        with shown_progress() as progress:
            progress("Reading", 0.0)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert terminal.readouterr().err.endswith("\n")


def test_quiet_says_nothing(capsys):
    with shown_progress(quiet=True) as progress:
        steps(progress)
    assert capsys.readouterr() == ("", "")
