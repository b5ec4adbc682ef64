"""Metrics that a segmentation names in vain: not measured, not clustered, told before the fit."""

from collections.abc import Mapping

from shoal.metrics.offers import in_words, offered
from shoal.metrics.presets.catalogue import PRESETS
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import Kind
from shoal.records.opened import OpenedSource
from shoal.records.queries import QueryColumn
from shoal.records.roles import columns_used
from shoal.records.workspace import SegmentationSpec, WorkspaceSpec
from shoal.wording import join_words


def why_not_clustered(
    spec: WorkspaceSpec, columns: Mapping[str, tuple[QueryColumn, ...]]
) -> dict[str, str]:
    """Return why metrics of the workspace cannot be clustered, by name, as the end of a sentence.

    Parameters
    ----------
    spec : WorkspaceSpec
    columns : mapping of str to tuple of QueryColumn
        Of the sources that could be opened; what needs sources is judged if all could.
    """
    found = _lacking(spec, columns)
    found |= {n: _of_kind(p.kind) for n, p in PRESETS.items() if p.kind is not Kind.BEHAVIOUR}
    found |= {m.name: _of_kind(m.kind) for m in spec.metrics.own if m.kind is not Kind.BEHAVIOUR}
    asked = spec.metrics.presets
    left = [n for n in PRESETS if n in spec.metrics.without or (asked and n not in asked)]
    return found | dict.fromkeys(left, "which metrics.presets leaves out")


def without_effect(
    segmentation: SegmentationSpec, clustered: tuple[str, ...]
) -> tuple[Finding, ...]:
    """Warn of weights that are given to what is not clustered at the date."""
    idle = sorted(set(segmentation.search.weights) - set(clustered))
    if not idle:
        return ()
    is_one = len(idle) == 1
    return (
        Finding(
            code="weight-without-effect",
            severity=Severity.WARNING,
            column=idle[0] if is_one else None,
            message=f"{segmentation.place}: segmentations.{segmentation.name}.weights names"
            f" {join_words(idle[:5])}, which {'is' if is_one else 'are'} not clustered here;"
            " the weight changes nothing.",
            evidence={"metrics": len(idle)},
            suggestion=f"Take it out of the weights, or name it under"
            f" segmentations.{segmentation.name}.metrics; shoal measure says what is not measured.",
        ),
    )


def _of_kind(kind: Kind) -> str:
    return f"which is of kind {kind.value}; only behaviour is clustered"


def _lacking(spec: WorkspaceSpec, columns: Mapping[str, tuple[QueryColumn, ...]]) -> dict[str, str]:
    """Return the presets that the sources do not allow, if all sources are known."""
    if any(source.name not in columns for source in spec.sources):
        return {}
    offers = offered(
        OpenedSource(
            spec=s,
            table=s.name,
            columns=columns[s.name],
            fields=columns_used(s.role, s.columns, tuple(c.name for c in columns[s.name])),
        )
        for s in spec.sources
    )
    needs = {n: [in_words(x) for x in p.needs if x not in offers] for n, p in PRESETS.items()}
    return {n: f"which needs {join_words(lacking)}" for n, lacking in needs.items() if lacking}
