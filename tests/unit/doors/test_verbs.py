import io
import sys

import pytest

from shoal.doors import cli
from shoal.doors.cli import main, shoal
from shoal.doors.cli.failures import told


@pytest.fixture
def run(monkeypatch, capsys):
    def run_shoal(*arguments):
        monkeypatch.setattr(sys, "argv", ["shoal", *arguments])
        return told(shoal), *capsys.readouterr()

    return run_shoal


def test_help_lists_every_verb_in_order(run):
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    places = [out.index(f"\n  {verb} ") for verb in ("segment", "assign", "demo")]
    assert places == sorted(places)


@pytest.mark.parametrize("verb", ["segment", "assign", "demo"])
def test_each_verb_has_help_that_names_its_options(run, verb):
    code, out, err = run(verb, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: shoal {verb}")
    assert "--json" in out


def test_a_verb_that_does_not_exist_is_answered_with_the_nearest(run):
    code, out, err = run("segmnt", "customers.csv")
    assert (code, out) == (2, "")
    assert "no command segmnt. Did you mean segment?" in err


def test_no_verb_at_all_shows_the_help_and_is_a_mistake(run):
    code, out, err = run()
    assert (code, out) == (2, "")
    assert err.startswith("Usage: shoal")


def test_the_exit_code_is_that_of_the_process(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["shoal", "nothing"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2


def test_a_letter_that_the_terminal_lacks_does_not_stop_the_answer(monkeypatch):
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    monkeypatch.setattr(cli, "told", lambda _command: print("Müller", flush=True))  # noqa: T201
    with pytest.raises(SystemExit):
        main()
    assert narrow.buffer.getvalue() == b"M\\xfcller\n"
