"""`shoal check`: the workspace file, then every source it names, held against each other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from shoal.engines.duckdb_engine import DuckDbEngine
from shoal.engines.engine import Engine
from shoal.errors import DataError, OutsideError, UsageError
from shoal.metrics.parsed import texts_of
from shoal.metrics.presets.catalogue import PRESETS
from shoal.operations.check_types import Fit
from shoal.operations.own_types import own_fits
from shoal.operations.unused_metrics import why_not_clustered
from shoal.operations.workspace_reading import Functions, columns_as_text, open_source, places_read
from shoal.records.findings import Finding, Severity
from shoal.records.queries import QueryColumn
from shoal.records.roles import columns_used, role_field
from shoal.records.workspace import SourceSpec, WorkspaceSpec
from shoal.spec.bound_names import check_names
from shoal.spec.notes import Notes
from shoal.spec.workspace import Draft, read_draft

_LOOKED_AT_ROWS = 200_000

Columns = dict[str, tuple[QueryColumn, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found; `name` is None where the file could not be read at all."""

    name: str | None
    findings: tuple[Finding, ...]

    @property
    def has_error(self) -> bool:
        """Whether one of the findings is an error."""
        return any(f.severity is Severity.ERROR for f in self.findings)


def check_workspace(
    place: Path | str,
    environment: Mapping[str, str],
    *,
    functions: Functions = MappingProxyType({}),
) -> Checked:
    """Check a workspace file and the tables it names; nothing is written or sent.

    Parameters
    ----------
    place : path
        The file, or the folder that has a shoal.yml.
    environment : mapping of str to str
        Variables that ${env:NAME} may refer to.
    functions : mapping of str to callable
        Sources that Python gives, by name.

    Returns
    -------
    Checked
        With all findings, in the order of the file.

    Raises
    ------
    NotAFile, FileAccess
        If there is no workspace file, or it may not be read.
    """
    draft = read_draft(place, environment, functions=frozenset(functions))
    if draft.spec is None:
        return Checked(name=None, findings=draft.findings)
    spec = draft.spec
    notes = Notes()
    with TemporaryDirectory(prefix="shoal-check-") as scratch:
        settings = replace(spec.engine, spill=Path(scratch) / "spill")
        with DuckDbEngine(settings, allowed=places_read(spec)) as engine:
            columns = _opened(engine, draft, spec, notes, functions)
            for source in spec.sources:
                if source.name in columns:
                    _check_types(engine, source, columns[source.name], draft, notes)
                    _check_own_types(engine, spec, source, columns[source.name], notes)
    names = check_names(
        spec,
        columns,
        places=draft.places,
        metrics=frozenset(PRESETS),
        unfit=why_not_clustered(spec, columns),
    )
    found = [*draft.findings, *notes.findings, *names]
    return Checked(name=spec.name, findings=tuple(sorted(found, key=_line)))


def _opened(
    engine: Engine, draft: Draft, spec: WorkspaceSpec, notes: Notes, functions: Functions
) -> Columns:
    """Open every source and return the columns of those that could be opened."""
    columns: Columns = {}
    for source in spec.sources:
        path = f"sources.{source.name}"
        place = draft.places.get(f"{path}.path", source.place)
        if source.location.url is not None and not engine.opens(source.location):
            notes.note(
                draft.places.get(f"{path}.url", source.place),
                f"{path} is in a database; its columns are not checked here.",
                code="source-unchecked",
                severity=Severity.NOTE,
            )
            continue
        try:
            found = open_source(engine, spec, source, functions=functions)
            columns[source.name] = _settled(engine, spec, source, found)
        except (UsageError, DataError, OutsideError) as error:
            notes.note(
                place,
                f"{path} cannot be read: {error.message}",
                code="source-unreadable",
                suggestion=error.suggestion,
            )
    return columns


def _settled(
    engine: Engine, spec: WorkspaceSpec, source: SourceSpec, columns: tuple[QueryColumn, ...]
) -> tuple[QueryColumn, ...]:
    """Return the columns as measuring will have them, told by the first rows."""
    fields = columns_used(source.role, source.columns, tuple(c.name for c in columns))
    but = columns_as_text(spec, source)
    texts = texts_of(source, source.name, columns, fields, but=but)
    if texts is None:
        return columns
    return texts.settled(texts.types(engine.rows(texts.counts(most_rows=_LOOKED_AT_ROWS))))


def _check_types(
    engine: Engine,
    source: SourceSpec,
    columns: tuple[QueryColumn, ...],
    draft: Draft,
    notes: Notes,
) -> None:
    """Hold every column against what its field has to be readable as."""
    types = {c.name: c.type for c in columns}
    for name, column in columns_used(source.role, source.columns, tuple(types)).items():
        field = role_field(source.role, name)
        if field is None or column not in types:
            continue
        path = f"sources.{source.name}"
        keys = (f"{path}.columns.{name}", f"{path}.{name}")
        place = next((draft.places[k] for k in keys if k in draft.places), source.place)
        fit = Fit(
            source=source.name,
            table=source.name,
            field=name,
            column=column,
            wanted=field.type,
            found=types[column],
            writing=source.writing,
        )
        fit.judge(engine, place, notes)


def _check_own_types(
    engine: Engine,
    spec: WorkspaceSpec,
    source: SourceSpec,
    columns: tuple[QueryColumn, ...],
    notes: Notes,
) -> None:
    """Hold other columns against the own metrics that take numbers of them."""
    types = {c.name: c.type for c in columns}
    fields = columns_used(source.role, source.columns, tuple(types))
    for metric, fit in own_fits(
        spec.metrics.own, source, table=source.name, fields=fields, types=types
    ):
        fit.judge(engine, metric.place, notes)


def _line(finding: Finding) -> tuple[str, int]:
    return str(finding.evidence.get("file", "")), int(finding.evidence.get("line", 0))
