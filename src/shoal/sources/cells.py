"""From cells to typed columns: what each column is, decided once, said in findings."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shoal.errors import InternalError
from shoal.records.findings import Finding
from shoal.records.tables import Column, ColumnType, Table
from shoal.sources import cell_findings as found
from shoal.sources.dates import DatesRead, read_dates
from shoal.sources.drafts import Distinct, Draft, distinct_of
from shoal.sources.hints import Habits, Hints, habits_of, hints_of
from shoal.sources.number_text import Style
from shoal.sources.numbers import NumbersRead, read_numbers
from shoal.sources.plain_numbers import plain_numbers
from shoal.sources.ready import empty_column, infinite_finding, number_draft

# A column is what at least 95 % of its answers are; from 50 % on it is worth a word.
MOSTLY = 0.95
HALF = 0.5

_TRUE = frozenset({"true", "yes", "y", "t", "ja", "j", "wahr", "oui", "vrai"})
_FALSE = frozenset({"false", "no", "n", "f", "nein", "falsch", "non", "faux"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surveyed:
    """A column after the first look: finished, or waiting for what the others tell."""

    name: str
    habits: Habits
    column: Column | None = None
    distinct: Distinct | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    column: Column
    findings: tuple[Finding, ...] = ()
    decimal_comma: bool = False


def table_of(
    name: str,
    n_rows: int,
    drafts: Iterable[Draft],
    *,
    semicolon: bool = False,
    findings: tuple[Finding, ...] = (),
) -> Table:
    """Decide the type of every column and put the table together.

    Parameters
    ----------
    name
        The table's name, for people.
    n_rows
        Rows of every column.
    drafts
        The columns in order; each is let go as soon as it is read, so a generator saves memory.
    semicolon
        Cells were parted by semicolons, as is usual where the comma is the decimal sign.
    findings
        What reading the cells had to decide already.
    """
    surveyed = deque(_survey(draft) for draft in drafts)
    hints = hints_of((s.habits for s in surveyed), semicolon=semicolon)
    typed = []
    while surveyed:
        typed.append(_decided(surveyed.popleft(), hints))
    commas = [t.column.name for t in typed if t.decimal_comma]
    return Table(
        name=name,
        n_rows=n_rows,
        columns=tuple(t.column for t in typed),
        findings=(
            *findings,
            *found.decimal_comma(commas),
            *(finding for t in typed for finding in t.findings),
        ),
    )


def _survey(draft: Draft) -> _Surveyed:
    if draft.cells is None:
        return _Surveyed(
            name=draft.name, habits=Habits(), column=draft.column, findings=draft.findings
        )
    plain = plain_numbers(draft.cells)
    if plain is None:
        distinct = distinct_of(draft.cells)
        return _Surveyed(
            name=draft.name,
            habits=habits_of(distinct),
            distinct=distinct,
            findings=draft.findings,
        )
    ready = number_draft(draft.name, plain.values, written=plain.written)
    return _Surveyed(
        name=draft.name,
        habits=Habits(point=plain.has_point),
        column=ready.column,
        distinct=distinct_of(draft.cells) if plain.maybe_thousands else None,
        findings=draft.findings,
    )


def _decided(surveyed: _Surveyed, hints: Hints) -> _Typed:
    typed = None
    # A column of 1.234 is ready as it is, unless the table writes decimals with a comma.
    if surveyed.column is not None and not (surveyed.distinct and hints.decimal_comma):
        typed = _Typed(column=surveyed.column)
    elif surveyed.distinct is not None:
        typed = _typed(surveyed.name, surveyed.distinct, hints)
    if typed is None:
        raise InternalError(f'Column "{surveyed.name}" came without cells and without values.')
    return _Typed(
        column=typed.column,
        findings=(*surveyed.findings, *typed.findings),
        decimal_comma=typed.decimal_comma,
    )


def _typed(name: str, distinct: Distinct, hints: Hints) -> _Typed:
    hidden = found.hidden_missing(name, distinct)
    if distinct.missing.all():
        return _Typed(column=empty_column(name, distinct.codes.size), findings=hidden)
    typed = _boolean(name, distinct) or _number_or_date(name, distinct, hints)
    return _Typed(
        column=typed.column,
        findings=(*hidden, *typed.findings),
        decimal_comma=typed.decimal_comma,
    )


def _boolean(name: str, distinct: Distinct) -> _Typed | None:
    folded = [t.casefold() for t in distinct.stripped]
    values = np.array(
        [1.0 if f in _TRUE else 0.0 if f in _FALSE else np.nan for f in folded], dtype=np.float64
    )
    if np.isnan(values[~distinct.missing]).any():
        return None
    values[distinct.missing] = np.nan
    column = Column(
        name=name,
        type=ColumnType.BOOLEAN,
        values=values[distinct.codes],
        written=distinct.spread(),
    )
    return _Typed(column=column)


def _number_or_date(name: str, distinct: Distinct, hints: Hints) -> _Typed:
    numbers = read_numbers(distinct, decimal_comma=hints.decimal_comma)
    share = distinct.share(numbers.is_number)
    if share >= MOSTLY:
        return _number(name, distinct, numbers)
    dates = read_dates(distinct, month_first=hints.month_first)
    if distinct.share(dates.is_date) >= MOSTLY:
        return _date(name, distinct, dates)
    findings: tuple[Finding, ...] = ()
    if share >= HALF:
        findings = found.half_typed(name, distinct, numbers.is_number, what="numbers")
    elif distinct.share(dates.is_date) >= HALF:
        findings = found.half_typed(name, distinct, dates.is_date, what="dates")
    return _Typed(column=_text(name, distinct), findings=findings)


def _number(name: str, distinct: Distinct, numbers: NumbersRead) -> _Typed:
    currencies = numbers.currencies
    if len(currencies) > 1:
        findings = found.mixed_currencies(name, distinct, currencies)
        return _Typed(column=_text(name, distinct), findings=findings)
    infinite = numbers.of_style(Style.INFINITE) | np.isinf(numbers.values)
    values = np.where(infinite, np.nan, numbers.values)
    findings = (
        *found.mostly_typed(name, distinct, numbers.is_number, what="numbers"),
        *((infinite_finding(name, distinct.count(infinite)),) if infinite.any() else ()),
        *found.number_habits(name, distinct, numbers),
    )
    if np.isnan(values).all():
        column = empty_column(name, distinct.codes.size)
    else:
        column = Column(
            name=name,
            type=ColumnType.NUMBER,
            values=values[distinct.codes],
            written=distinct.spread(),
            currency=currencies[0] if currencies else None,
        )
    commas = numbers.of_style(Style.COMMA, Style.MAYBE_COMMA, Style.MAYBE_POINT).any()
    return _Typed(
        column=column, findings=findings, decimal_comma=bool(numbers.decimal_comma and commas)
    )


def _date(name: str, distinct: Distinct, dates: DatesRead) -> _Typed:
    column = Column(
        name=name,
        type=ColumnType.DATE,
        values=dates.values[distinct.codes],
        written=None if dates.is_iso else distinct.spread(),
    )
    findings = (
        *found.mostly_typed(name, distinct, dates.is_date, what="dates"),
        *found.ambiguous_dates(name, distinct, dates),
    )
    return _Typed(column=column, findings=findings)


def _text(name: str, distinct: Distinct) -> Column:
    return Column(name=name, type=ColumnType.TEXT, values=distinct.spread())
