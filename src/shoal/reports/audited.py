"""What `shoal audit` says: lines for a terminal, an object for programs."""

from collections.abc import Iterator
from datetime import date

from shoal.records.findings import Finding, Severity
from shoal.records.judged import Audited, JudgedSource
from shoal.records.workspace import Role
from shoal.reports.answer import Json, finding_answer
from shoal.wording import UNKNOWN, format_count, format_share, join_words

_MARKS = {Severity.ERROR: "!!", Severity.WARNING: " !", Severity.NOTE: "  "}
_HEAD = ("source", "role", "rows", "in time", "account found", "accounts", "first day", "last day")
_MOST_ALIKE = 5  # findings that differ only in what they are about are told so often
_NUMBERS = range(2, 6)  # columns of the table that hold numbers


def audited_answer(audited: Audited) -> Json:
    """Return what a program reads of a run of `shoal audit`.

    Parameters
    ----------
    audited : Audited

    Returns
    -------
    dict
        `as_of`, `sources` (in the order of the workspace; `rows` that only keeps, `rows_in_time`
        of them by the date, `found_account` of those, `accounts_with_rows` of the accounts that
        count at the date, `first_day` and `last_day` of rows in time, or null), `findings` (those
        about the sources, then those about the snapshot).
    """
    return {
        "as_of": audited.as_of.isoformat(),
        "sources": [_source(s) for s in audited.judged.sources],
        "findings": [finding_answer(f) for f in audited.findings],
    }


def audited_lines(audited: Audited) -> Iterator[str]:
    """Yield what a person reads of a run of `shoal audit`."""
    yield f"Sources as of {audited.as_of}"
    yield ""
    rows = [_HEAD, *(_cells(s) for s in audited.judged.sources)]
    widths = [max(len(row[k]) for row in rows) for k in range(len(_HEAD))]
    for row in rows:
        cells = [
            cell.rjust(width) if k in _NUMBERS else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
    yield from _section("About the sources", audited.sources)
    yield from _section("About the snapshot", audited.snapshot)
    yield ""
    yield _summary(audited.findings)


def _source(source: JudgedSource) -> Json:
    return {
        "source": source.name,
        "role": source.role.value,
        "rows": source.rows,
        "rows_in_time": source.rows_in_time,
        "found_account": source.matching.found if source.matching is not None else None,
        "accounts_with_rows": source.accounts_with_rows,
        "first_day": _iso(source.first_day),
        "last_day": _iso(source.last_day),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _cells(source: JudgedSource) -> tuple[str, ...]:
    found = UNKNOWN
    if source.matching is not None and source.rows_in_time and source.role is not Role.ACCOUNTS:
        found = format_share(source.matching.found / source.rows_in_time)
    return (
        source.name,
        source.role.value,
        format_count(source.rows),
        format_count(source.rows_in_time),
        found,
        format_count(source.accounts_with_rows),
        _iso(source.first_day) or UNKNOWN,
        _iso(source.last_day) or UNKNOWN,
    )


def _section(title: str, findings: tuple[Finding, ...]) -> Iterator[str]:
    if not findings:
        return
    yield ""
    yield title
    kinds: dict[tuple[str, Severity, str | None], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.code, finding.severity, finding.suggestion), []).append(finding)
    for (_, severity, suggestion), alike in kinds.items():
        for finding in alike[:_MOST_ALIKE]:
            yield f"{_MARKS[severity]} {finding.message}"
        if more := [f.column or "" for f in alike[_MOST_ALIKE:]]:
            yield f"   The same of {_some(more)}; --json tells all."
        if suggestion:
            yield f"     {suggestion}"


def _some(columns: list[str]) -> str:
    """Name at most five of the columns that findings are about."""
    named = [c for c in columns if c][:_MOST_ALIKE]
    if len(named) == len(columns):
        return join_words(named)
    return join_words([*named, f"{format_count(len(columns) - len(named))} more"])


def _summary(findings: tuple[Finding, ...]) -> str:
    counts = {s: sum(f.severity is s for f in findings) for s in Severity}
    told = [f"{format_count(n)} {s}{'s' if n > 1 else ''}" for s, n in counts.items() if n]
    return f"{join_words(told)}." if told else "No findings."
