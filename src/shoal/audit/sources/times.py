"""Times of rows: later than the date, ahead of the clock, not there, not readable."""

from collections.abc import Iterator

from shoal.audit.sources.telling import about, of_rows, some_of
from shoal.records.findings import Finding, Severity
from shoal.records.judged import Judged, JudgedSource, Oddity
from shoal.records.workspace import Role
from shoal.wording import format_count, join_words


def odd_times(judged: Judged, source: JudgedSource) -> Iterator[Finding]:
    """Find rows whose time says that something is wrong."""
    for oddity, tell in _TOLD.items():
        count = source.odd.get(oddity, 0)
        if count:
            yield tell(judged, source, count)
    if Oddity.SKIPPED in source.odd or Oddity.DOUBLED in source.odd:
        yield _clock_change(judged, source)


def unread_cells(source: JudgedSource) -> Iterator[Finding]:
    """Find cells with text where a time or a number is needed."""
    for cells in source.unread:
        yield about(
            source,
            code="cells-unread",
            severity=Severity.WARNING,
            message=f"{cells.column} is no {cells.wanted.split()[-1]} in"
            f" {of_rows(cells.rows, source.rows)}, such as {some_of(list(cells.examples))}; they"
            " are read as missing.",
            column=cells.column,
            evidence={"rows": cells.rows, "of": source.rows},
            suggestion=f"Write {cells.wanted} there, or leave the cell empty.",
        )


def rows_later(judged: Judged) -> Iterator[Finding]:
    """Find how many rows lie after the date, in all sources together."""
    later = {s.name: n for s in judged.sources if (n := s.odd.get(Oddity.LATER, 0))}
    if not later:
        return
    told = join_words([f"{format_count(n)} in {name}" for name, n in later.items()])
    yield Finding(
        code="rows-later",
        severity=Severity.NOTE,
        message=f"Rows after {judged.as_of} are left out: {told}.",
        evidence={f"later_{name}": n for name, n in later.items()},
    )


def zones_differ(judged: Judged) -> Iterator[Finding]:
    """Find sources that declare different time zones."""
    declared = {s.name: s.declared_zone for s in judged.sources if s.declared_zone is not None}
    if len(set(declared.values())) < 2:  # noqa: PLR2004 - different from what
        return
    told = join_words([f"{name} in {zone}" for name, zone in declared.items()])
    yield Finding(
        code="zones-differ",
        severity=Severity.NOTE,
        message=f"Sources say that their times are in different zones: {told}. All are turned"
        f" into {judged.zone}.",
        evidence={f"zone_{name}": str(zone) for name, zone in declared.items()},
    )


def _no_time(judged: Judged, source: JudgedSource, count: int) -> Finding:
    del judged
    return about(
        source,
        code="rows-without-time",
        severity=Severity.WARNING,
        message=f"{of_rows(count, source.rows)} have no {source.time_column}; they are not read.",
        column=source.time_column,
        evidence={"rows": count, "of": source.rows},
        suggestion="Fill it in at the source.",
    )


def _ahead(judged: Judged, source: JudgedSource, count: int) -> Finding:
    del judged
    return about(
        source,
        code="clocks-ahead",
        severity=Severity.WARNING,
        message=f"{of_rows(count, source.rows)} lie in the future: a clock was ahead, or the time"
        " zone is another.",
        column=source.time_column,
        evidence={"rows": count, "of": source.rows},
        suggestion="Look at the clocks that write them, and at zone of the source.",
    )


def _before_creation(judged: Judged, source: JudgedSource, count: int) -> Finding:
    del judged
    return about(
        source,
        code="rows-before-creation",
        severity=Severity.NOTE,
        message=f"{of_rows(count, source.rows_in_time)} are more than 30 days older than the"
        " creation of their account.",
        column=source.time_column,
        evidence={"rows": count, "of": source.rows_in_time},
        suggestion="Look whether created of the accounts is the day they became customers.",
    )


def _clock_change(judged: Judged, source: JudgedSource) -> Finding:
    skipped, doubled = (source.odd.get(o, 0) for o in (Oddity.SKIPPED, Oddity.DOUBLED))
    zone = source.declared_zone or judged.zone
    return about(
        source,
        code="clock-change-times",
        severity=Severity.NOTE,
        message=f"times have no zone, and in {zone} clocks leave out the time of"
        f" {format_count(skipped)} rows and show that of {format_count(doubled)} twice; these may"
        " be an hour off.",
        column=source.time_column,
        evidence={"skipped": skipped, "doubled": doubled},
        suggestion="Write times in UTC and say zone: UTC.",
    )


def _ends_first(judged: Judged, source: JudgedSource, count: int) -> Finding:
    del judged
    ends = {Role.ACCOUNTS: ("ended", "created")}.get(source.role, ("end", "begin"))
    said = "were ended before they were created" if ends[0] == "ended" else "end before they begin"
    return about(
        source,
        code="ends-before-begins",
        severity=Severity.WARNING,
        message=f"{of_rows(count, source.rows_in_time)} {said}.",
        evidence={"rows": count, "of": source.rows_in_time},
        suggestion="Look whether the two columns were mixed up.",
    )


def _resolved_first(judged: Judged, source: JudgedSource, count: int) -> Finding:
    del judged
    return _out_of_order(source, count, "were resolved before they were opened")


def _answered_first(judged: Judged, source: JudgedSource, count: int) -> Finding:
    del judged
    return _out_of_order(source, count, "were answered before they were sent")


def _out_of_order(source: JudgedSource, count: int, said: str) -> Finding:
    return about(
        source,
        code="times-out-of-order",
        severity=Severity.WARNING,
        message=f"{of_rows(count, source.rows_in_time)} {said}.",
        evidence={"rows": count, "of": source.rows_in_time},
        suggestion="Look whether both columns are in the same time zone.",
    )


_TOLD = {
    Oddity.NO_TIME: _no_time,
    Oddity.AHEAD: _ahead,
    Oddity.BEFORE_CREATION: _before_creation,
    Oddity.ENDS_FIRST: _ends_first,
    Oddity.RESOLVED_FIRST: _resolved_first,
    Oddity.ANSWERED_FIRST: _answered_first,
}
