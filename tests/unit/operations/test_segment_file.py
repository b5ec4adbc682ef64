from pathlib import Path

import pytest

from shoal.errors import DataError, OutputBusy, OutputExists
from shoal.files import only_writer
from shoal.operations import segment_file as module
from shoal.operations.asking import ask
from shoal.operations.outputs import FILE_NAMES
from shoal.operations.segment_file import default_out, segment_file


@pytest.fixture
def run(write_csv, customers, studied, tmp_path, monkeypatch, quiet):
    """Run the job with the result already at hand; what is tested here is where it goes."""
    path = write_csv(customers)
    monkeypatch.setattr(module, "segment_table", lambda *_, **__: studied)

    def segment(*, out=tmp_path / "out", overwrite=False):
        return segment_file(str(path), ask(), out=out, overwrite=overwrite, progress=quiet)

    return segment


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("customers.csv", "customers-segments"),
        ("/data/q2.customers.parquet", "q2.customers-segments"),
        ("customers.csv.gz", "customers-segments"),
        ("customers", "customers-segments"),
        ("-", "stdin-segments"),
    ],
)
def test_results_go_into_a_folder_named_after_the_file(file, folder):
    assert str(default_out(file)) == folder


def test_four_files_are_written_and_named(run, tmp_path):
    written = run()
    assert names_in(tmp_path / "out") == sorted(FILE_NAMES)
    assert written.files == {
        name: str(tmp_path / "out" / file)
        for name, file in zip(
            ("assignments", "profiles", "model", "report"), FILE_NAMES, strict=True
        )
    }
    assert names_in(tmp_path) == ["customers.csv", "out"]


def test_a_folder_that_shoal_wrote_is_replaced_without_asking(run, tmp_path):
    run()
    (tmp_path / "out" / "report.html").write_text("old")
    run()
    assert (tmp_path / "out" / "report.html").read_text() != "old"


def test_an_empty_folder_is_no_obstacle(run, tmp_path):
    (tmp_path / "out").mkdir()
    run()
    assert names_in(tmp_path / "out") == sorted(FILE_NAMES)


@pytest.mark.parametrize("name", ["notes.txt", "report.html", "model.json"])
def test_a_folder_of_somebody_else_is_left_alone(run, tmp_path, name):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text('{"mine": true}')
    with pytest.raises(OutputExists, match="not written by Shoal") as told:
        run()
    assert "--overwrite" in told.value.suggestion
    assert names_in(tmp_path / "out") == [name]


def test_a_file_added_to_a_written_folder_is_not_lost(run, tmp_path):
    run()
    (tmp_path / "out" / "my notes.txt").write_text("mine")
    with pytest.raises(OutputExists):
        run()
    run(overwrite=True)
    assert (tmp_path / "out" / "my notes.txt").read_text() == "mine"
    assert names_in(tmp_path / "out") == sorted([*FILE_NAMES, "my notes.txt"])


def test_a_file_in_the_way_stays_even_with_overwrite(run, tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutputExists, match="is a file"):
        run(overwrite=True)
    assert (tmp_path / "out").read_text() == "mine"


def test_of_two_runs_into_one_folder_the_second_is_refused(run, tmp_path):
    with only_writer(tmp_path / "out"), pytest.raises(OutputBusy):
        run()
    assert names_in(tmp_path) == ["customers.csv"]


def test_a_run_that_fails_leaves_nothing(run, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise DataError("No.")

    monkeypatch.setattr(module, "segment_table", fail)
    with pytest.raises(DataError):
        run()
    assert names_in(tmp_path) == ["customers.csv"]


@pytest.mark.parametrize("hidden", [".DS_Store", ".~lock.assignments.csv#"])
@pytest.mark.parametrize("written", [True, False])
def test_what_systems_leave_is_no_obstacle_and_stays(run, tmp_path, hidden, written):
    if written:
        run()
    (tmp_path / "out").mkdir(exist_ok=True)
    (tmp_path / "out" / hidden).write_text("left")
    (tmp_path / "out" / "report.html").unlink(missing_ok=True)
    run()
    assert names_in(tmp_path / "out") == sorted([*FILE_NAMES, hidden])


def test_results_may_go_where_one_works(run, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    written = run(out=Path())
    assert written.files["report"] == "report.html"
    assert names_in(Path()) == sorted(FILE_NAMES)
    run(out=Path())
    assert names_in(tmp_path) == ["customers.csv", "here"]


def test_folders_above_go_again_if_nothing_is_written(run, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise DataError("No.")

    monkeypatch.setattr(module, "read_source", fail)
    with pytest.raises(DataError):
        run(out=tmp_path / "a" / "b" / "out")
    assert names_in(tmp_path) == ["customers.csv"]
