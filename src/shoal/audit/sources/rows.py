"""What rows say that cannot be, and rows that stand twice or at the same time."""

from collections.abc import Iterator
from typing import Final

from shoal.audit.sources.telling import about, of_rows
from shoal.records.findings import Finding, Severity
from shoal.records.judged import JudgedSource, Oddity, Repeats
from shoal.records.workspace import Role
from shoal.wording import format_count

# Oddity: code, how bad it is, what such rows have, what becomes of them, how to mend them.
_NUMBERS: Final = {
    Oddity.NO_SEATS: (
        "seats-not-positive",
        Severity.WARNING,
        "zero or fewer seats",
        "those below zero count as none told",
        "Leave seats empty where there are none.",
    ),
    Oddity.PART_SEATS: (
        "seats-not-whole",
        Severity.NOTE,
        "parts of a seat",
        "they count as written",
        "Look whether seats is the right column.",
    ),
    Oddity.NEGATIVE_AMOUNT: (
        "negative-values",
        Severity.WARNING,
        "an amount below zero",
        "it is taken off the others",
        "Look what such rows mean; only leaves them out.",
    ),
    Oddity.NEGATIVE_MINUTES: (
        "negative-values",
        Severity.WARNING,
        "minutes below zero",
        "they count as none told",
        "Look what such rows mean; only leaves them out.",
    ),
    Oddity.NEGATIVE_COUNT: (
        "negative-values",
        Severity.WARNING,
        "a count below zero",
        "they stand for no event",
        "Look what such rows mean; only leaves them out.",
    ),
    Oddity.NO_COUNT: (
        "count-missing",
        Severity.NOTE,
        "no count",
        "each stands for one event",
        "Fill the count in at the source.",
    ),
    Oddity.PART_COUNT: (
        "count-not-whole",
        Severity.NOTE,
        "a count that is no whole number",
        "it is rounded",
        "Look whether count is the right column.",
    ),
}


def impossible_numbers(source: JudgedSource) -> Iterator[Finding]:
    """Find seats, amounts, minutes, counts and scores that cannot be, or hardly."""
    rows = source.rows_in_time
    for oddity, (code, severity, has, then, mend) in _NUMBERS.items():
        if count := source.odd.get(oddity):
            yield about(
                source,
                code=code,
                severity=severity,
                message=f"{of_rows(count, rows)} have {has}; {then}.",
                evidence={"rows": count, "of": rows, "oddity": oddity.value},
                suggestion=mend,
            )
    if (count := source.odd.get(Oddity.OUTSIDE_SCALE)) and source.scale is not None:
        low, high = source.scale
        yield about(
            source,
            code="score-outside-scale",
            severity=Severity.WARNING,
            message=f"{of_rows(count, rows)} have a score outside {low:g} to {high:g}; it is"
            " not counted.",
            evidence={"rows": count, "of": rows, "low": low, "high": high},
            suggestion="Mend scale, or the scores.",
        )


def repeated(source: JudgedSource) -> Iterator[Finding]:
    """Find rows that stand more than once."""
    found = source.repeats
    if found is None:
        return
    if found.same:
        yield _same(source, found)
    if found.differing and found.by is not None:
        yield _differing(source, found)


def at_the_same_time(source: JudgedSource) -> Iterator[Finding]:
    """Find accounts with two subscriptions at once, users in two accounts at once."""
    if not source.overlapping:
        return
    count = format_count(source.overlapping)
    evidence: dict[str, float | int | str] = {"overlapping": source.overlapping}
    if source.role is Role.SUBSCRIPTIONS:
        yield about(
            source,
            code="subscriptions-overlap",
            severity=Severity.NOTE,
            message=f"{count} accounts have subscriptions that run at the same time; their seats"
            " and amounts add up.",
            evidence=evidence,
            suggestion="End one before the next begins, where it replaces it.",
        )
    else:
        yield about(
            source,
            code="contacts-overlap",
            severity=Severity.WARNING,
            message=f"{count} users are in two accounts at the same time; what they do counts for"
            " one of them.",
            evidence=evidence,
            suggestion="Give from and to, or name the account in the events.",
        )


def alike_ids(source: JudgedSource) -> Iterator[Finding]:
    """Find accounts whose ids differ only by case or blanks."""
    if source.alike_ids:
        yield about(
            source,
            code="ids-differ-by-case",
            severity=Severity.WARNING,
            message=f"ids of {format_count(source.alike_ids)} groups of accounts differ only by"
            " case or blanks. They are different accounts.",
            evidence={"groups": source.alike_ids},
            suggestion="If they mean the same accounts, write each id in one way.",
        )


def _same(source: JudgedSource, found: Repeats) -> Finding:
    rows = of_rows(found.same, source.rows_in_time)
    evidence: dict[str, float | int | str] = {"rows": found.same, "of": source.rows_in_time}
    if found.by is not None:
        return about(
            source,
            code="repeated-rows",
            severity=Severity.NOTE,
            message=f"{rows} repeat another with the same {found.by}; they count once.",
            column=found.by,
            evidence=evidence,
        )
    # Two of a kind on one day may well be two; at one second they hardly are.
    suggestion = (
        "Name the column that tells them apart as id." if source.role is Role.EVENTS else None
    )
    return about(
        source,
        code="repeated-rows",
        severity=Severity.NOTE if source.by_day else Severity.WARNING,
        message=f"{rows} repeat another in every column; each of them counts.",
        evidence=evidence,
        suggestion=suggestion or "Remove them at the source, if they are the same.",
    )


def _differing(source: JudgedSource, found: Repeats) -> Finding:
    count, rows = format_count(found.differing), format_count(found.differing_rows)
    is_accounts = source.role is Role.ACCOUNTS
    said = (
        "the earliest creation and the largest values hold"
        if is_accounts
        else "each of them counts"
    )
    return about(
        source,
        code="duplicate-ids",
        severity=Severity.WARNING,
        message=f"{count} values of {found.by} stand in {rows} rows that differ; {said}.",
        column=found.by,
        evidence={"ids": found.differing, "rows": found.differing_rows},
        suggestion="Look which of them is right.",
    )
