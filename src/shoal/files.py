"""Write files whole or not at all, one writer at a time."""

import csv
import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from shoal.errors import FileAccess, OutputBusy, OutputExists

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
_NEW, _OLD, _LOCK = "shoal-new", "shoal-old", "shoal-lock"  # no file of anybody else ends so


@contextmanager
def only_writer(target: Path) -> Iterator[None]:
    """Hold the right to write a folder or file; the operating system takes it back on death.

    What a run that was killed left beside the target is put right first. Folders above it are
    made; those that are empty at the end go again.

    Parameters
    ----------
    target : Path
        A link stands for what it leads to, here and in `write_folder` and `write_file`.

    Raises
    ------
    OutputBusy
        If another process holds it.
    OutputExists
        If a device, a pipe or the like stands there.
    FileAccess
        If the parent folder cannot be written.
    """
    place = _place_of(target)
    with _folders_above(place, target), _locked(place, target):
        with told_as_access_error(target):
            _sweep(place)
        yield


def write_folder(target: Path, files: Mapping[str, str], *, keep_others: bool = False) -> None:
    """Put files into a folder at one stroke; call it while `only_writer` is held.

    Parameters
    ----------
    target : Path
        Replaced whole if it exists; in the folder that the process works in, files are replaced
        one by one, for whoever works there would be left in a folder that is gone.
    files : mapping of str to str
        Name and text.
    keep_others : bool, default False
        Move the files into the existing folder one by one and leave what else is there.
    """
    place = _place_of(target)
    beside = _beside(place)
    with told_as_access_error(target):
        try:
            beside.mkdir()
            for name, text in files.items():
                _write_synced(beside / name, text)
            _move_in(beside, place, keep_others=keep_others or _is_worked_in(place))
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def write_file(target: Path, text: str) -> None:
    """Write one file at one stroke; call it while `only_writer` is held.

    Raises
    ------
    OutputExists
        If what stands there is no file.
    FileAccess
        If it cannot be written.
    """
    place = _place_of(target)
    beside = _beside(place)
    with told_as_access_error(target):
        if place.is_dir():
            raise OutputExists(f"{target} is a folder.", suggestion="Name a file.")
        try:
            _write_synced(beside, text)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)


def replace_whole(made: Path, place: Path) -> None:
    """Give a file or folder the name of another, which goes; nothing may stand there yet.

    A run that is killed between the two renames of a folder leaves the old one aside, where
    `only_writer` looks for it.

    Raises
    ------
    OSError
        If it cannot be moved; what stood there is still there then.
    """
    if not place.exists() or not (place.is_dir() or made.is_dir()):
        made.rename(place)
        return
    old = _aside(place)
    _remove(old)
    place.rename(old)
    try:
        made.rename(place)
    except OSError:
        old.rename(place)
        raise
    _remove(old)


@contextmanager
def told_as_access_error(target: Path) -> Iterator[None]:
    """Turn what the operating system refuses about the place of an output into our own error.

    Raises
    ------
    FileAccess
        In place of any OSError.
    """
    try:
        yield
    except OSError as error:
        raise FileAccess(
            f"Could not write {target}: {error.strerror or error}.",
            suggestion="Free the place, or write elsewhere.",
        ) from error


class SafeCsv:
    """Builds CSV text whose text cells no spreadsheet runs as a formula."""

    def __init__(self, header: Sequence[str]) -> None:
        self._lines: list[str] = []
        self._writer = csv.writer(_Lines(self._lines), lineterminator="\n")
        self._writer.writerow([safe_cell(name) for name in header])

    def add(self, cells: Iterable[object]) -> None:
        """Add a row; None becomes an empty cell, numbers and yes/no values are written plainly."""
        self._writer.writerow([_cell(cell) for cell in cells])

    def text(self) -> str:
        """Return the whole file."""
        return "".join(self._lines)


def safe_cell(text: str) -> str:
    """Return text with a leading apostrophe if a spreadsheet would run it.

    A text that reads as a number is left alone.

    Examples
    --------
    >>> safe_cell("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    >>> safe_cell("-12.5")
    '-12.5'
    """
    if not text.startswith(_RUN_BY_SPREADSHEETS) or _reads_as_number(text):
        return text
    return "'" + text


class _Lines:
    """What csv.writer writes to: a list of lines."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def write(self, line: str) -> int:
        self._lines.append(line)
        return len(line)


def _cell(cell: object) -> str:
    if cell is None or cell != cell:  # noqa: PLR0124  # NaN is the value that differs from itself
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return repr(cell)
    return safe_cell(cell) if isinstance(cell, str) else str(cell)


def _reads_as_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text == text.strip()


def _place_of(target: Path) -> Path:
    """Return where a target really is, once links are followed; refuse what cannot be replaced."""
    with told_as_access_error(target):
        place = Path(os.path.realpath(target))
        is_loop = place.is_symlink()
        # Asked of the target: a link to a pipe leads to what has no path.
        is_special = target.exists() and not (target.is_file() or target.is_dir())
    if is_loop or is_special or not place.name:
        raise OutputExists(
            f"{target} is neither a file nor a folder that can be replaced.",
            suggestion="Write elsewhere.",
        )
    return place


def _is_worked_in(folder: Path) -> bool:
    return Path.cwd().is_relative_to(folder)


@contextmanager
def _folders_above(place: Path, target: Path) -> Iterator[None]:
    """Make the folders above; take away again those that are empty at the end."""
    with told_as_access_error(target):
        made = [folder for folder in place.parents if not folder.exists()]
    try:
        with told_as_access_error(target):
            place.parent.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def _locked(place: Path, target: Path) -> Iterator[None]:
    lock = place.parent / f".{place.name}.{_LOCK}"
    with told_as_access_error(target):
        handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        if not _is_taken(handle, lock):
            raise OutputBusy(
                f"Another run is writing into {target}.",
                suggestion="Wait until it has finished, or write elsewhere.",
            )
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)
    finally:
        os.close(handle)


def _is_taken(handle: int, lock: Path) -> bool:
    """Take the lock if nobody holds it.

    A writer that has just finished may have removed the file that was opened; a lock on that one
    keeps nobody out.
    """
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(handle), lock.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _sweep(place: Path) -> None:
    """Bring back a folder that was moved aside and not replaced; remove unfinished files."""
    old = _aside(place)
    if old.exists() and not place.exists():
        old.rename(place)
    unfinished = re.compile(rf"\.{re.escape(place.name)}\.\d+\.{_NEW}")
    left = [path for path in place.parent.iterdir() if unfinished.fullmatch(path.name)]
    for path in [*left, old]:
        _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _beside(place: Path) -> Path:
    return place.parent / f".{place.name}.{os.getpid()}.{_NEW}"


def _aside(place: Path) -> Path:
    return place.parent / f".{place.name}.{_OLD}"


def _move_in(beside: Path, target: Path, *, keep_others: bool) -> None:
    if keep_others and target.exists():
        for path in beside.iterdir():
            path.replace(target / path.name)
        return
    replace_whole(beside, target)


def _write_synced(path: Path, text: str) -> None:
    # A file's name may hold bytes that are no text; they must not stop the report about it.
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
