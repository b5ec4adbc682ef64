"""`shoal init`: a commented workspace file, guessed from files."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from shoal.engines.duckdb_engine import DuckDbEngine
from shoal.errors import DataError, OutputExists, OutsideError, UnreadableFile, UsageError
from shoal.files import only_writer, told_as_access_error, write_file
from shoal.operations.check import Checked, check_workspace
from shoal.operations.sampling import Found, find_tables, look_at
from shoal.records.samples import TableSample
from shoal.records.workspace import EngineSpec
from shoal.spec.guessing.guess import Guess, guess_sources
from shoal.spec.workspace import FILE_NAME
from shoal.spec.writing import workspace_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A workspace file that was guessed.

    `text` is all of it; `look_at` are sentences about what a person has to look at; `checked` is
    what a check of it found, None if it was not written.
    """

    file: Path
    name: str
    text: str
    guess: Guess
    look_at: tuple[str, ...]
    checked: Checked | None = None


def begin_workspace(
    folder: Path, given: Sequence[Path], *, overwrite: bool = False, write: bool = True
) -> Begun:
    """Look at files and write a workspace file that fits them.

    Parameters
    ----------
    folder : Path
        The folder of the workspace; made if it is not there.
    given : sequence of Path
        Files, or folders of files. Those outside `folder` are named with `outside: true`.
    overwrite : bool, default False
        Whether a shoal.yml that is there already may be replaced.
    write : bool, default True
        Whether the file is written at all.

    Returns
    -------
    Begun

    Raises
    ------
    OutputExists
        If there is a shoal.yml already.
    UsageError
        If no file is given.
    NotAFile
        If a file is not there.
    UnreadableFile
        If none of the files can be read, or none has a role.
    """
    file = folder / FILE_NAME
    if not given:
        raise UsageError(
            "No file was named.", suggestion="Name files or folders: shoal init DIR --from data/."
        )
    with told_as_access_error(file):
        if write and file.exists() and not overwrite:
            raise OutputExists(
                f"{file} is there already.",
                suggestion="Pass --overwrite to replace it, or --dry-run to see the new one.",
            )
    samples, unread = _samples(folder, find_tables(given))
    guess = guess_sources(samples)
    if not guess.sources:
        reasons = [*unread.values(), *(f"{p}: {why}" for p, why in guess.unused.items())]
        raise UnreadableFile(
            f"None of the files has a role that can be guessed. {' '.join(reasons[:5])}",
            suggestion="Write shoal.yml by hand: docs/workspace.md shows how. One table with a row"
            " for each customer needs none: shoal segment FILE.",
        )
    guess = replace(guess, unused={**guess.unused, **unread})
    name = Path(os.path.abspath(folder)).name or "workspace"  # noqa: PTH100  # links keep their name
    written = workspace_text(guess, name=name)
    begun = Begun(file=file, name=name, text=written.text, guess=guess, look_at=written.look_at)
    if not write:
        return begun
    with only_writer(file):
        write_file(file, written.text)
    return replace(begun, checked=check_workspace(file, os.environ))


def _samples(folder: Path, tables: Sequence[Found]) -> tuple[list[TableSample], dict[str, str]]:
    """Look at every table; return those that can be read, and why the others cannot."""
    samples, unread = [], {}
    root = Path(os.path.abspath(folder))  # noqa: PTH100  # links stay as they are named
    with TemporaryDirectory(prefix="shoal-init-") as scratch:
        settings = EngineSpec(spill=Path(scratch) / "spill")
        places = {Path(os.path.abspath(t.first)).parent for t in tables}  # noqa: PTH100  # as above
        with DuckDbEngine(settings, allowed=sorted(places)) as engine:
            for table in tables:
                path, outside = _named(table.path, root)
                try:
                    samples.append(look_at(engine, table, path=path, outside=outside))
                except (UsageError, DataError, OutsideError) as error:
                    unread[path] = f"It cannot be read: {error.message}"
    return samples, unread


def _named(path: Path, root: Path) -> tuple[str, bool]:
    """Return a path as the workspace file names it, and whether it leads out of the folder.

    What stands beside the workspace is named from there, so that both can move together.
    """
    whole = Path(os.path.abspath(path))  # noqa: PTH100  # links stay as they are named
    real = Path(os.path.realpath(path))
    if whole.is_relative_to(root) and real.is_relative_to(os.path.realpath(root)):
        return whole.relative_to(root).as_posix(), False
    beside = root.parent != root.parent.parent and whole.is_relative_to(root.parent)
    return (f"../{whole.relative_to(root.parent).as_posix()}" if beside else str(whole)), True
