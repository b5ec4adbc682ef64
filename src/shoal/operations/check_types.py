"""Whether a column can be read as its field needs it: by its type, else by its first rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from shoal.engines.engine import Engine
from shoal.metrics.written import read_text
from shoal.records.findings import Severity
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.workspace import Place
from shoal.records.writing import DateOrder, DecimalSign, Writing
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

_FORMS: Mapping[DateOrder | None, str] = {
    None: "2026-06-30 or 2026-06-30 14:05",
    DateOrder.YEAR_FIRST: "2026-06-30 or 2026-06-30 14:05",
    DateOrder.DAY_FIRST: "30.06.2026 or 30.06.2026 14:05",
    DateOrder.MONTH_FIRST: "06/30/2026 or 06/30/2026 14:05",
}
_DECIMALS: Mapping[DecimalSign | None, str] = {
    None: "1234.5",
    DecimalSign.POINT: "1234.5 or 1,234.5",
    DecimalSign.COMMA: "1234,5 or 1.234,5",
}
_MOST_SHOWN = 5
_LONGEST_SHOWN = 40
_SIGNS = "./-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A column, what it holds, and what its field needs.

    `table` is what queries call the source; `writing` is how its texts are written.
    """

    source: str
    table: str
    field: str
    column: str
    wanted: ValueType
    found: ValueType
    writing: Writing

    def judge(self, engine: Engine, place: Place, notes: Notes) -> None:
        """Note a column that cannot be read as its field needs it."""
        wanted = _TIMES if self._is_time else _NUMBERS
        if self.wanted is ValueType.TEXT or self.found in wanted:
            return
        if self.found is not ValueType.TEXT:
            told, mend = f"holds {_SAID[self.found]}", "Name another column."
            self._note(place, notes, told, mend, Severity.ERROR)
            return
        counts = self._counts(engine)
        filled, fit = counts["filled"], counts["fit"]
        if filled == fit:
            return
        severity = Severity.ERROR if fit < _HALF * filled else Severity.WARNING
        # Of a column that holds something else altogether, people's names say, no cell is shown.
        is_one = any(counts[word] for word in ("fit", *self._words))
        unfit = self._unfit(engine) if is_one else []
        told = f"has text in {filled - fit} of the first {filled} filled rows that is none"
        told += f", such as {', '.join(unfit)}" if unfit else ""
        mend = self._mend(counts, unfit)
        self._note(place, notes, told, mend, severity, filled=filled, unfit=filled - fit)

    @property
    def _is_time(self) -> bool:
        return self.wanted in _TIMES

    def _note(
        self,
        place: Place,
        notes: Notes,
        told: str,
        mend: str,
        severity: Severity,
        **evidence: int,
    ) -> None:
        notes.note(
            place,
            f"sources.{self.source} needs {'a time' if self._is_time else 'a number'} for"
            f" {self.field}; the column {self.column} {told}.",
            code="unfit-type",
            severity=severity,
            column=self.column,
            evidence=evidence,
            suggestion=mend,
        )

    def _mend(self, counts: Mapping[str, int], unfit: Sequence[str]) -> str:
        """Return the line of the workspace with which most cells can be read, else what to write.

        Where several lines do the same, only a person knows which is meant.
        """
        most = max(counts[word] for word in self._words)
        if most > counts["fit"]:
            best = [self._line(word, unfit) for word in self._words if counts[word] == most]
            both = ": the cells fit both" if len(best) > 1 else ""
            return f"Write {' or '.join(best)} under sources.{self.source}{both}."
        form = _FORMS[self.writing.dates] if self._is_time else _DECIMALS[self.writing.decimal]
        other = "empty the cells" if counts["fit"] else "name another column"
        return f"Write {'times' if self._is_time else 'numbers'} as {form}, or {other}."

    @property
    def _words(self) -> tuple[str, ...]:
        """What the workspace may say about such cells."""
        orders = (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
        return orders if self._is_time else tuple(DecimalSign)

    def _line(self, word: str, unfit: Sequence[str]) -> str:
        if not self._is_time:
            return f"decimal: {word}"
        sign = next((s for cell in unfit for s in cell if s in _SIGNS), ".")
        return f"dates: {sign.join(word.replace('/', '.').split('.'))}"

    def _counts(self, engine: Engine) -> dict[str, int]:
        """Return how many of the first rows are filled, can be read, and could be if it was said.

        By `filled`, `fit`, and the words that the workspace may say.
        """
        said = exp.column("said")
        counts = {"filled": exp.Count(this=said), "fit": exp.Count(this=self._read(self.writing))}
        for word in self._words:
            counts[word] = exp.Count(this=self._read(self._as_if(word)))
        places = {word: f"n{k}" for k, word in enumerate(counts)}
        tree = exp.select(*(exp.alias_(counts[w], n) for w, n in places.items()))
        columns = tuple(QueryColumn(name=n, type=ValueType.WHOLE) for n in places.values())
        found = engine.rows(Query(tree=tree.from_(self._first_rows()), columns=columns))
        return {word: int(found.column(n).values[0]) for word, n in places.items()}

    def _unfit(self, engine: Engine) -> list[str]:
        """Return some cells that cannot be read."""
        said = exp.column("said")
        tree = (
            exp.select(said)
            .distinct()
            .from_(self._first_rows())
            .where(exp.Is(this=self._read(self.writing), expression=exp.null()))
            .order_by(said.copy())
            .limit(_MOST_SHOWN)
        )
        columns = (QueryColumn(name="said", type=ValueType.TEXT),)
        found = engine.rows(Query(tree=tree, columns=columns)).column("said")
        return [_short(str(cell)) for cell in found.values]

    def _as_if(self, word: str) -> Writing:
        if self._is_time:
            return replace(self.writing, dates=DateOrder(word))
        return replace(self.writing, decimal=DecimalSign(word))

    def _read(self, writing: Writing) -> exp.Expr:
        kind = "timestamp" if self._is_time else "double"
        return read_text(exp.column("said"), kind, writing)

    def _first_rows(self) -> exp.Subquery:
        column = exp.column(exp.to_identifier(self.column, quoted=True))
        text = exp.Nullif(
            this=exp.Trim(this=exp.cast(column, "text")), expression=exp.Literal.string("")
        )
        return (
            exp.select(exp.alias_(text, "said"))
            .from_(exp.Table(this=exp.to_identifier(self.table, quoted=True)))
            .where(exp.Not(this=exp.Is(this=text.copy(), expression=exp.null())))
            .limit(SAMPLED_ROWS)
            .subquery("first_rows")
        )


def _short(cell: str) -> str:
    cell = " ".join(cell.split())
    return cell if len(cell) <= _LONGEST_SHOWN else f"{cell[:_LONGEST_SHOWN]}..."
