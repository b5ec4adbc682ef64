"""The JSON answer of `shoal assign --json`."""

from shoal.records.findings import Finding
from shoal.records.scoring import Assignment
from shoal.records.segments import Segment
from shoal.reports.answer import Json, finding_answer


def assign_answer(
    assignment: Assignment,
    segments: tuple[Segment, ...],
    findings: tuple[Finding, ...],
    *,
    out: str,
) -> Json:
    """Return how many accounts each segment got, what was noticed, and where the file is."""
    counts = [int((assignment.segment == s).sum()) for s in range(len(assignment.keys))]
    names = {segment.key: segment.name for segment in segments}
    return {
        "accounts": len(assignment.segment),
        "segments": [
            {"key": key, "name": names[key], "size": count}
            for key, count in zip(assignment.keys, counts, strict=True)
        ],
        "unusual": int(assignment.unusual.sum()),
        "audit": {"findings": [finding_answer(f) for f in findings]},
        "files": {"assignments": out},
    }
