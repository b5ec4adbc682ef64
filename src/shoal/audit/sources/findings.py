"""All that is to be said about the sources, worst first."""

from collections.abc import Iterable, Iterator

from shoal.audit.sources import ends, freshness, joins, rows, times, values
from shoal.records.findings import Finding, Severity
from shoal.records.judged import Judged, JudgedSource

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def source_findings(judged: Judged) -> tuple[Finding, ...]:
    """Return the findings about all sources of a workspace.

    Parameters
    ----------
    judged : Judged
        What was counted in them.

    Returns
    -------
    tuple of Finding
        Worst first; of equal severity by source, in the order of the workspace. Each has the name
        of its source in its evidence, unless it is about several.
    """
    found: list[Finding] = [
        *joins.accounts_without_rows(judged),
        *times.rows_later(judged),
        *times.zones_differ(judged),
    ]
    for source in judged.sources:
        found += _about(judged, source)
    return worst_first(found)


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by severity, else in their order."""
    return tuple(sorted(findings, key=lambda finding: _ORDER.index(finding.severity)))


def _about(judged: Judged, source: JudgedSource) -> Iterator[Finding]:
    yield from freshness.is_empty(judged, source)
    yield from joins.rows_without_account(judged, source)
    yield from freshness.stops_early(judged, source)
    yield from freshness.days_without_rows(judged, source)
    yield from freshness.begins_late(judged, source)
    yield from times.odd_times(judged, source)
    yield from times.unread_cells(source)
    yield from rows.repeated(source)
    yield from ends.ends_look_other(source)
    yield from rows.alike_ids(source)
    yield from rows.at_the_same_time(source)
    yield from rows.impossible_numbers(source)
    yield from values.odd_values(source)
