"""Where the tables of a source are: a path in the workspace, an address, or a database."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from shoal.records.workspace import Location
from shoal.spec.groups import Given
from shoal.spec.nodes import cut
from shoal.spec.notes import Notes
from shoal.spec.references import filled_in

MOST_QUERY_BYTES = 100_000

_CLOUDS = ("s3://", "gs://", "az://")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a workspace file is read in: its folder, the environment, functions given in Python."""

    folder: Path
    environment: Mapping[str, str]
    functions: frozenset[str] = frozenset()


def read_location(
    given: Given, around: Surroundings, notes: Notes, *, name: str
) -> Location | None:
    """Return where a source is; None after noting why that cannot be told."""
    what = f"sources.{name}"
    kinds = [key for key in ("path", "url") if key in given]
    if len(kinds) > 1:
        notes.note(
            given.where("url"),
            f"{what} has a path and a url.",
            code="conflicting-keys",
            suggestion="Keep one of them.",
        )
        return None
    if "path" in given:
        return _of_path(given, around, notes, what=what)
    if "url" in given:
        return _of_url(given, around, notes, what=what)
    if "table" in given:
        return Location(table=given.text("table"))
    if name in around.functions and "path" not in given.places and "url" not in given.places:
        return Location(function=name)
    if not {"path", "url"} & given.places.keys():
        notes.note(
            given.place,
            f"{what} has neither path nor url.",
            code="missing-key",
            suggestion="Write path: and a file, or url: and a database. A table alone is one of the"
            " engine's own.",
        )
    return None


def inner_path(
    given: Given, key: str, usual: str, around: Surroundings, notes: Notes, *, what: str
) -> Path:
    """Return a folder in the workspace as an absolute path."""
    text = given.text(key) or usual
    path = os.path.normpath(around.folder / text)
    if _leads_out(text) or _is_linked_out(path, around.folder):
        notes.note(
            given.where(key),
            f"{what} is {cut(text)}, which leads out of the workspace's folder.",
            code="path-outside",
            suggestion="Name a folder in the workspace.",
        )
    return around.folder / text


def _of_path(given: Given, around: Surroundings, notes: Notes, *, what: str) -> Location | None:
    text, place = given.text("path") or "", given.where("path")
    for key in ("table", "query"):
        if key in given:
            notes.note(
                given.where(key), f"{what} has a {key} without a url.", code="conflicting-keys"
            )
            return None
    if text.startswith(_CLOUDS):
        return Location(path=text)
    if _SCHEME.match(text):
        notes.note(
            place,
            f"{what}.path begins with {cut(text.partition('://')[0])}://, which is not read.",
            code="wrong-value",
            suggestion="Paths are files, or begin with s3://, gs:// or az://; databases have url.",
        )
        return None
    path = os.path.normpath(around.folder / text)
    if not given.flag("outside") and (_leads_out(text) or _is_linked_out(path, around.folder)):
        notes.note(
            place,
            f"{what}.path is {cut(text)}, which leads out of the workspace's folder.",
            code="path-outside",
            suggestion="Put the data into the workspace, or say outside: true in this source.",
        )
        return None
    return Location(path=path)


def _of_url(given: Given, around: Surroundings, notes: Notes, *, what: str) -> Location | None:
    place = given.where("url")
    has_table, has_query = "table" in given, "query" in given
    if has_table == has_query:
        said = "both table and query" if has_table else "neither table nor query"
        notes.note(
            place,
            f"{what} has {said}.",
            code="conflicting-keys" if has_table else "missing-key",
            suggestion="Name one of them beside the url.",
        )
        return None
    url = filled_in(
        given.text("url") or "", around.environment, notes, place=place, what=f"{what}.url"
    )
    if url is not None and not _SCHEME.match(url):
        notes.note(
            place,
            f"{what}.url is no address of a database.",
            code="wrong-value",
            suggestion="It begins as postgresql:// does.",
        )
        return None
    if not has_query:
        return None if url is None else Location(url=url, table=given.text("table"))
    query = _statement(given, around, notes, what=what)
    return None if url is None or query is None else Location(url=url, query=query)


def _statement(given: Given, around: Surroundings, notes: Notes, *, what: str) -> str | None:
    """Return the text of the file that holds a query."""
    text, place = given.text("query") or "", given.where("query")
    path = os.path.normpath(around.folder / text)
    if _leads_out(text) or _is_linked_out(path, around.folder):
        notes.note(
            place,
            f"{what}.query is {cut(text)}, which leads out of the workspace's folder.",
            code="path-outside",
            suggestion="Put the file into the workspace.",
        )
        return None
    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_QUERY_BYTES + 1)
        statement = content.decode("utf-8-sig").strip()
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "it is not UTF-8"
        notes.note(
            place,
            f"{what}.query is {cut(text)}, and that file cannot be read: {said}.",
            code="wrong-value",
            suggestion="Name a file in the workspace that holds one SELECT.",
        )
        return None
    if not statement or len(content) > MOST_QUERY_BYTES:
        notes.note(
            place,
            f"{what}.query is {cut(text)}, which is empty or has over {MOST_QUERY_BYTES:,} bytes.",
            code="wrong-value",
        )
        return None
    return statement


def _leads_out(text: str) -> bool:
    path = PurePosixPath(text)
    return path.is_absolute() or ".." in path.parts or text.startswith("~")


def _is_linked_out(path: str, folder: Path) -> bool:
    """Whether a link on the way leads elsewhere, as far as the path has no pattern."""
    fixed = path[: found.start()] if (found := _MAGIC.search(path)) else path
    real = os.path.realpath(fixed.rpartition("/")[0] if found else fixed)
    return not Path(real).is_relative_to(os.path.realpath(folder))
