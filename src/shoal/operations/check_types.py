"""Whether a column can be read as its field needs it: by its type, else by its first rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from shoal.engines.engine import Engine
from shoal.records.findings import Severity
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.workspace import Place
from shoal.spec.notes import Notes

SAMPLED_ROWS = 1_000

_TIMES = frozenset({ValueType.DATE, ValueType.TIME, ValueType.INSTANT})
_NUMBERS = frozenset({ValueType.NUMBER, ValueType.WHOLE, ValueType.BOOLEAN})
_HALF = 0.5

_SAID: Mapping[ValueType, str] = {
    ValueType.NUMBER: "numbers",
    ValueType.WHOLE: "whole numbers",
    ValueType.BOOLEAN: "true and false",
    ValueType.DATE: "dates",
    ValueType.TIME: "times",
    ValueType.INSTANT: "times",
}

_MEND_TIMES = "Write times as 2026-06-30 or 2026-06-30 14:05:00, or name another column."
_MEND_NUMBERS = "Write numbers as 1234.5, or name another column."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A column, what it holds, and what its field needs.

    `table` is what queries call the source.
    """

    source: str
    table: str
    field: str
    column: str
    wanted: ValueType
    found: ValueType

    def judge(self, engine: Engine, place: Place, notes: Notes) -> None:
        """Note a column that cannot be read as its field needs it."""
        wanted = _TIMES if self.wanted in _TIMES else _NUMBERS
        if self.wanted is ValueType.TEXT or self.found in wanted:
            return
        if self.found is not ValueType.TEXT:
            self._note(place, notes, f"holds {_SAID[self.found]}", Severity.ERROR)
            return
        filled, fit = self._counts(engine)
        if filled == fit:
            return
        severity = Severity.ERROR if fit < _HALF * filled else Severity.WARNING
        told = f"has text in {filled - fit} of the first {filled} filled rows that is none"
        self._note(place, notes, told, severity, filled=filled, unfit=filled - fit)

    def _note(
        self, place: Place, notes: Notes, told: str, severity: Severity, **evidence: int
    ) -> None:
        wanted = "a time" if self.wanted in _TIMES else "a number"
        notes.note(
            place,
            f"sources.{self.source} needs {wanted} for {self.field}; the column"
            f" {self.column} {told}.",
            code="unfit-type",
            severity=severity,
            column=self.column,
            evidence=evidence,
            suggestion=_MEND_TIMES if self.wanted in _TIMES else _MEND_NUMBERS,
        )

    def _counts(self, engine: Engine) -> tuple[int, int]:
        """Return how many of the first rows are filled, and how many of these can be read."""
        column = exp.column(exp.to_identifier(self.column, quoted=True))
        kind = "timestamp" if self.wanted in _TIMES else "double"
        text = exp.Nullif(
            this=exp.Trim(this=exp.cast(column, "text")), expression=exp.Literal.string("")
        )
        first = (
            exp.select(exp.alias_(text, "said"))
            .from_(exp.Table(this=exp.to_identifier(self.table, quoted=True)))
            .where(exp.Not(this=exp.Is(this=text.copy(), expression=exp.null())))
            .limit(SAMPLED_ROWS)
        )
        said = exp.column("said")
        read = exp.TryCast(this=said.copy(), to=exp.DataType.build(kind), safe=True)
        tree = exp.select(
            exp.alias_(exp.Count(this=said), "filled"), exp.alias_(exp.Count(this=read), "fit")
        ).from_(first.subquery("first_rows"))
        whole = (
            QueryColumn(name="filled", type=ValueType.WHOLE),
            QueryColumn(name="fit", type=ValueType.WHOLE),
        )
        table = engine.rows(Query(tree=tree, columns=whole))
        filled, fit = (int(table.column(name).values[0]) for name in ("filled", "fit"))
        return filled, fit
