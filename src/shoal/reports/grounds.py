"""Tables of the evidence: what was found in the data, what was prepared, what was left out."""

from dataclasses import dataclass

import numpy as np

from shoal.records.accounts import Metric
from shoal.records.evidence import Algorithm
from shoal.records.findings import Finding, Severity
from shoal.records.preparation import PreparedMetric, Scale
from shoal.reports.candidates import weight_words
from shoal.reports.reading import Reading, metric_value
from shoal.reports.scales import prepared_by_name
from shoal.wording import format_count, format_share, join_words

_STABLE = 0.75  # Hennig's bound for a segment that comes back
_SEVERITIES = {Severity.ERROR: "Serious", Severity.WARNING: "Check", Severity.NOTE: "Note"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding; `shape` is how its severity is drawn."""

    severity: str
    shape: str
    where: str
    message: str
    suggestion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationRow:
    """How one metric was made comparable."""

    metric: str
    reshaped: str
    weight: str
    gives: str
    missing: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedRow:
    """A column that did not form groups."""

    column: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A segment's rule and name, with their grounds."""

    segment: str
    css: str
    rule: str
    precision: str
    coverage: str
    comes_back: str
    reason: str


def finding_rows(reading: Reading) -> tuple[FindingRow, ...]:
    """Return all findings, the serious ones first."""
    order = list(_SEVERITIES)
    ranked = sorted(reading.study.findings, key=lambda f: order.index(f.severity))
    labels = {m.column: m.label for m in reading.metrics}
    return tuple(
        FindingRow(
            severity=_SEVERITIES[f.severity],
            shape=f.severity.value,
            where=labels.get(f.column, f.column) if f.column else "Table",
            message=f.message,
            suggestion=f.suggestion or "",
        )
        for f in ranked
    )


def count_findings(findings: tuple[Finding, ...]) -> str:
    """Write how many findings there are of each kind."""
    counts = {s: sum(f.severity is s for f in findings) for s in _SEVERITIES}
    words = {Severity.ERROR: "serious", Severity.WARNING: "to check", Severity.NOTE: "note"}
    parts = [
        f"{format_count(n)} {words[s]}{'s' if s is Severity.NOTE and n > 1 else ''}"
        for s, n in counts.items()
        if n
    ]
    return join_words(parts) or "nothing to report"


def preparation_rows(reading: Reading) -> tuple[PreparationRow, ...]:
    """Return how each metric was prepared, in the order of the columns."""
    prepared = prepared_by_name(reading.study)
    return tuple(
        _preparation(reading, j, metric, prepared[metric.name])
        for j, metric in enumerate(reading.metrics)
        if metric.name in prepared
    )


def excluded_rows(reading: Reading) -> tuple[ExcludedRow, ...]:
    """Return the columns that were not used to form groups."""
    return tuple(
        ExcludedRow(column=e.column, kind=e.kind.value, why=e.why) for e in reading.study.excluded
    )


def rule_rows(reading: Reading) -> tuple[RuleRow, ...]:
    """Return each segment's rule with its cross-validated precision; none of it for slices.

    `comes_back` is how alike the segment is to its best match when the work is repeated; those
    under 0.75 are marked.
    """
    rows = []
    jaccards = dict(reading.study.recommendation.segment_jaccards)
    for group in reading.groups:
        rule = group.segment.rule
        judged = rule if not reading.sliced else None
        rows.append(
            RuleRow(
                segment=group.segment.name,
                css=group.css,
                rule=rule.text if rule else "No short rule describes it.",
                precision=format_share(judged.precision) if judged else "",
                coverage=format_share(judged.coverage) if judged else "",
                comes_back=_comes_back(jaccards.get(group.segment.key)),
                reason=group.segment.reason,
            )
        )
    return tuple(rows)


def _comes_back(jaccard: float | None) -> str:
    if jaccard is None or np.isnan(jaccard):
        return ""
    return f"{jaccard:.2f}" if jaccard >= _STABLE else f"{jaccard:.2f}, soft"


def _preparation(
    reading: Reading, position: int, metric: Metric, prepared: PreparedMetric
) -> PreparationRow:
    missing = int(np.isnan(reading.study.accounts.values[:, position]).sum())
    gives = dict(reading.study.recommendation.contributions).get(metric.name)
    return PreparationRow(
        metric=metric.label,
        reshaped="none" if prepared.scale is Scale.IDENTITY else prepared.scale.value,
        weight=weight_words(prepared.weight),
        gives=format_share(gives) if gives is not None else "",
        missing=_missing(metric, missing, reading.study.recommendation.algorithm),
        why=" ".join(s for s in (prepared.why, _pile(metric, prepared)) if s),
    )


def _missing(metric: Metric, missing: int, algorithm: Algorithm) -> str:
    """Tell what the search did with missing cells; only a mixture needs no value in their place."""
    if not missing:
        return "0"
    filled = f"filled with the {'mean' if metric.structural else 'median'}"
    done = "left out" if algorithm is Algorithm.MIXTURE else filled
    return f"{format_count(missing)}, {done}"


def _pile(metric: Metric, prepared: PreparedMetric) -> str:
    if prepared.pile is None:
        return ""
    return f"Accounts at {metric_value(metric, prepared.pile)} are a state of their own."
