"""What there is to say about the cells of one column, in words."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shoal.records.findings import Finding, Severity
from shoal.sources.dates import DatesRead
from shoal.sources.drafts import Distinct
from shoal.sources.missing import is_hidden_missing
from shoal.sources.number_text import NumberText, Style
from shoal.sources.numbers import NumbersRead

Findings = tuple[Finding, ...]

_MOST_EXAMPLES = 5


def hidden_missing(name: str, distinct: Distinct) -> Findings:
    """Tell of blanks, dashes and error values that were read as missing."""
    hidden = distinct.missing.copy()
    hidden[distinct.missing] = [
        is_hidden_missing(distinct.texts[i]) for i in np.flatnonzero(distinct.missing)
    ]
    if not hidden.any():
        return ()
    count = distinct.count(hidden)
    shown = _quoted([t or " " for t in distinct.examples(hidden)])
    return (
        Finding(
            code="hidden-missing",
            severity=Severity.NOTE,
            column=name,
            message=f'Column "{name}": {count} cell(s) such as {shown} were read as missing.',
            evidence={"count": count, "examples": shown},
            suggestion="Leave such cells empty if that is what they mean.",
        ),
    )


def mostly_typed(name: str, distinct: Distinct, fits: NDArray[np.bool_], *, what: str) -> Findings:
    """Tell of the few cells that do not fit a column of numbers or dates."""
    strangers = ~fits & ~distinct.missing
    if not strangers.any():
        return ()
    count = distinct.count(strangers)
    shown = _quoted(distinct.examples(strangers))
    return (
        Finding(
            code="mixed-types",
            severity=Severity.WARNING,
            column=name,
            message=f'Column "{name}" holds {what}, but {count} of {distinct.n_answered} '
            f"answered cells do not ({shown}); they were read as missing.",
            evidence={"count": count, "answered": distinct.n_answered, "examples": shown},
            suggestion=f"Write these cells as {what}, or leave them empty.",
        ),
    )


def half_typed(name: str, distinct: Distinct, fits: NDArray[np.bool_], *, what: str) -> Findings:
    """Tell of a column that is neither clearly text nor clearly numbers or dates."""
    strangers = ~fits & ~distinct.missing
    count = distinct.count(strangers)
    shown = _quoted(distinct.examples(strangers))
    return (
        Finding(
            code="mixed-types",
            severity=Severity.WARNING,
            column=name,
            message=f'Column "{name}" mixes {what} with other text: {count} of '
            f"{distinct.n_answered} answered cells are no {what} ({shown}); it stays text.",
            evidence={"count": count, "answered": distinct.n_answered, "examples": shown},
            suggestion=f"Part the column in two, or write all its cells as {what}.",
        ),
    )


def mixed_currencies(name: str, distinct: Distinct, currencies: Sequence[str]) -> Findings:
    """Tell of amounts in several currencies, which must not be added."""
    shown = ", ".join(currencies[:_MOST_EXAMPLES])
    return (
        Finding(
            code="mixed-currencies",
            severity=Severity.WARNING,
            column=name,
            message=f'Column "{name}" holds amounts in {len(currencies)} currencies ({shown}); '
            "it stays text, for such amounts cannot be compared.",
            evidence={"currencies": shown, "answered": distinct.n_answered},
            suggestion="Convert all amounts to one currency, or give each currency its column.",
        ),
    )


def number_habits(name: str, distinct: Distinct, read: NumbersRead) -> Findings:
    """Tell how numbers were read that a spreadsheet or a program would take for text."""
    return (
        *_hidden_numbers(name, distinct, read),
        *_mixed_percent(name, distinct, read),
        *_mixed_marks(name, distinct, read),
    )


def ambiguous_dates(name: str, distinct: Distinct, dates: DatesRead) -> Findings:
    """Tell that day and month could stand the other way round."""
    if not dates.ambiguous:
        return ()
    order = "month" if dates.month_first else "day"
    shown = _quoted(distinct.examples(dates.is_date, most=1))
    return (
        Finding(
            code="ambiguous-dates",
            severity=Severity.WARNING,
            column=name,
            message=f'Column "{name}": nothing tells whether the day or the month stands first '
            f"in dates such as {shown}; they were read with the {order} first.",
            evidence={"order": f"{order}-first", "answered": distinct.n_answered},
            suggestion="Write dates as 2026-06-30.",
        ),
    )


def decimal_comma(columns: Sequence[str]) -> Findings:
    """Tell once for the table that commas were read as decimal signs."""
    if not columns:
        return ()
    shown = ", ".join(columns[:_MOST_EXAMPLES])
    more = f" and {len(columns) - _MOST_EXAMPLES} more" if len(columns) > _MOST_EXAMPLES else ""
    return (
        Finding(
            code="decimal-comma",
            severity=Severity.NOTE,
            message=f"The comma was read as decimal sign in: {shown}{more}.",
            evidence={"columns": len(columns)},
        ),
    )


def _hidden_numbers(name: str, distinct: Distinct, read: NumbersRead) -> Findings:
    hides = np.array(
        [p is not None and _hides(p, decimal_comma=read.decimal_comma) for p in read.parsed],
        dtype=np.bool_,
    )
    blank = np.array(
        [bool(t) and not s for t, s in zip(distinct.texts, distinct.stripped, strict=True)],
        dtype=np.bool_,
    )
    count = distinct.count(hides | blank)
    if not count:
        return ()
    readings = [
        f'"{distinct.stripped[i][:40]}" as {_value(read, int(i))}'
        for i in np.flatnonzero(hides)[:3]
    ]
    if blank.any():
        readings.append("blanks as missing")
    shown = ", ".join(readings)
    return (
        Finding(
            code="text-hides-numbers",
            severity=Severity.NOTE,
            column=name,
            message=f'Column "{name}" hides numbers in text; {count} cell(s) were read so: '
            f"{shown}.",
            evidence={"count": count, "examples": shown},
            suggestion="Export plain numbers if that is not what they mean.",
        ),
    )


def _hides(number: NumberText, *, decimal_comma: bool) -> bool:
    if number.decorated or number.grouped:
        return True
    # A decimal comma alone is told once for the table.
    thousands = "." if decimal_comma or number.style is Style.COMMA else ","
    return thousands in number.digits


def _value(read: NumbersRead, position: int) -> str:
    return f"{read.values[position]:.15g}"


def _mixed_percent(name: str, distinct: Distinct, read: NumbersRead) -> Findings:
    percent = read.percent
    bare = read.is_number & ~percent
    if not percent.any() or not bare.any():
        return ()
    n_percent, n_bare = distinct.count(percent), distinct.count(bare)
    how = "divided by 100" if read.percent_divided else "taken as they are, without the sign"
    return (
        Finding(
            code="mixed-percent",
            severity=Severity.WARNING,
            column=name,
            message=f'Column "{name}" has {n_percent} cell(s) with a percent sign and {n_bare} '
            f"without; those with the sign were {how}.",
            evidence={"with_sign": n_percent, "without_sign": n_bare},
            suggestion="Write the whole column on one scale, 0 to 1 or 0 to 100.",
        ),
    )


def _mixed_marks(name: str, distinct: Distinct, read: NumbersRead) -> Findings:
    points, commas = read.of_style(Style.POINT), read.of_style(Style.COMMA)
    if not points.any() or not commas.any():
        return ()
    n_points, n_commas = distinct.count(points), distinct.count(commas)
    return (
        Finding(
            code="mixed-decimals",
            severity=Severity.WARNING,
            column=name,
            message=f'Column "{name}" has decimals with a point in {n_points} cell(s) and with a '
            f"comma in {n_commas}; each was read as it is written.",
            evidence={"points": n_points, "commas": n_commas},
            suggestion="Write the whole column with one decimal sign.",
        ),
    )


def _quoted(texts: Sequence[str]) -> str:
    return ", ".join(f'"{t}"' for t in texts)
