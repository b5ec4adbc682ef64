"""Metrics that carry nothing: named always, left out on request, with the effect of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from threadpoolctl import threadpool_limits

from shoal.records.accounts import Accounts
from shoal.records.evidence import EvidenceRow
from shoal.records.findings import Finding, Severity
from shoal.records.options import ON_COMMAND_LINE, OptionNames, SearchOptions
from shoal.records.studies import Found
from shoal.segments.search.contributions import noise_metrics
from shoal.segments.search.find import find_segments
from shoal.wording import join_words

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What a search found, which metrics it left out, and what is to be said of that."""

    found: Found
    left_out: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    applied: tuple[str, ...] = ()


def search(
    accounts: Accounts,
    options: SearchOptions,
    *,
    progress: Progress,
    names: OptionNames = ON_COMMAND_LINE,
) -> Searched:
    """Find segments; with `drop_noise` once more without the metrics that carry nothing.

    Raises
    ------
    NothingToCluster
        If more segments are asked for than there are different accounts.
    """
    found = find_segments(accounts, options=options, progress=progress)
    with threadpool_limits(1):  # on so few accounts several threads wait for each other
        noise = noise_metrics(found.rule, found.prepared, found.assignment.segment)
    if not noise:
        return Searched(found=found)
    if not options.drop_noise:
        return Searched(found=found, findings=(_named(noise, names),))
    again = find_segments(without_metrics(accounts, noise), options=options, progress=progress)
    return Searched(
        found=again,
        left_out=noise,
        findings=(_left_out(noise, _chosen(found), _chosen(again)),),
        applied=(f"Left out {join_words(noise)}: nothing in them tells the segments apart.",),
    )


def without_metrics(accounts: Accounts, names: Collection[str]) -> Accounts:
    """Return accounts without some of their metrics."""
    kept = [j for j, metric in enumerate(accounts.metrics) if metric.name not in names]
    return replace(
        accounts,
        metrics=tuple(accounts.metrics[j] for j in kept),
        values=accounts.values[:, kept],
    )


def _chosen(found: Found) -> EvidenceRow:
    return next(row for row in found.recommendation.evidence if row.chosen)


def _named(noise: tuple[str, ...], names: OptionNames) -> Finding:
    one = len(noise) == 1
    return Finding(
        code="noise-metrics",
        severity=Severity.NOTE,
        column=noise[0] if one else None,
        message=f"{join_words(noise)} {'tells' if one else 'tell'} nothing about the segments.",
        evidence={"metrics": len(noise)},
        suggestion=f"Pass {names.drop_noise} to search without what tells nothing."
        if names.drop_noise
        else f"Leave out with {names.metrics} what tells nothing.",
    )


def _left_out(noise: tuple[str, ...], before: EvidenceRow, after: EvidenceRow) -> Finding:
    one = len(noise) == 1
    effects = [f"silhouette {after.silhouette:.2f}, with them {before.silhouette:.2f}"]
    evidence: dict[str, float | int | str] = {
        "metrics": len(noise),
        "segments": after.n_segments,
        "segments_with_them": before.n_segments,
        "silhouette": after.silhouette,
        "silhouette_with_them": before.silhouette,
    }
    if before.stability is not None and after.stability is not None:
        effects.append(f"stability {after.stability:.2f}, with them {before.stability:.2f}")
        evidence |= {"stability": after.stability, "stability_with_them": before.stability}
    return Finding(
        code="noise-metrics",
        severity=Severity.NOTE,
        column=noise[0] if one else None,
        message=f"{join_words(noise)} told nothing about the segments and"
        f" {'was' if one else 'were'} left out: {'; '.join(effects)}.",
        evidence=evidence,
    )
