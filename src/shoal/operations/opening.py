"""A workspace's sources, opened in its engine and held against what it says of them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from shoal.engines.engine import Engine
from shoal.errors import UnknownColumn, WorkspaceInvalid, near_matches
from shoal.metrics.parsed import texts_of
from shoal.operations.check_types import Fit
from shoal.operations.engine_choice import engine_of
from shoal.operations.own_types import own_fits
from shoal.operations.workspace_reading import columns_as_text, open_source, said_of
from shoal.records.findings import Finding, Severity
from shoal.records.opened import OpenedSource
from shoal.records.queries import QueryColumn
from shoal.records.roles import ROLE_FIELDS, columns_used, role_field
from shoal.records.workspace import OwnMetric, Role, SourceSpec, WorkspaceSpec
from shoal.spec.conditions import read_condition
from shoal.spec.notes import Notes
from shoal.spec.readings import rows_condition, table_readings

Functions = Mapping[str, Callable[[], object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An engine that reads a workspace's sources; `noticed` are columns with some unfit cells."""

    engine: Engine
    sources: tuple[OpenedSource, ...]
    noticed: tuple[Finding, ...] = ()

    def of_role(self, role: Role) -> tuple[OpenedSource, ...]:
        """Return the sources of one role."""
        return tuple(s for s in self.sources if s.spec.role is role)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Readable:
    """What queries call a source's table, its columns, and those that stand beside texts."""

    table: str
    columns: tuple[QueryColumn, ...]
    beside: Mapping[tuple[str, str], str] = field(default_factory=dict)


@contextmanager
def opened(spec: WorkspaceSpec, *, functions: Functions) -> Iterator[Opened]:
    """Open all sources of a workspace; give everything back at the end.

    Raises
    ------
    UnknownColumn
        If a source or a condition names a column that the table does not have.
    WorkspaceInvalid
        If most cells of a column cannot be read as its field needs them.
    UsageError, DataError, OutsideError
        As opening raises them.
    """
    with engine_of(spec) as engine:
        sources = tuple(_opened(engine, spec, source, functions) for source in spec.sources)
        noticed = _refuse_unfit(engine, sources, spec.metrics.own)
        yield Opened(engine=engine, sources=sources, noticed=noticed)


def _opened(
    engine: Engine, spec: WorkspaceSpec, source: SourceSpec, functions: Functions
) -> OpenedSource:
    with said_of(source):
        columns = open_source(engine, spec, source, name=_written(source), functions=functions)
    fields = columns_used(source.role, source.columns, tuple(c.name for c in columns))
    _refuse_absent(source, fields, columns)
    found = _read_once(engine, spec, source, columns, fields)
    what = f"{source.place}: sources.{source.name}.only"
    only = None
    if source.only is not None:
        only = read_condition(source.only, table_readings(found.columns), what=what)
    wheres = {
        metric.name: rows_condition(
            metric.where,
            source,
            found.columns,
            what=f"{metric.place}: metrics.own.{metric.name}.where",
        )
        for metric in spec.metrics.own
        if metric.source == source.name and metric.where is not None
    }
    return OpenedSource(
        spec=source,
        table=found.table,
        columns=found.columns,
        fields=fields,
        only=only,
        wheres=wheres,
        read=found.beside,
    )


def _read_once(
    engine: Engine,
    spec: WorkspaceSpec,
    source: SourceSpec,
    columns: tuple[QueryColumn, ...],
    fields: Mapping[str, str],
) -> _Readable:
    """Return the table with its texts read; as it was written where there are none to read."""
    written, but = _written(source), columns_as_text(spec, source)
    texts = texts_of(source, written, columns, fields, but=but)
    counted = None if texts is None else engine.rows(texts.counts())
    texts = None if texts is None or counted is None else texts.filled(counted)
    if texts is None or counted is None:
        return _Readable(table=written, columns=columns)
    types = texts.types(counted)
    beside = texts.beside(types)
    if not types and not beside:
        return _Readable(table=written, columns=columns)
    table = f"{written} as read"
    engine.keep(table, texts.table(types))
    return _Readable(table=table, columns=texts.settled(types), beside=beside)


def _written(source: SourceSpec) -> str:
    return f"source {source.name}"


def _refuse_unfit(
    engine: Engine, sources: tuple[OpenedSource, ...], own: tuple[OwnMetric, ...]
) -> tuple[Finding, ...]:
    """Stop where a column is text in a form that nothing reads: all of it would be missing.

    Return what is unfit in part.
    """
    notes = Notes()
    for source in sources:
        for name, column in source.fields.items():
            declared = role_field(source.spec.role, name)
            if declared is None:
                continue
            fit = Fit(
                source=source.name,
                table=source.table,
                field=name,
                column=column,
                wanted=declared.type,
                found=source.type_of(column),
                writing=source.spec.writing,
            )
            fit.judge(engine, source.spec.place, notes)
        types = {c.name: c.type for c in source.columns}
        for metric, fit in own_fits(
            own, source.spec, table=source.table, fields=source.fields, types=types
        ):
            fit.judge(engine, metric.place, notes)
    if notes.has_error:
        first = next(f for f in notes.findings if f.severity is Severity.ERROR)
        raise WorkspaceInvalid(first.message, suggestion=first.suggestion, findings=notes.findings)
    return notes.findings


def _refuse_absent(
    source: SourceSpec, fields: Mapping[str, str], columns: tuple[QueryColumn, ...]
) -> None:
    names = [c.name for c in columns]
    for name, column in fields.items():
        if column not in names:
            raise UnknownColumn(
                f"{source.place}: sources.{source.name} says that {name} is {column}; the table"
                f" has no such column.{near_matches(column, names)}",
                suggestion="shoal check tells all that is wrong in the workspace.",
            )
    for needed in ROLE_FIELDS[source.role]:
        reached = needed.name == "account" and source.via is not None
        if needed.required and needed.name not in fields and not reached:
            key = _key(source, needed.name)
            raise UnknownColumn(
                f"{source.place}: sources.{source.name} has no column for {key}, which"
                f" {source.role.value} need.{near_matches(needed.name, names)}",
                suggestion="Name it in the workspace; shoal check tells more.",
            )


def _key(source: SourceSpec, field: str) -> str:
    """Return the key under which the workspace names a field's column."""
    is_id = source.role is Role.ACCOUNTS and field == "account"
    return "id" if is_id else field
