"""From what a workspace says about a file to the files that there are."""

import glob
import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

from shoal.engines.extras import needed
from shoal.errors import FileAccess, NotAFile, UnreadableFile, UsageError, near_matches
from shoal.records.workspace import Location


class FileKind(StrEnum):
    """What engines read by themselves."""

    DELIMITED = "CSV"
    PARQUET = "Parquet"
    JSON_LINES = "JSON lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Files of one kind, in the order of their names.

    `base` is the folder above them all, `keys` the columns that the names of folders below it
    hold (month=2025-01). `scheme` is that of an address (s3), None on this machine, where all
    paths are real ones.
    """

    kind: FileKind
    files: tuple[str, ...]
    base: str
    keys: frozenset[str] = frozenset()
    scheme: str | None = None


SCHEMES = {
    "s3": "s3fs",
    "gs": "gcsfs",
    "az": "adlfs",
    "abfs": "adlfs",
    "memory": "fsspec",
}
_KINDS = {
    ".csv": FileKind.DELIMITED,
    ".tsv": FileKind.DELIMITED,
    ".parquet": FileKind.PARQUET,
    ".pq": FileKind.PARQUET,
    ".jsonl": FileKind.JSON_LINES,
    ".ndjson": FileKind.JSON_LINES,
}
_PACKED = frozenset({".gz", ".zst"})
_MOST_NAMED = 5


def scheme_of(path: str) -> str | None:
    """Return the scheme of an address, None for a path on this machine.

    >>> scheme_of("s3://bucket/events")
    's3'
    >>> scheme_of("/data/events.csv") is None
    True
    """
    scheme, mark, _ = path.partition("://")
    return scheme if mark else None


def file_system(scheme: str) -> Any:  # noqa: ANN401 - fsspec has no types
    """Return the file system of an address.

    Raises
    ------
    MissingExtra
        What reads it is not installed.
    UsageError
        Nothing reads such addresses.
    """
    if scheme not in SCHEMES:
        known = ", ".join(f"{s}://" for s in SCHEMES)
        raise UsageError(f"Addresses of the form {scheme}:// cannot be read; known are {known}.")
    purpose = f"Reading {scheme}://"
    needed(SCHEMES[scheme], extra="cloud", purpose=purpose)
    return needed("fsspec", extra="cloud", purpose=purpose).filesystem(scheme)


def can_be_placed(location: Location) -> bool:
    """Say whether a location is of files that engines read by themselves, by its name alone.

    Folders and patterns without a suffix may hold anything; opening them tells.

    >>> can_be_placed(Location(path="/data/events.csv.gz"))
    True
    >>> can_be_placed(Location(path="/data/accounts.xlsx"))
    False
    """
    if location.path is None:
        return False
    scheme = scheme_of(location.path)
    if scheme is not None and scheme not in SCHEMES:
        return False
    is_here = scheme is None
    suffix = PurePosixPath(location.path).suffix.lower()
    if _kind_of(location.path) is not None or not suffix:
        return True
    return is_here and (Path(location.path).is_dir() or suffix.endswith("*"))


def find_files(path: str, *, allowed: Iterable[Path | str]) -> Place:
    """Find the files that a path, a folder, a pattern or an address stands for.

    Parameters
    ----------
    path
        As in `Location`.
    allowed
        Folders and addresses below which files may be read.

    Raises
    ------
    NotAFile
        Nothing is there.
    UnreadableFile
        The files are of several kinds, or of none that is known.
    UsageError
        A file, or what a link leads to, is outside what is allowed.
    """
    scheme = scheme_of(path)
    files, base = _here(path) if scheme is None else _there(path, scheme)
    _refuse_outside(path, files, allowed)
    kind = _one_kind(path, files)
    keys = frozenset(key for f in files for key in _keys(f[len(base) :]))
    return Place(kind=kind, files=tuple(files), base=base, keys=keys, scheme=scheme)


def as_pattern(file: str) -> str:
    """Write a path so that no sign of it is taken for a pattern.

    >>> as_pattern("/data/a[1].csv")
    '/data/a[[]1].csv'
    """
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in file)


def _here(path: str) -> tuple[list[str], str]:
    """Return the files and the folder above them all."""
    place = Path(path)
    try:
        if place.is_file():
            return [os.path.realpath(place)], str(Path(os.path.realpath(place)).parent)
        if place.is_dir():
            found = _visible(str(place), (str(p) for p in place.rglob("*") if p.is_file()))
        elif glob.has_magic(path):
            found = [p for p in glob.glob(path, recursive=True) if Path(p).is_file()]  # noqa: PTH207 - the pattern is absolute
        else:
            raise NotAFile(
                f"There is no file {path}.{_near(place)}",
                suggestion="Name a file, a folder, or a pattern such as events/*.parquet.",
            )
    except OSError as error:
        raise FileAccess(f"Could not look into {path}: {error.strerror or error}.") from error
    if not found:
        raise NotAFile(
            f"{path} holds no file that can be read.",
            suggestion="CSV, Parquet and JSON lines are read, each also packed with gzip.",
        )
    files = sorted(os.path.realpath(p) for p in found)
    base = path if place.is_dir() else path[: _first_magic(path)].rpartition("/")[0]
    return files, os.path.realpath(base)


def _there(path: str, scheme: str) -> tuple[list[str], str]:
    system = file_system(scheme)
    try:
        if glob.has_magic(path):
            found = [str(f) for f in system.glob(path)]
        else:
            found = [str(f) for f in system.find(path)]
    except Exception as error:  # stores raise what they like
        raise FileAccess(
            f"{path} could not be looked into: {type(error).__name__}.",
            suggestion="Check the address, and that this machine may read it.",
        ) from error
    if not found:
        raise NotAFile(f"Nothing is at {path}.", suggestion="Check the address.")
    base = path[: _first_magic(path)].rpartition("/")[0] if glob.has_magic(path) else path
    visible = [f.lstrip("/") for f in sorted(found) if _is_visible(f.lstrip("/"))]
    return [f"{scheme}://{f}" for f in visible], base.rstrip("/")


def _keys(path: str) -> list[str]:
    return [part.partition("=")[0] for part in PurePosixPath(path).parts[:-1] if "=" in part]


def _first_magic(path: str) -> int:
    return min((i for i, sign in enumerate(path) if sign in "*?["), default=len(path))


def _visible(base: str, paths: Iterable[str]) -> list[str]:
    return [p for p in paths if _is_visible(p[len(base) :]) and _kind_of(p) is not None]


def _is_visible(path: str) -> bool:
    """Say whether a file is data: what begins with a dot or a line below (_SUCCESS) is not."""
    return not any(part.startswith((".", "_")) for part in PurePosixPath(path).parts)


def _kind_of(path: str) -> FileKind | None:
    name = PurePosixPath(path)
    packed = name.suffix.lower() in _PACKED
    return _KINDS.get((name.with_suffix("") if packed else name).suffix.lower())


def _one_kind(path: str, files: list[str]) -> FileKind:
    kinds = {_kind_of(f) for f in files}
    known = sorted(k for k in kinds if k is not None)
    if len(kinds) == 1 and known:
        return known[0]
    if not known:
        raise UnreadableFile(
            f"{path} ends in nothing that tells what it is.",
            suggestion="Engines read .csv, .tsv, .parquet and .jsonl, each also packed with gzip.",
        )
    raise UnreadableFile(
        f"{path} holds files of several kinds: {', '.join(known)}.",
        suggestion=f"Name one kind with a pattern, such as {path.rstrip('/')}/*.csv.",
    )


def _refuse_outside(path: str, files: list[str], allowed: Iterable[Path | str]) -> None:
    inside = [_root(a) for a in allowed]
    outside = [f for f in files if not any(f.startswith(root) for root in inside)]
    if outside:
        named = ", ".join(outside[:_MOST_NAMED])
        raise UsageError(
            f"{path} leads to what the workspace does not declare: {named}.",
            suggestion="Put the file into the workspace's folder, or declare its folder.",
        )


def _root(allowed: Path | str) -> str:
    text = str(allowed)
    if scheme_of(text) is None:
        text = os.path.realpath(text)
    return text.rstrip("/") + "/" if not text.endswith("://") else text


def _near(place: Path) -> str:
    try:
        return near_matches(place.name, [p.name for p in place.parent.iterdir()])
    except OSError:
        return ""
