"""Ends that seem to be written the other way than the workspace says."""

from collections.abc import Iterator
from typing import Final

from shoal.audit.sources.telling import about, of_rows
from shoal.records.findings import Finding, Severity
from shoal.records.judged import JudgedEnds, JudgedSource
from shoal.records.workspace import Ends

_FEWEST: Final = 5  # rows before anything is a pattern
_TIMES: Final = 3  # so much more often than the other way
_SHARE: Final = 0.5  # of the rows that last whole months


def ends_look_other(source: JudgedSource) -> Iterator[Finding]:
    """Find ends that are last days, but are taken for first days without; or the reverse."""
    found = source.ends
    if found is None:
        return
    if found.declared is Ends.EXCLUSIVE:
        followed, whole = found.next_day, found.whole_if_inclusive
        against, part = found.same_day, found.whole_if_exclusive
        begin, code = "the day after", "ends-look-inclusive"
        then = "Each seems to hold on its last day too, which is taken for the first without it"
        mend = "Write ends: inclusive below the source."
    else:
        followed, whole = found.same_day, found.whole_if_exclusive
        against, part = found.next_day, found.whole_if_inclusive
        begin, code = "that very day", "ends-look-exclusive"
        then = "Each seems to end before the day that is written, which is taken for its last"
        mend = "Take ends: inclusive away."
    is_followed = followed >= _FEWEST and followed > _TIMES * against
    is_whole = whole >= max(_FEWEST, _SHARE * found.ended) and whole > _TIMES * part
    if not is_followed and not (is_whole and followed >= against):
        return
    yield about(
        source,
        code=code,
        severity=Severity.WARNING,
        message=f"{of_rows(followed, found.ended)} that ended are followed by one that begins"
        f" {begin}, and {of_rows(whole, found.ended)} last whole months if that is meant. {then}.",
        evidence=_evidence(found),
        suggestion=mend,
    )


def _evidence(found: JudgedEnds) -> dict[str, float | int | str]:
    return {
        "ended": found.ended,
        "next_day": found.next_day,
        "same_day": found.same_day,
        "whole_if_inclusive": found.whole_if_inclusive,
        "whole_if_exclusive": found.whole_if_exclusive,
    }
