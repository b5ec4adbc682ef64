import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from shoal.errors import FileAccess, OutputBusy
from shoal.files import SafeCsv, only_writer, safe_cell, write_file, write_folder

HOLD = """
import sys
from pathlib import Path
from shoal.files import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_is_written_with_its_files_and_nothing_stays_beside_it(out):
    with only_writer(out):
        write_folder(out, {"a.txt": "1\n", "b.txt": "é"})
    assert names_in(out.parent) == ["out"]
    assert (out / "a.txt").read_bytes() == b"1\n"
    assert (out / "b.txt").read_bytes() == "é".encode()


def test_a_folder_is_replaced_whole(out):
    out.mkdir()
    (out / "old.txt").write_text("old")
    with only_writer(out):
        write_folder(out, {"new.txt": "new"})
    assert names_in(out) == ["new.txt"]
    assert names_in(out.parent) == ["out"]


def test_what_else_is_in_a_folder_stays_if_asked_for(out):
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    (out / "a.txt").write_text("old")
    with only_writer(out):
        write_folder(out, {"a.txt": "new"}, keep_others=True)
    assert (out / "notes.txt").read_text() == "mine"
    assert (out / "a.txt").read_text() == "new"


def test_a_link_to_a_folder_stays_a_link(out):
    real = out.parent / "real"
    real.mkdir()
    out.symlink_to(real)
    with only_writer(out):
        write_folder(out, {"a.txt": "1"})
    assert out.is_symlink()
    assert names_in(real) == ["a.txt"]
    assert names_in(out.parent) == ["out", "real"]


def test_folders_above_the_target_are_made(tmp_path):
    target = tmp_path / "a" / "b" / "file.csv"
    with only_writer(target):
        write_file(target, "x\n")
    assert names_in(target.parent) == ["file.csv"]


def test_a_file_takes_the_place_of_the_old_one(out):
    out.write_text("old")
    with only_writer(out):
        write_file(out, "new")
    assert out.read_text() == "new"
    assert names_in(out.parent) == ["out"]


def test_a_write_that_fails_leaves_the_old_folder_and_nothing_beside_it(out):
    out.mkdir()
    (out / "old.txt").write_text("old")
    with pytest.raises(FileAccess, match="out"), only_writer(out):
        write_folder(out, {"no such folder/a.txt": ""})
    assert names_in(out) == ["old.txt"]
    assert names_in(out.parent) == ["out"]


def test_the_old_folder_comes_back_if_the_new_one_cannot_take_its_place(out, monkeypatch):
    out.mkdir()
    (out / "old.txt").write_text("old")
    rename = Path.rename

    def refuse_new(self, target):
        if self.name.endswith(".new"):
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_new)
    with pytest.raises(FileAccess, match="Permission denied"), only_writer(out):
        write_folder(out, {"new.txt": ""})
    assert names_in(out) == ["old.txt"]
    assert names_in(out.parent) == ["out"]


def test_text_that_is_no_unicode_is_written_visibly(out):
    with only_writer(out):
        write_file(out, "name \udcff")
    assert out.read_bytes() == rb"name \udcff"


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_a_failure_leaves_no_lock_behind(out, failure):
    with pytest.raises(failure), only_writer(out):
        raise failure
    assert names_in(out.parent) == []


def test_a_second_writer_is_refused_until_the_first_has_finished(out):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(out)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(OutputBusy, match="Another run"), only_writer(out):
            pytest.fail("two writers at once")
        first.communicate("")
    with only_writer(out):
        assert names_in(out.parent) == [".out.lock"]


def test_a_writer_that_was_refused_leaves_the_lock_of_the_other(out):
    with only_writer(out):
        with pytest.raises(OutputBusy), only_writer(out):
            pytest.fail("two writers at once")
        with pytest.raises(OutputBusy), only_writer(out):
            pytest.fail("two writers at once")


def test_what_a_killed_writer_left_is_put_right_by_the_next(out):
    (out.parent / ".out.old").mkdir()
    (out.parent / ".out.old" / "kept.txt").write_text("kept")
    (out.parent / ".out.77.new").mkdir()
    (out.parent / ".out.78.new").write_text("half a file")
    (out.parent / ".out.lock").touch()
    with only_writer(out):
        assert names_in(out) == ["kept.txt"]
    assert names_in(out.parent) == ["out"]


def test_a_name_with_brackets_is_no_pattern(tmp_path):
    target, other = tmp_path / "[ab]", tmp_path / ".a.1.new"
    other.write_text("of another run")
    with only_writer(target):
        write_folder(target, {"x.txt": ""})
    assert names_in(tmp_path) == [".a.1.new", "[ab]"]


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(FileAccess, match="Could not write") as told, only_writer(blocked / "out"):
        pytest.fail("written below a file")
    assert told.value.exit_code == 4
    assert told.value.suggestion


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(start):
    assert safe_cell(start + "cmd") == "'" + start + "cmd"


@pytest.mark.parametrize("text", ["-12.5", "+3", "-1e5", "plain", "", "a=b", "'=x"])
def test_numbers_and_plain_text_stay_as_they_are(text):
    assert safe_cell(text) == text


def test_cells_are_written_so_that_they_read_back():
    cells = ["a,b", 'say "x"', "two\nlines", None, float("nan"), True, False, 0.1, 7, "=1+1"]
    table = SafeCsv(["id", *"bcdefghi", "=j"])
    table.add(cells)
    header, row = csv.reader(io.StringIO(table.text()))
    assert header[-1] == "'=j"
    assert row == [
        "a,b", 'say "x"', "two\nlines", "", "", "true", "false", "0.1", "7", "'=1+1"
    ]  # fmt: skip


def test_lines_end_the_same_on_every_system():
    table = SafeCsv(["a"])
    table.add([1])
    assert table.text() == "a\n1\n"
