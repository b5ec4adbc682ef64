"""Outputs of engines: whole under their name, or not there at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shoal.errors import OutputExists
from shoal.files import replace_whole, told_as_access_error


@contextmanager
def put_whole(path: Path, *, folder: bool = False) -> Iterator[Path]:
    """Yield a place beside `path` to write to; it takes the name of `path` if all goes well.

    Parameters
    ----------
    path
        What stands there is replaced, a file by a file, a folder by a folder.
    folder
        Whether a folder is written.

    Raises
    ------
    OutputExists
        A folder stands where a file is to be, or the reverse.
    FileAccess
        The place cannot be written.
    """
    place = Path(os.path.realpath(path))
    if place.exists() and place.is_dir() is not folder:
        found, wanted = ("a file", "a folder") if folder else ("a folder", "a file")
        raise OutputExists(f"{path} is {found}; {wanted} is to be written there.")
    # The name under which `shoal.files` sweeps away what a run that was killed has left.
    beside = place.parent / f".{place.name}.{os.getpid()}.shoal-new"
    with told_as_access_error(path):
        place.parent.mkdir(parents=True, exist_ok=True)
        _remove(beside)
    try:
        yield beside
        with told_as_access_error(path):
            _sync(beside)
            replace_whole(beside, place)
    finally:
        _remove(beside)


def _sync(path: Path) -> None:
    """Have the disc hold it before its name says that it is there."""
    for file in (path, *path.rglob("*")) if path.is_dir() else (path,):
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
