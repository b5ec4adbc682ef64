import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from shoal.errors import FileAccess, OutputBusy, OutputExists
from shoal.files import (
    SafeCsv,
    only_writer,
    replace_whole,
    safe_cell,
    write_file,
    write_folder,
)

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
        if self.name.endswith("-new"):
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
        with pytest.raises(OutputBusy, match="Another run") as caught, only_writer(out):
            pytest.fail("two writers at once")
        assert "--" not in caught.value.suggestion  # many verbs write, and few have an option
        first.communicate("")
    with only_writer(out):
        assert names_in(out.parent) == [".out.shoal-lock"]


def test_a_writer_that_was_refused_leaves_the_lock_of_the_other(out):
    with only_writer(out):
        with pytest.raises(OutputBusy), only_writer(out):
            pytest.fail("two writers at once")
        with pytest.raises(OutputBusy), only_writer(out):
            pytest.fail("two writers at once")


def test_what_a_killed_writer_left_is_put_right_by_the_next(out):
    leave_unfinished(out)
    with only_writer(out):
        assert names_in(out) == ["kept.txt"]
    assert names_in(out.parent) == ["out"]


@pytest.mark.parametrize("link", ["folder", "relative"])
def test_what_a_killed_writer_left_is_put_right_through_a_link(tmp_path, link):
    real, target = tmp_path / "disk" / "real", tmp_path / "out"
    real.parent.mkdir()
    target.symlink_to(real if link == "folder" else "disk/real")
    leave_unfinished(real)
    with only_writer(target):
        assert names_in(target) == ["kept.txt"]
    assert names_in(real.parent) == ["real"]


def leave_unfinished(target):
    """Leave what a writer leaves that is killed after it moved the old folder aside."""
    beside = target.parent
    (beside / f".{target.name}.shoal-old").mkdir()
    (beside / f".{target.name}.shoal-old" / "kept.txt").write_text("kept")
    (beside / f".{target.name}.77.shoal-new").mkdir()
    (beside / f".{target.name}.78.shoal-new").write_text("half a file")
    (beside / f".{target.name}.shoal-lock").touch()


def test_a_link_and_what_it_leads_to_have_one_writer(out):
    real = out.parent / "real"
    real.mkdir()
    out.symlink_to(real)
    with only_writer(real), pytest.raises(OutputBusy), only_writer(out):
        pytest.fail("two writers at once")


@pytest.mark.parametrize(
    ("target", "other"),
    [
        ("x", ".x.csv.1.shoal-new"),
        ("x", ".x.5.1.shoal-new"),
        ("x", ".x.draft.shoal-new"),
        ("x", ".x.draft.new"),
        ("x", ".x.1.new"),
        ("x", ".x.old"),
        ("x", ".x.lock"),
        ("[ab]", ".a.1.shoal-new"),
        ("a.b", ".a-b.1.shoal-new"),
    ],
)
def test_what_belongs_to_others_is_not_put_right(tmp_path, target, other):
    (tmp_path / other).write_text("of somebody else")
    with only_writer(tmp_path / target):
        write_folder(tmp_path / target, {"x.txt": ""})
    assert names_in(tmp_path) == sorted([other, target])


@pytest.mark.parametrize("old", ["file", "folder", None])
@pytest.mark.parametrize("new", ["file", "folder"])
def test_a_file_or_folder_takes_the_place_of_either(tmp_path, old, new):
    make(tmp_path / "x", old, "1")
    make(tmp_path / "y", new, "2")
    replace_whole(tmp_path / "y", tmp_path / "x")
    assert names_in(tmp_path) == ["x"]
    found = tmp_path / "x" / "part" if new == "folder" else tmp_path / "x"
    assert found.read_text() == "2"


def make(path, kind, text):
    if kind == "folder":
        path.mkdir()
        path = path / "part"
    if kind is not None:
        path.write_text(text)


def test_two_writers_of_names_that_begin_alike_do_not_meet(tmp_path, monkeypatch):
    folder, file = tmp_path / "x", tmp_path / "x.csv"
    replace = Path.replace

    def meanwhile(self, target):
        with only_writer(folder):
            write_folder(folder, {"a.txt": "1"})
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", meanwhile)
    with only_writer(file):
        write_file(file, "2")
    assert file.read_text() == "2"
    assert names_in(tmp_path) == ["x", "x.csv"]


def test_a_link_to_a_file_stays_a_link(out):
    real = out.parent / "real.csv"
    real.write_text("old")
    out.symlink_to(real)
    with only_writer(out):
        write_file(out, "new")
    assert out.is_symlink()
    assert real.read_text() == "new"
    assert names_in(out.parent) == ["out", "real.csv"]


def test_a_link_that_leads_nowhere_yet_gets_its_file(out):
    out.symlink_to(out.parent / "later" / "real.csv")
    with only_writer(out):
        write_file(out, "new")
    assert (out.parent / "later" / "real.csv").read_text() == "new"


def test_a_pipe_is_not_replaced(out):
    os.mkfifo(out)
    with pytest.raises(OutputExists, match="neither a file nor a folder") as told, only_writer(out):
        pytest.fail("a pipe was accepted")
    with pytest.raises(OutputExists):
        write_file(out, "x")
    assert told.value.exit_code == 2
    assert out.is_fifo()
    assert names_in(out.parent) == ["out"]


@pytest.mark.parametrize("target", ["/dev/null", "/"])
def test_what_cannot_be_replaced_is_refused(target):
    with pytest.raises(OutputExists), only_writer(Path(target)):
        pytest.fail(f"{target} was accepted")


def test_a_link_to_itself_is_refused(out):
    out.symlink_to(out)
    with pytest.raises(OutputExists), only_writer(out):
        pytest.fail("a loop was accepted")
    assert out.is_symlink()


def test_a_folder_is_not_replaced_by_a_file(out):
    out.mkdir()
    with pytest.raises(OutputExists, match="is a folder"), only_writer(out):
        write_file(out, "x")
    assert names_in(out.parent) == ["out"]


def test_the_folder_one_works_in_is_filled_and_not_exchanged(out, monkeypatch):
    out.mkdir()
    monkeypatch.chdir(out)
    before = out.stat().st_ino
    with only_writer(Path()):
        write_folder(Path(), {"a.txt": "1"})
    assert out.stat().st_ino == before
    assert names_in(Path()) == ["a.txt"]
    assert names_in(out.parent) == ["out"]


@pytest.mark.parametrize("there", [[], ["a"], ["a", "a/b"]])
def test_folders_made_for_nothing_go_again(tmp_path, there):
    for name in there:
        (tmp_path / name).mkdir()
    target = tmp_path / "a" / "b" / "c" / "out"
    with pytest.raises(ValueError, match="no table"), only_writer(target):
        raise ValueError("no table")
    assert sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*")) == there


def test_a_folder_that_got_something_meanwhile_stays(tmp_path):
    target = tmp_path / "a" / "b" / "out"
    with only_writer(target):
        (tmp_path / "a" / "note.txt").write_text("mine")
    assert names_in(tmp_path / "a") == ["note.txt"]


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
