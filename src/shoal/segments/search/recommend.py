"""The recommendation: all candidates as evidence, and the choice in sentences."""

import numpy as np
from sklearn.tree import DecisionTreeClassifier

from shoal.records.arrays import Floats, Indices
from shoal.records.evidence import Algorithm, EvidenceRow, Recommendation, Verdict
from shoal.records.options import SearchOptions
from shoal.records.scoring import Assignment
from shoal.segments.mixture.starts import quick_kmeans
from shoal.segments.prepare.replay import apply_preparation, filled
from shoal.segments.search.base import Base
from shoal.segments.search.candidates import Candidate
from shoal.segments.search.choice import Choice, reasons_for, runner_up, verdict_sentence
from shoal.segments.search.measures import (
    distances_between,
    elbow,
    inertia_share,
    silhouette,
    smallest_share,
)
from shoal.segments.verdict.judge import Judgement

BORDER = 0.6  # confidence under which an account counts as near a border
_NULL_TABLES_SHOWN = 3
_TREE_DEPTH = 3


def recommend(
    *,
    base: Base,
    judgement: Judgement,
    candidates: tuple[Candidate, ...],
    chosen: Candidate,
    published: Assignment,
    agreement: float,
    options: SearchOptions,
    n_attempts: int,
) -> Recommendation:
    """Put evidence, choice and verdict together.

    Parameters
    ----------
    base : Base
    judgement : Judgement
    candidates : tuple of Candidate
        All that were looked at, `chosen` among them.
    chosen : Candidate
    published : Assignment
        What the frozen rule says of all accounts.
    agreement : float
        Share of base accounts for which the rule and the algorithm's labels agree.
    options : SearchOptions
    n_attempts : int
        How many mixtures were fitted on parts of the accounts.
    """
    rows = _evidence(base, candidates, chosen, published)
    row = next(r for r in rows if r.chosen)
    choice = Choice(
        row=row,
        rows=rows,
        alone=_alone(rows),
        judgement=judgement,
        options=options,
        n_attempts=n_attempts,
        n_metrics=len(base.metrics),
        scales=tuple(m.scale for m in base.preparation.metrics),
    )
    border = float(np.mean(published.confidence < BORDER))
    return Recommendation(
        algorithm=row.algorithm,
        preparation=row.preparation,
        n_segments=row.n_segments,
        natural=judgement.natural,
        reasons=reasons_for(choice),
        runner_up=runner_up(choice),
        evidence=rows,
        verdict=Verdict(
            natural=judgement.natural,
            sentence=verdict_sentence(choice),
            excess=judgement.z,
            null_silhouette=_null_band(base, judgement, sorted({r.n_segments for r in rows})),
            lumps=judgement.lumps,
            border_share=border,
        ),
        same_group_share=chosen.kept if chosen.kept is not None else agreement,
        agreement=agreement,
        alone=choice.alone,
    )


def _evidence(
    base: Base, candidates: tuple[Candidate, ...], chosen: Candidate, published: Assignment
) -> tuple[EvidenceRow, ...]:
    distances = distances_between(base.points)
    n_published = len(published.keys)
    rows = []
    for candidate in candidates:
        is_chosen = candidate is chosen
        same = candidate.algorithm is chosen.algorithm and candidate.n_segments == n_published
        if same and not is_chosen:
            continue  # the chosen one lost a segment when frozen and stands in this row
        labels = published.segment[base.rows] if is_chosen else candidate.labels
        rows.append(
            EvidenceRow(
                algorithm=candidate.algorithm,
                preparation=base.preparation.name,
                n_segments=n_published if is_chosen else candidate.n_segments,
                silhouette=silhouette(distances, labels),
                smallest=smallest_share(labels),
                stability=candidate.stability,
                inertia=inertia_share(base.points, labels),
                bic=candidate.bic,
                fidelity=_fidelity(base.points, labels) if is_chosen else None,
                chosen=is_chosen,
            )
        )
    return tuple(rows)


def _fidelity(points: Floats, labels: Indices) -> float:
    """Return the share of accounts that a tree of three questions in a row puts right."""
    tree = DecisionTreeClassifier(max_depth=_TREE_DEPTH, random_state=0)
    return float(tree.fit(points, labels).score(points, labels))


def _alone(rows: tuple[EvidenceRow, ...]) -> tuple[tuple[str, int], ...]:
    """Return what silhouette, elbow and BIC alone would have chosen."""
    kmeans = [r for r in rows if r.algorithm is Algorithm.KMEANS]
    mixtures = [r for r in rows if r.bic is not None]
    found = []
    if kmeans:
        counts = tuple(r.n_segments for r in kmeans)
        inertias = tuple(r.inertia or 0.0 for r in kmeans)
        found.append(("silhouette", max(kmeans, key=lambda r: r.silhouette).n_segments))
        found.append(("elbow", elbow(counts, inertias)))
    if mixtures:
        found.append(("BIC", min(mixtures, key=lambda r: r.bic or 0.0).n_segments))
    return tuple(found)


def _null_band(
    base: Base, judgement: Judgement, counts: list[int]
) -> tuple[tuple[int, float, float], ...]:
    """Return (count, lowest, highest) silhouette that tables without groups reach."""
    reached: dict[int, list[float]] = {count: [] for count in counts}
    for table in judgement.null_tables[:_NULL_TABLES_SHOWN]:
        points = filled(base.centre_preparation, apply_preparation(base.centre_preparation, table))
        distances = distances_between(points)
        for count in counts:
            labels = quick_kmeans(points, count, np.random.default_rng(count))
            reached[count].append(silhouette(distances, labels))
    return tuple((k, min(found), max(found)) for k, found in reached.items() if found)
