"""The fields of a source read from its table: cast, cleaned of blanks, put into UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlglot import exp

from shoal.metrics.bindings import Bindings
from shoal.metrics.conditions import SQL_TYPES, condition_tree
from shoal.metrics.late import NEVER, late_columns
from shoal.metrics.trees import brief, column, named, table, tree
from shoal.metrics.written import read_text
from shoal.metrics.zones import changes, to_local, to_utc
from shoal.records.conditions import ColumnValue, Condition
from shoal.records.opened import OpenedSource
from shoal.records.queries import ValueType
from shoal.records.roles import role_field
from shoal.records.tables import ColumnType

SQL_NAMES = {
    ValueType.TEXT: "text",
    ValueType.NUMBER: "double",
    ValueType.WHOLE: "bigint",
    ValueType.BOOLEAN: "boolean",
    ValueType.DATE: "date",
    ValueType.TIME: "timestamp",
    ValueType.INSTANT: "timestamptz",
}

_INSTANT, _DAY = " as an instant", " as a day"  # of a column that `rows` has read


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Gives trees for what one source says.

    `zone` is the workspace's, in which days are cut; `around` is the last instant that matters, in
    UTC without zone, and `last` its day; `bindings` takes the values that the workspace says.
    Columns in `unknown` are not known at the date that is measured: they read as missing. So does
    what a row told later than that date.
    """

    source: OpenedSource
    zone: str
    around: datetime
    bindings: Bindings
    last: date
    unknown: frozenset[str] = frozenset()

    def rows(self) -> exp.Expr:
        """Return what to select from: the table, with times that take long to read read once."""
        names = [name for name in self._times() if self._takes_long(name)]
        rows: exp.Expr = table(self.source.table)
        for made, suffix in ((self._read_instant, _INSTANT), (self._read_day, _DAY)):
            if names:
                read = [named(made(name), brief(name) + suffix) for name in names]
                rows = exp.select(exp.Star(), *read).from_(rows).subquery(rows.alias_or_name)
        return rows

    def has(self, field: str) -> bool:
        """Whether the source says this."""
        return field in self.source.fields

    def raw(self, field: str) -> exp.Expr:
        """Return the column of a field as it is."""
        return self.column(self.source.fields[field])

    def column(self, name: str) -> exp.Expr:
        """Return a column of the table, missing where it is not known at the date."""
        return self._known(name, self._as_it_is(name), SQL_NAMES[self.source.type_of(name)])

    def text(self, field: str) -> exp.Expr:
        """Return a field as text, renamed by the source's aliases; empty text is missing."""
        if not self.has(field):
            return exp.cast(exp.null(), "text")
        return self._renamed(self.source.fields[field])

    def label(self, field: str) -> exp.Expr:
        """Return a field as `text` does, but empty text may stay.

        Made for keys of long logs: DuckDB hashes each distinct text of a column once as long as
        the column comes as it is stored, and any function of it ends that.
        """
        name = self.source.fields.get(field)
        if name is None or self.source.type_of(name) is not ValueType.TEXT:
            return self.text(field)
        return exp.cast(self.column(name), "text") if not self._aliases(name) else self.text(field)

    def number(self, field: str) -> exp.Expr:
        """Return a field as a double, NULL where it is none."""
        if not self.has(field):
            return exp.cast(exp.null(), "double")
        return self._as(self.source.fields[field], "double")

    def instant(self, field: str) -> exp.Expr:
        """Return a field as a timestamp in UTC."""
        if not self.has(field):
            return exp.cast(exp.null(), "timestamp")
        name = self.source.fields[field]
        return self._known(name, self._instant_of(name), "timestamp")

    def day(self, field: str) -> exp.Expr:
        """Return the day of a field in the workspace's zone; a date is a day already."""
        if not self.has(field):
            return exp.cast(exp.null(), "date")
        name = self.source.fields[field]
        return self._known(name, self._day_of(name), "date")

    def is_local(self, field: str) -> bool:
        """Whether a field is written in the zone in which days are cut."""
        kind = self.source.type_of(self.source.fields[field])
        return kind is ValueType.TIME and self._own_zone == self.zone

    def key(self, name: str) -> exp.Expr:
        """Return a column that joins two sources: the field of this name, else the column."""
        return self._text_of(self.source.fields.get(name, name))

    def holds(self, condition: Condition) -> exp.Expr:
        """Return a condition on the table's own columns, as they are written."""
        return condition_tree(condition, self.bindings, read=self._read)

    def own_holds(self, condition: Condition, *, instead: Mapping[str, exp.Expr]) -> exp.Expr:
        """Return the condition of an own metric: values stand in it as aliases rename them.

        Of columns that are named in `instead`, numbers are read as it says.
        """

        def read(value: ColumnValue) -> exp.Expr:
            is_other = value.type is ColumnType.NUMBER and value.name in instead
            return instead[value.name].copy() if is_other else self._read_renamed(value)

        return condition_tree(condition, self.bindings, read=read)

    def own(self, name: str, kind: str) -> exp.Expr:
        """Return what an own metric reads: a column of the table or a field, as a SQL type."""
        found = self.source.fields.get(name, name)
        if kind == "text":
            return self._renamed(found)
        return self._as(found, kind)

    @property
    def _own_zone(self) -> str:
        return self.source.spec.zone or self.zone

    def _as_it_is(self, name: str) -> exp.Column:
        return column(name, self.source.table)

    def _known(self, name: str, value: exp.Expr, kind: str) -> exp.Expr:
        """Return what was made of a column, missing where the column was not known at the date."""
        told_by = late_columns(self.source).get(name)
        if name in self.unknown or told_by == NEVER:
            return exp.cast(exp.null(), kind)
        if told_by is None:
            return value
        return exp.paren(exp.Case().when(self._by_the_end(told_by), value))

    def _by_the_end(self, name: str) -> exp.Expr:
        if self.source.type_of(name) is ValueType.DATE:
            return exp.LTE(this=self._as_it_is(name), expression=tree(f"date '{self.last}'"))
        end = tree(f"timestamp '{self.around:%Y-%m-%d %H:%M:%S}'")
        return exp.LT(this=self._instant_of(name), expression=end)

    def _times(self) -> list[str]:
        """Return the columns, each once, whose fields say a time or a day."""
        wanted = {ValueType.DATE, ValueType.INSTANT}
        role, fields = self.source.spec.role, self.source.fields
        return list(
            dict.fromkeys(
                column
                for field, column in fields.items()
                if (found := role_field(role, field)) is not None and found.type in wanted
            )
        )

    def _takes_long(self, name: str) -> bool:
        """Whether a column is text, or has to go through the changes of a zone's clocks."""
        kind = self.source.type_of(name)
        if kind is ValueType.DATE:
            return False
        zones = (self.zone, self._own_zone)
        moves = any(changes(zone, around=self.around) for zone in zones)
        return kind is ValueType.TEXT or moves

    def _instant_of(self, name: str) -> exp.Expr:
        if name in self._times() and self._takes_long(name):
            return self._as_it_is(brief(name) + _INSTANT)
        return self._read_instant(name)

    def _day_of(self, name: str) -> exp.Expr:
        if name in self._times() and self._takes_long(name):
            return self._as_it_is(brief(name) + _DAY)
        return self._read_day(name)

    def _read_instant(self, name: str) -> exp.Expr:
        kind = self.source.type_of(name)
        if kind is ValueType.INSTANT:
            return exp.cast(self._as_it_is(name), "timestamp")
        local = self._converted(name, "timestamp")
        in_days = to_utc(local, self.zone, around=self.around)
        if kind is ValueType.DATE:
            return in_days
        value = to_utc(local, self._own_zone, around=self.around)
        if kind is ValueType.TIME:
            return value
        if self._own_zone != self.zone:
            has_clock = exp.Like(this=self._as_it_is(name), expression=exp.Literal.string("%:%"))
            value = exp.paren(exp.Case().when(has_clock, value).else_(in_days))
        told = exp.cast(self._converted(name, "timestamptz"), "timestamp")
        return exp.func("COALESCE", told, value)

    def _read_day(self, name: str) -> exp.Expr:
        kind, found = self.source.type_of(name), self._as_it_is(name)
        if kind is ValueType.DATE:
            return found
        if kind is ValueType.TIME and self._own_zone == self.zone:
            return exp.cast(found, "date")
        local = to_local(self._instant_of(name), self.zone, around=self.around)
        return exp.cast(exp.paren(local), "date")

    def _text_of(self, name: str) -> exp.Expr:
        found = self.column(name)
        if self.source.type_of(name) is not ValueType.TEXT:
            return exp.cast(found, "text")
        return exp.Nullif(this=found, expression=exp.Literal.string(""))

    def _renamed(self, name: str) -> exp.Expr:
        """Return a column as text, renamed by the aliases of the field that it is mapped to."""
        found, aliases = self._text_of(name), self._aliases(name)
        if not aliases:
            return exp.cast(found, "text")
        case = exp.Case(this=found)
        for old, new in aliases.items():
            case = case.when(self.bindings.bind(old), self.bindings.bind(new))
        return exp.paren(case.else_(found.copy()))

    def _aliases(self, name: str) -> Mapping[str, str]:
        mapped = [field for field, used in self.source.fields.items() if used == name]
        return next((a for f in mapped if (a := self.source.spec.aliases.get(f))), {})

    def _as(self, name: str, wanted: str) -> exp.Expr:
        return self._known(name, self._converted(name, wanted), wanted)

    def _converted(self, name: str, wanted: str) -> exp.Expr:
        """Cast; a text that does not fit is missing, and counted by the source's audit."""
        found, kind = self._as_it_is(name), self.source.type_of(name)
        if kind is ValueType.TEXT and wanted != "text":
            read = self.source.read.get((name, wanted))
            if read is not None:
                return column(read, self.source.table)
            return read_text(found, wanted, self.source.spec.writing)
        if kind is ValueType.BOOLEAN and wanted == "double":
            return exp.cast(exp.cast(found, "int"), wanted)  # truth is no double everywhere
        return exp.cast(found, wanted)

    def _read(self, value: ColumnValue) -> exp.Expr:
        return self._as(value.name, SQL_TYPES[value.type])

    def _read_renamed(self, value: ColumnValue) -> exp.Expr:
        is_text = SQL_TYPES[value.type] == "text"
        return self._renamed(value.name) if is_text else self._read(value)
