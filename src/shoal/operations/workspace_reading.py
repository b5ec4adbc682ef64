"""A workspace for verbs that need a valid one, and its sources opened in an engine."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from shoal.engines.engine import Engine
from shoal.errors import ShoalError, UnreadableFile, UsageError, WorkspaceInvalid
from shoal.records.findings import Finding, Severity
from shoal.records.queries import QueryColumn, ValueType
from shoal.records.roles import ROLE_FIELDS, columns_used
from shoal.records.tables import ColumnType, Table
from shoal.records.workspace import SourceSpec, WorkspaceSpec
from shoal.records.writing import Writing
from shoal.sources.files import read_file
from shoal.sources.functions import read_function
from shoal.sources.warehouses import read_warehouse
from shoal.spec.workspace import read_workspace

Functions = Mapping[str, Callable[[], object]]

_PATTERN = "*?["


def valid_workspace(
    place: Path | str,
    environment: Mapping[str, str],
    *,
    functions: frozenset[str] = frozenset(),
) -> tuple[WorkspaceSpec, tuple[Finding, ...]]:
    """Return a workspace without errors, and what else was found in its file.

    Parameters
    ----------
    place : path
        The file, or the folder that has a shoal.yml.
    environment : mapping of str to str
        Variables that ${env:NAME} may refer to.
    functions : frozenset of str
        Sources for which Python gives a function.

    Raises
    ------
    WorkspaceInvalid
        If the file has an error; the findings go with it.
    NotAFile, FileAccess
        If it is not there or may not be read.
    """
    spec, findings = read_workspace(place, environment, functions=functions)
    if spec is not None:
        return spec, findings
    errors = [f for f in findings if f.severity is Severity.ERROR]
    more = f" There are {len(errors) - 1} more." if len(errors) > 1 else ""
    raise WorkspaceInvalid(
        f"The workspace file cannot be used. {errors[0].message}{more}",
        suggestion="shoal check tells them all.",
        findings=findings,
    )


def places_read(spec: WorkspaceSpec) -> tuple[Path | str, ...]:
    """Return the folders and addresses below which a workspace's tables are."""
    found: dict[str, Path | str] = {str(spec.folder): spec.folder}
    for source in spec.sources:
        path = source.location.path
        if path is None:
            continue
        if "://" in path:
            scheme, _, rest = path.partition("://")
            address = f"{scheme}://{rest.partition('/')[0]}"
            found[address] = address
        elif not Path(path).is_relative_to(spec.folder):
            folder = _fixed_folder(path)
            found[str(folder)] = folder
    return tuple(found.values())


def columns_as_text(spec: WorkspaceSpec, source: SourceSpec) -> frozenset[str]:
    """Return columns that are read as text whatever they look like, so that ids stay as given."""
    texts = {f.name for f in ROLE_FIELDS[source.role] if f.type is ValueType.TEXT}
    named = {source.columns.get(field, field) for field in texts}
    return frozenset({*named, *_joining(spec, source)})


def open_source(
    engine: Engine,
    spec: WorkspaceSpec,
    source: SourceSpec,
    *,
    name: str | None = None,
    functions: Functions = MappingProxyType({}),
) -> tuple[QueryColumn, ...]:
    """Make a source readable in queries.

    Parameters
    ----------
    engine : Engine
    spec : WorkspaceSpec
    source : SourceSpec
    name : str, optional
        What queries call it; by default the source's own name.
    functions : mapping of str to callable
        By name of the source, what gives its rows: a frame, or several, one below the other.

    Returns
    -------
    tuple of QueryColumn

    Raises
    ------
    UsageError, DataError, OutsideError
        As opening and reading raise them.
    """
    called, texts = name or source.name, columns_as_text(spec, source)
    if engine.opens(source.location):
        return engine.open(called, source.location, texts=texts)
    if source.location.path is not None:
        table = read_file(Path(source.location.path))
        _refuse_unclear(source, table)
        return engine.take(called, [table], texts=texts | _declared(source.writing, table))
    return engine.take(called, _tables(source, functions), texts=texts)


@contextmanager
def said_of(source: SourceSpec) -> Iterator[None]:
    """Say of an error which source it is about, and where the workspace names it."""
    try:
        yield
    except ShoalError as error:
        if error.message.startswith(str(source.place)):
            raise
        raise type(error)(
            f"{source.place}: sources.{source.name}: {error.message}",
            suggestion=error.suggestion,
            findings=error.findings,
        ) from error


def _declared(writing: Writing, table: Table) -> frozenset[str]:
    """Name columns whose texts were guessed at, and whose source says how they are written."""
    said = {ColumnType.DATE: writing.dates, ColumnType.NUMBER: writing.decimal}
    return frozenset(
        c.name for c in table.columns if c.written is not None and said.get(c.type) is not None
    )


def _refuse_unclear(source: SourceSpec, table: Table) -> None:
    """Stop where a reader has guessed whether the day or the month stands first."""
    used = columns_used(source.role, source.columns, tuple(c.name for c in table.columns))
    for finding in table.findings:
        is_used = finding.column in used.values()
        if finding.code == "ambiguous-dates" and is_used and source.writing.dates is None:
            raise UnreadableFile(
                f"{source.place}: sources.{source.name} has dates in the column {finding.column}"
                " that do not tell whether the day or the month stands first.",
                suggestion="Write dates: day/month/year or dates: month/day/year under"
                f" sources.{source.name}.",
            )


def _tables(source: SourceSpec, functions: Functions) -> Iterator[Table]:
    """Give the rows of what the engine does not read by itself."""
    location = source.location
    if location.url is not None:
        yield from read_warehouse(location, name=source.name)
    else:
        function = functions.get(source.name)
        if function is None:
            raise UsageError(
                f"{source.place}: no function was given for sources.{source.name}.",
                suggestion="Give it in Python: Workspace(folder, sources={name: function}).",
            )
        yield from read_function(function, name=source.name)


def _joining(spec: WorkspaceSpec, source: SourceSpec) -> Iterator[str]:
    """Name columns by which this source finds the account, or others find it through this one."""
    if source.via is not None:
        yield source.columns.get(source.via.on, source.via.on)
    for other in spec.sources:
        if other.via is not None and other.via.source == source.name:
            yield source.columns.get(other.via.on, other.via.on)


def _fixed_folder(path: str) -> Path:
    """Return the folder of a path, as far as it has no pattern."""
    fixed = path[: next((i for i, c in enumerate(path) if c in _PATTERN), len(path))]
    whole = fixed == path and Path(path).is_dir()
    return Path(path if whole else os.path.dirname(fixed))  # noqa: PTH120  # of text with a pattern
