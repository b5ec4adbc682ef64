"""The fields of a source read from its table: cast, cleaned of blanks, put into UTC."""

from dataclasses import dataclass
from datetime import datetime

from sqlglot import exp

from shoal.metrics.bindings import Bindings
from shoal.metrics.conditions import SQL_TYPES, condition_tree
from shoal.metrics.trees import column
from shoal.metrics.zones import to_local, to_utc
from shoal.records.conditions import ColumnValue, Condition
from shoal.records.opened import OpenedSource
from shoal.records.queries import ValueType

SQL_NAMES = {
    ValueType.TEXT: "text",
    ValueType.NUMBER: "double",
    ValueType.WHOLE: "bigint",
    ValueType.BOOLEAN: "boolean",
    ValueType.DATE: "date",
    ValueType.TIME: "timestamp",
    ValueType.INSTANT: "timestamptz",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Gives trees for what one source says.

    `zone` is the workspace's, in which days are cut; `around` is the last instant that matters, in
    UTC without zone; `bindings` takes the values that the workspace says. Columns in `unknown` are
    not known at the date that is measured: they read as missing.
    """

    source: OpenedSource
    zone: str
    around: datetime
    bindings: Bindings
    unknown: frozenset[str] = frozenset()

    def has(self, field: str) -> bool:
        """Whether the source says this."""
        return field in self.source.fields

    def raw(self, field: str) -> exp.Expr:
        """Return the column of a field as it is."""
        return self.column(self.source.fields[field])

    def column(self, name: str) -> exp.Expr:
        """Return a column of the table, missing where it is not known at the date."""
        if name in self.unknown:
            return exp.cast(exp.null(), SQL_NAMES[self.source.type_of(name)])
        return column(name, self.source.table)

    def text(self, field: str) -> exp.Expr:
        """Return a field as text, renamed by the source's aliases; empty text is missing."""
        found = self._text_of(self.source.fields[field]) if self.has(field) else exp.null()
        aliases = self.source.spec.aliases.get(field)
        if not aliases:
            return exp.cast(found, "text")
        case = exp.Case(this=found)
        for old, new in aliases.items():
            case = case.when(self.bindings.bind(old), self.bindings.bind(new))
        return case.else_(found.copy())

    def number(self, field: str) -> exp.Expr:
        """Return a field as a double, NULL where it is none."""
        if not self.has(field):
            return exp.cast(exp.null(), "double")
        return self._cast(self.raw(field), self._type_of(field), "double")

    def instant(self, field: str) -> exp.Expr:
        """Return a field as a timestamp in UTC."""
        if not self.has(field):
            return exp.cast(exp.null(), "timestamp")
        kind, found = self._type_of(field), self.raw(field)
        if kind is ValueType.INSTANT:
            return exp.cast(found, "timestamp")
        zone = self.zone if kind is ValueType.DATE else self._own_zone
        return to_utc(self._cast(found, kind, "timestamp"), zone, around=self.around)

    def day(self, field: str) -> exp.Expr:
        """Return the day of a field in the workspace's zone; a date is a day already."""
        if not self.has(field):
            return exp.cast(exp.null(), "date")
        kind, found = self._type_of(field), self.raw(field)
        if kind is ValueType.DATE:
            return found
        if kind is not ValueType.INSTANT and self._own_zone == self.zone:
            return exp.cast(self._cast(found, kind, "timestamp"), "date")
        local = to_local(self.instant(field), self.zone, around=self.around)
        return exp.cast(exp.paren(local), "date")

    def key(self, name: str) -> exp.Expr:
        """Return a column that joins two sources: the field of this name, else the column."""
        return self._text_of(self.source.fields.get(name, name))

    def holds(self, condition: Condition) -> exp.Expr:
        """Return a condition on the table's own columns."""
        return condition_tree(condition, self.bindings, read=self._read)

    def own(self, name: str, kind: str) -> exp.Expr:
        """Return what an own metric reads: a column of the table or a field, as a SQL type."""
        found = self.source.fields.get(name, name)
        return self._cast(self.column(found), self.source.type_of(found), kind)

    @property
    def _own_zone(self) -> str:
        return self.source.spec.zone or self.zone

    def _type_of(self, field: str) -> ValueType:
        return self.source.type_of(self.source.fields[field])

    def _text_of(self, name: str) -> exp.Expr:
        found = self.column(name)
        if self.source.type_of(name) is not ValueType.TEXT:
            return exp.cast(found, "text")
        return exp.Nullif(this=found, expression=exp.Literal.string(""))

    def _cast(self, found: exp.Expr, kind: ValueType, wanted: str) -> exp.Expr:
        """Cast; a text that does not fit is missing, and counted by the source's audit."""
        if kind is ValueType.TEXT and wanted != "text":
            return exp.TryCast(this=found, to=exp.DataType.build(wanted), safe=True)
        return exp.cast(found, wanted)

    def _read(self, value: ColumnValue) -> exp.Expr:
        kind = self.source.type_of(value.name)
        wanted = SQL_TYPES[value.type]
        if wanted == "text":
            return exp.cast(self.column(value.name), "text")
        return self._cast(self.column(value.name), kind, wanted)
