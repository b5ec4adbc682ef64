"""A source's texts that say times and numbers, read once for all that is asked of them.

Days are cut by comparing a time with every change of its zone's clocks: whatever makes the time of
a text would be written into the query for each of them. So the engine first makes a table in which
a column of such texts is a column of times. One in which a cell cannot be read stays text, so that
the audit can count it, and what the others say stands in a column beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from shoal.metrics.trees import brief, column, named, table
from shoal.metrics.written import read_text
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.roles import role_field
from shoal.records.tables import Table
from shoal.records.workspace import SourceSpec
from shoal.records.writing import DecimalSign

_BESIDE = {
    "timestamp": ValueType.TIME,
    "timestamptz": ValueType.INSTANT,
    "double": ValueType.NUMBER,
}
_MOST_DIGITS = 18  # more are no whole number that engines hold
_TIMES = frozenset({ValueType.DATE, ValueType.INSTANT})
_SQL_TYPES = {
    ValueType.DATE: "date",
    ValueType.TIME: "timestamp",
    ValueType.INSTANT: "timestamptz",
    ValueType.NUMBER: "double",
    ValueType.WHOLE: "double",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The columns of a table that are text and may say times or numbers.

    `needed` are those that have to, for a field of the role. `name` is what queries call the table.
    """

    source: SourceSpec
    name: str
    columns: tuple[QueryColumn, ...]
    times: tuple[str, ...]
    numbers: tuple[str, ...]
    needed: frozenset[str]

    def counts(self, *, most_rows: int | None = None) -> Query:
        """Return the query of what the texts say; `types` reads its answer."""
        names = dict.fromkeys((*self.times, *self.numbers))
        rows = exp.select(*(column(n) for n in names)).from_(table(self.name))
        rows = rows if most_rows is None else rows.limit(most_rows)
        counts = [
            named(exp.Count(this=exp.Case().when(which, exp.Literal.number(1))), f"{own}_{what}")
            for own, (_, parts) in self._counted().items()
            for what, which in parts.items()
        ]
        columns = (QueryColumn(name=c.alias, type=ValueType.WHOLE) for c in counts)
        tree = exp.select(*counts).from_(rows.subquery("cells"))
        return Query(tree=tree, columns=tuple(columns))

    def filled(self, counted: Table) -> "Texts | None":
        """Return the texts without columns that are empty throughout; None if nothing is left.

        An empty column of times that are needed stays: its cells are compared in many places.
        """
        empty = {
            name
            for own, (name, _) in self._counted().items()
            if not counted.column(f"{own}_filled").values[0]
        }
        times = tuple(n for n in self.times if n not in empty or n in self.needed)
        numbers = tuple(n for n in self.numbers if n not in empty)
        if not times and not numbers:
            return None
        kept = self.needed & {*times, *numbers}
        return replace(self, times=times, numbers=numbers, needed=kept)

    def types(self, counted: Table) -> dict[str, ValueType]:
        """Return the type of each column of which every filled cell can be read, if it has one."""
        found: dict[str, ValueType] = {}
        for own, (name, parts) in self._counted().items():
            n = {what: int(counted.column(f"{own}_{what}").values[0]) for what in parts}
            told = _number_type(n) if "parted" in n else _time_type(n)
            if told is not None and n["filled"]:
                found.setdefault(name, told)
        return found

    def settled(self, types: Mapping[str, ValueType]) -> tuple[QueryColumn, ...]:
        """Return the columns of the table with these types."""
        return tuple(replace(c, type=types.get(c.name, c.type)) for c in self.columns)

    def beside(self, types: Mapping[str, ValueType]) -> dict[tuple[str, str], str]:
        """Name the columns that come beside those which have to be read and stay text."""
        taken = {c.name.casefold() for c in self.columns}
        found = {}
        for name in sorted(self.needed - types.keys()):
            for wanted in ("timestamp", "timestamptz") if name in self.times else ("double",):
                own = f"{brief(name)} as {wanted}"
                while own.casefold() in taken:
                    own = f"{own} again"
                found[name, wanted] = own
        return found

    def table(self, types: Mapping[str, ValueType]) -> Query:
        """Return the query of the table with these types, and of what stands beside it."""
        columns, beside = self.settled(types), self.beside(types)
        made = {n: self._read(n, _SQL_TYPES[kind]) for n, kind in types.items()}
        cells = [named(made.get(c.name, column(c.name)), c.name) for c in columns]
        more = [named(self._read(name, wanted), own) for (name, wanted), own in beside.items()]
        own_columns = (QueryColumn(name=o, type=_BESIDE[w]) for (_, w), o in beside.items())
        tree = exp.select(*cells, *more).from_(table(self.name))
        return Query(tree=tree, columns=(*columns, *own_columns))

    def _counted(self) -> dict[str, tuple[str, dict[str, exp.Expr]]]:
        """Return columns with the cells of each that are to be counted, times before numbers."""
        places = {c.name: k for k, c in enumerate(self.columns)}
        times = {f"t{places[n]}": (n, self._of_time(n)) for n in self.times}
        return times | {f"n{places[n]}": (n, self._of_number(n)) for n in self.numbers}

    def _of_time(self, name: str) -> dict[str, exp.Expr]:
        return {
            "filled": _is_filled(name),
            "read": _is_there(self._read(name, "timestamp")),
            "clock": exp.and_(_is_filled(name), _has(name, ":")),
            "offset": _is_there(self._read(name, "timestamptz")),
        }

    def _of_number(self, name: str) -> dict[str, exp.Expr]:
        sign = "," if self.source.writing.decimal is DecimalSign.COMMA else "."
        is_long = exp.GT(
            this=exp.Length(this=column(name)), expression=exp.Literal.number(_MOST_DIGITS)
        )
        return {
            "filled": _is_filled(name),
            "read": _is_there(self._read(name, "double")),
            "parted": exp.or_(_has(name, sign), _has(name, "e"), _has(name, "E"), is_long),
        }

    def _read(self, name: str, wanted: str) -> exp.Expr:
        return read_text(column(name), wanted, self.source.writing)


def texts_of(
    source: SourceSpec,
    name: str,
    columns: Sequence[QueryColumn],
    fields: Mapping[str, str],
    *,
    but: frozenset[str],
) -> Texts | None:
    """Return the texts of a table that are to be read; None if there are none.

    Parameters
    ----------
    source : SourceSpec
    name : str
        What queries call the table.
    columns : sequence of QueryColumn
    fields : mapping of str to str
        Field to column.
    but : frozenset of str
        Columns that stay text whatever they say.
    """
    roles = {used: role_field(source.role, field) for field, used in fields.items()}
    wanted = {used: declared.type for used, declared in roles.items() if declared is not None}
    texts = [c.name for c in columns if c.type is ValueType.TEXT and c.name not in but]
    free = [n for n in texts if n not in wanted]
    times = [n for n in texts if wanted.get(n) in _TIMES]
    numbers = [n for n in texts if wanted.get(n) is ValueType.NUMBER]
    needed = frozenset({*times, *numbers})
    times += free if source.writing.dates is not None else []
    numbers += free if source.writing.decimal is not None else []
    if not times and not numbers:
        return None
    return Texts(
        source=source,
        name=name,
        columns=tuple(columns),
        times=tuple(times),
        numbers=tuple(numbers),
        needed=needed,
    )


def _time_type(n: Mapping[str, int]) -> ValueType | None:
    if n["read"] < n["filled"]:
        return None
    if n["offset"]:
        return ValueType.INSTANT if n["offset"] == n["filled"] else None
    if n["clock"]:
        return ValueType.TIME if n["clock"] == n["filled"] else None
    return ValueType.DATE


def _number_type(n: Mapping[str, int]) -> ValueType | None:
    if n["read"] < n["filled"]:
        return None
    return ValueType.NUMBER if n["parted"] else ValueType.WHOLE


def _is_filled(name: str) -> exp.Expr:
    text = exp.Trim(this=column(name))
    return exp.NEQ(this=text, expression=exp.Literal.string(""))


def _has(name: str, sign: str) -> exp.Expr:
    return exp.Like(this=column(name), expression=exp.Literal.string(f"%{sign}%"))


def _is_there(value: exp.Expr) -> exp.Expr:
    return exp.not_(exp.Is(this=value, expression=exp.null()))
