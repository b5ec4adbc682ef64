"""Columns of features with so many values that they hold none."""

from collections.abc import Iterable

from shoal.audit.checks.wording import listed
from shoal.records.definitions import MetricDefinition
from shoal.records.findings import Finding, Severity
from shoal.records.judged import Crowded
from shoal.wording import format_count, join_words


def too_many_features(crowded: Crowded, metrics: Iterable[MetricDefinition]) -> Finding:
    """Return the finding about columns that are no features.

    Parameters
    ----------
    crowded : Crowded
    metrics : iterable of MetricDefinition
        Those that need features are not measured.
    """
    fullest = crowded.columns[0]
    told = listed(
        [f"{c.source}.{c.column} {format_count(c.values)} values" for c in crowded.columns]
    )
    names = join_words([m.name for m in metrics if "features" in m.needs])
    return Finding(
        code="too-many-features",
        severity=Severity.WARNING,
        column=f"{fullest.source}.{fullest.column}",
        message=f"{names} cannot be measured: {told}; features are at most"
        f" {format_count(crowded.most)}, unless they are listed.",
        evidence={
            "source": fullest.source,
            "values": fullest.values,
            "most": crowded.most,
            "since": str(crowded.since),
        },
        suggestion=f"List what is on offer below features of {fullest.source}, or name a coarser"
        " column as feature.",
    )
