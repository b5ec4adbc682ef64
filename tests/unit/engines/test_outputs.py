"""Outputs are whole or not there."""

import pytest

from shoal.engines.outputs import put_whole
from shoal.errors import FileAccess, OutputExists


def test_a_file_takes_the_place_of_the_one_before(tmp_path):
    target = tmp_path / "new" / "t.parquet"
    for text in ("one", "two"):
        with put_whole(target) as beside:
            beside.write_text(text)

    assert target.read_text() == "two"
    assert list(target.parent.iterdir()) == [target]


def test_a_folder_takes_the_place_of_the_one_before(tmp_path):
    target = tmp_path / "t.parquet"
    for name in ("one", "two"):
        with put_whole(target, folder=True) as beside:
            (beside / "deep").mkdir(parents=True)
            (beside / "deep" / name).write_text(name)

    assert [p.name for p in (target / "deep").iterdir()] == ["two"]
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_fails_leaves_what_was_there(tmp_path, error):
    target = tmp_path / "t.parquet"
    target.write_text("before")

    def fail():
        with put_whole(target) as beside:
            beside.write_text("half")
            raise error

    with pytest.raises(error):
        fail()

    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("folder", [True, False])
def test_files_and_folders_do_not_take_each_other_s_place(tmp_path, folder):
    target = tmp_path / "t.parquet"
    if folder:
        target.write_text("a file")
    else:
        target.mkdir()

    with pytest.raises(OutputExists), put_whole(target, folder=folder):
        pass


def test_a_place_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(FileAccess), put_whole(tmp_path / "file" / "t.parquet"):
        pass
