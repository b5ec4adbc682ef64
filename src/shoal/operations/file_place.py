"""Whether an output file may be put where the user wants it."""

from collections.abc import Callable
from pathlib import Path

from shoal.errors import NotAFile, OutputExists
from shoal.files import told_as_access_error

_MOST_BYTES = 10_000


def check_place(out: Path, *, is_ours: Callable[[bytes], bool], overwrite: bool) -> None:
    """Refuse a folder, and a file of somebody else unless it may be replaced.

    Parameters
    ----------
    out : Path
    is_ours : callable
        Told the first line of a file that stands there; whether Shoal wrote it.
    overwrite : bool
        Whether any file may be replaced.

    Raises
    ------
    NotAFile
        If `out` is a folder.
    OutputExists
        If it is a file that Shoal did not write and `overwrite` is false.
    FileAccess
        If it may not be read.
    """
    with told_as_access_error(out):
        if out.is_dir():
            raise NotAFile(f"{out} is a folder.", suggestion="Name a file with --out.")
        if overwrite or not out.exists():
            return
        with out.open("rb") as file:
            first_line = file.readline(_MOST_BYTES)
    if not is_ours(first_line):
        raise OutputExists(
            f"{out} exists and was not written by Shoal.",
            suggestion="Choose another --out, or pass --overwrite.",
        )
