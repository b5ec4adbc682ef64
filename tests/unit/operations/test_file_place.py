import pytest

from shoal.errors import NotAFile, OutputExists
from shoal.operations.file_place import check_place


def is_ours(first_line):
    return first_line == b"ours\n"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out.csv"


def test_an_empty_place_and_a_file_of_ours_are_free(out):
    check_place(out, is_ours=is_ours, overwrite=False)
    out.write_text("ours\nand more\n")
    check_place(out, is_ours=is_ours, overwrite=False)


def test_a_file_of_somebody_else_needs_a_word(out):
    out.write_text("theirs\nours\n")
    with pytest.raises(OutputExists, match="was not written by Shoal") as told:
        check_place(out, is_ours=is_ours, overwrite=False)
    assert "--overwrite" in told.value.suggestion
    check_place(out, is_ours=is_ours, overwrite=True)


@pytest.mark.parametrize("overwrite", [True, False])
def test_a_folder_is_never_a_place_for_a_file(tmp_path, overwrite):
    with pytest.raises(NotAFile, match="is a folder"):
        check_place(tmp_path, is_ours=is_ours, overwrite=overwrite)
