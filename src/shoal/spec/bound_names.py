"""Names in a workspace held against the tables they speak of, once these are known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shoal.errors import UsageError, near_matches
from shoal.records.findings import Finding, Severity
from shoal.records.roles import KIND_WORDS, ROLE_FIELDS, columns_used
from shoal.records.workspace import (
    OwnMetric,
    Place,
    Role,
    SegmentationSpec,
    SourceSpec,
    WorkspaceSpec,
)
from shoal.spec.conditions import Readings, read_condition
from shoal.spec.notes import Notes
from shoal.spec.readings import TableColumns, account_readings, field_readings, table_readings
from shoal.wording import join_words

# What a key of a source speaks of.
_FIELD_OF = {
    "logins": "name",
    "features": "feature",
    "integrations": "feature",
    "severe": "severity",
    "steps": "name",
}
_MOST_NAMED = 12


def check_names(
    spec: WorkspaceSpec,
    columns: Mapping[str, TableColumns],
    *,
    places: Mapping[str, Place],
    metrics: frozenset[str] = frozenset(),
    unfit: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """Check every name of a column, field and metric that the workspace uses.

    Parameters
    ----------
    spec : WorkspaceSpec
    columns : mapping of str to tuple of QueryColumn
        The columns of each source that could be opened; what speaks of another one is not judged.
    places : mapping of str to Place
        Where each key stands in the file, by its path; see `Draft`.
    metrics : frozenset of str
        The names of all presets; if it is empty, names of metrics are not judged.
    unfit : mapping of str to str
        Why metrics cannot be clustered, by name, as the end of a sentence.

    Returns
    -------
    tuple of Finding
    """
    notes = Notes()
    checks = _Checks(spec=spec, columns=columns, places=places, notes=notes)
    for source in spec.sources:
        if source.name in columns:
            checks.source(source)
    for metric in spec.metrics.own:
        checks.own_metric(metric)
    readings = account_readings(spec.sources, columns)
    known = metrics | {m.name for m in spec.metrics.own} if metrics else frozenset()
    if readings:
        for segmentation in spec.segmentations:
            checks.segmentation(segmentation, readings)
    if known:
        checks.metric_names(known)
        for segmentation in spec.segmentations:
            checks.clustered(segmentation, known, unfit)
    return notes.findings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checks:
    spec: WorkspaceSpec
    columns: Mapping[str, TableColumns]
    places: Mapping[str, Place]
    notes: Notes

    def source(self, source: SourceSpec) -> None:
        """Check one source against its own table and the one it needs."""
        names = [c.name for c in self.columns[source.name]]
        path = f"sources.{source.name}"
        for field, column in source.columns.items():
            self._require(column, names, source, self._key_of(source, field))
        if source.money.column is not None:
            self._require(source.money.column, names, source, f"{path}.currency_column")
        used = columns_used(source.role, source.columns, tuple(names))
        self._require_fields(source, used, names)
        self._require_lists(source, used)
        if source.via is not None:
            self._require_way(source, used, names)
        if source.only is not None:
            readings = table_readings(self.columns[source.name])
            self._condition(source.only, readings, f"{path}.only", source.place)
        attributes = {*used, *names}
        for name in source.assume_constant:
            if name not in attributes:
                self._unknown(
                    name, attributes, "attribute", f"{path}.assume_constant", source.place
                )

    def own_metric(self, metric: OwnMetric) -> None:
        """Check the column and the condition of a metric of the user's own."""
        source = next((s for s in self.spec.sources if s.name == metric.source), None)
        if source is None or source.name not in self.columns:
            return
        readings = field_readings(source, self.columns[source.name])
        path = f"metrics.own.{metric.name}"
        if metric.column is not None and metric.column not in readings:
            self._unknown(
                metric.column, readings, "field or column", f"{path}.column", metric.place
            )
        if metric.where is not None:
            self._condition(metric.where, readings, f"{path}.where", metric.place)

    def segmentation(self, segmentation: SegmentationSpec, readings: Readings) -> None:
        """Check the conditions of a segmentation, which speak of accounts."""
        path, place = f"segmentations.{segmentation.name}", segmentation.place
        if segmentation.accounts is not None:
            self._condition(segmentation.accounts, readings, f"{path}.accounts", place)
        for name, text in segmentation.search.placements.items():
            self._condition(text, readings, f"{path}.placements.{name}", place)

    def metric_names(self, known: Iterable[str]) -> None:
        """Check names of metrics, wherever they stand."""
        metrics = self.spec.metrics
        own = [m.name for m in metrics.own]
        for metric in metrics.own:
            others = [name for name in known if name not in own]
            if metric.name.casefold() in {name.casefold() for name in others}:
                self.notes.note(
                    metric.place,
                    f"metrics.own.{metric.name} has the name of a preset.",
                    code="name-taken",
                    suggestion="Give it a name of its own.",
                )
        top = Place(file=str(self.spec.file), line=1)
        for name in (*(metrics.presets or ()), *metrics.without):
            self._known_metric(name, known, "metrics.presets", top)

    def clustered(
        self, segmentation: SegmentationSpec, known: Iterable[str], unfit: Mapping[str, str]
    ) -> None:
        """Check that what a segmentation names or weighs is there to be clustered."""
        path, place = f"segmentations.{segmentation.name}", segmentation.place
        named = segmentation.metrics
        for name in named or ():
            self._known_metric(name, known, f"{path}.metrics", place)
            self._fit(f"{path}.metrics", place, name, unfit.get(name), Severity.ERROR)
        for name in segmentation.search.weights:
            self._known_metric(name, known, f"{path}.weights", place)
            left_out = named is not None and name not in named and name in known
            why = f"which {path}.metrics does not name" if left_out else unfit.get(name)
            self._fit(f"{path}.weights", place, name, why, Severity.WARNING)

    def _fit(self, path: str, place: Place, name: str, why: str | None, severity: Severity) -> None:
        if why is None:
            return
        self.notes.note(
            self.places.get(path, place),
            f"{path} names {name}, {why}.",
            code="metric-not-clustered",
            severity=severity,
            suggestion="Take it out, or see that it is measured: shoal measure says what is not.",
        )

    def _require(self, column: str, names: list[str], source: SourceSpec, path: str) -> None:
        if column in names:
            return
        self.notes.note(
            self.places.get(path, source.place),
            f"{path} is {column}; the table has no such column.{near_matches(column, names)}",
            code="missing-column",
            column=column,
            suggestion=_listed("Columns are", names),
        )

    def _require_fields(
        self, source: SourceSpec, used: Mapping[str, str], names: list[str]
    ) -> None:
        """Note fields that a role cannot do without and that no column gives."""
        for field in ROLE_FIELDS[source.role]:
            reached = field.name == "account" and source.via is not None
            if not field.required or field.name in used or reached:
                continue
            key = "id" if source.role is Role.ACCOUNTS and field.name == "account" else field.name
            path = f"sources.{source.name}"
            self.notes.note(
                source.place,
                f"{path} does not say which column is {key}, and none is called {field.name}."
                f"{near_matches(field.name, names)}",
                code="missing-column",
                suggestion=_listed(f"Write {key}: and one of", names),
            )
        told = source.kind is not None or "kind" in used
        if source.role in KIND_WORDS and not told:
            words = join_words(list(KIND_WORDS[source.role]), last="or")
            self.notes.note(
                source.place,
                f"sources.{source.name} does not say what kind its rows are.",
                code="missing-column",
                suggestion=f"Write kind: and {words}, or kind_column: and a column.",
            )

    def _require_lists(self, source: SourceSpec, used: Mapping[str, str]) -> None:
        """Note lists of values of a field that no column gives."""
        needed = {key: _FIELD_OF[key] for key in source.values}
        needed |= {f"aliases.{field}": field for field in source.aliases}
        needed |= {"actors": "actor"} if source.actors else {}
        for key, field in needed.items():
            if field in used:
                continue
            path = f"sources.{source.name}.{key}"
            self.notes.note(
                self.places.get(path, source.place),
                f"{path} speaks of {field}, and no column is named for it.",
                code="missing-column",
                suggestion=f"Write {field}: and its column below columns.",
            )

    def _require_way(self, source: SourceSpec, used: Mapping[str, str], names: list[str]) -> None:
        """Check that both tables of a way to the account have what they are joined by."""
        via = source.via
        through = next((s for s in self.spec.sources if via and s.name == via.source), None)
        if via is None or through is None:
            return
        path = f"sources.{source.name}.account_via.on"
        self._require(used.get(via.on, via.on), names, source, path)
        if through.name in self.columns:
            other = [c.name for c in self.columns[through.name]]
            column = columns_used(through.role, through.columns, tuple(other)).get(via.on, via.on)
            if column not in other:
                self.notes.note(
                    self.places.get(path, source.place),
                    f"{path} is {via.on}; the table of {through.name} has no column {column}."
                    f"{near_matches(column, other)}",
                    code="missing-column",
                    column=column,
                    suggestion=_listed("Columns are", other),
                )

    def _condition(self, text: str, readings: Readings, path: str, place: Place) -> None:
        try:
            read_condition(text, readings, what=path)
        except UsageError as error:
            where = self.places.get(path, place)
            self.notes.note_failure(where, error, code="invalid-condition")

    def _known_metric(self, name: str, known: Iterable[str], path: str, place: Place) -> None:
        if name not in known:
            self._unknown(name, known, "metric", path, place)

    def _unknown(self, name: str, known: Iterable[str], kind: str, path: str, place: Place) -> None:
        names = sorted(known)
        self.notes.note(
            self.places.get(path, place),
            f"{path} is {name}; there is no such {kind}.{near_matches(name, names)}",
            code="unknown-name",
            suggestion=_listed("There are", names),
        )

    def _key_of(self, source: SourceSpec, field: str) -> str:
        """Return the path of the key that names a field's column."""
        path = f"sources.{source.name}"
        key = {"account": "id"} if source.role is Role.ACCOUNTS else {"kind": "kind_column"}
        tried = [f"{path}.columns.{field}", f"{path}.{key.get(field, field)}", f"{path}.{field}"]
        return next((t for t in tried if t in self.places), f"{path}.{field}")


def _listed(begin: str, names: list[str]) -> str:
    more = "" if len(names) <= _MOST_NAMED else f" and {len(names) - _MOST_NAMED} more"
    return f"{begin} {', '.join(names[:_MOST_NAMED])}{more}."
