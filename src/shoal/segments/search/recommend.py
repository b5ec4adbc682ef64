"""The recommendation: all candidates as evidence, and the choice in sentences."""

from dataclasses import replace

import numpy as np
from sklearn.tree import DecisionTreeClassifier

from shoal.records.arrays import Floats, Indices
from shoal.records.evidence import (
    Algorithm,
    EvidenceRow,
    Natural,
    Recommendation,
    Verdict,
)
from shoal.records.options import SearchOptions
from shoal.records.scoring import Assignment
from shoal.segments.mixture.starts import quick_kmeans
from shoal.segments.prepare.replay import apply_preparation, filled
from shoal.segments.search.algorithms import without_gaps
from shoal.segments.search.base import Base
from shoal.segments.search.candidates import Candidate
from shoal.segments.search.choice import Choice, reasons_for, runner_up, verdict_sentence
from shoal.segments.search.contributions import contributions
from shoal.segments.search.measures import (
    calinski_harabasz,
    davies_bouldin,
    distances_between,
    elbow,
    inertia_share,
    silhouette,
    silhouette_and_error,
    smallest_share,
)
from shoal.segments.search.publish import Published
from shoal.segments.search.repeats import segment_jaccards
from shoal.segments.search.selection import Selection
from shoal.segments.verdict.judge import Judgement

BORDER = 0.6  # confidence under which an account counts as near a border
_NULL_TABLES_SHOWN = 3
_TREE_DEPTH = 3
_COMES_BACK = 0.6  # mean adjusted Rand index over resamples
_RANK = (Natural.NONE, Natural.WEAK, Natural.STRONG)


def recommend(
    *,
    base: Base,
    judgement: Judgement,
    selection: Selection,
    published: Published,
    options: SearchOptions,
    n_attempts: int,
) -> Recommendation:
    """Put evidence, choice and verdict together.

    Parameters
    ----------
    base : Base
    judgement : Judgement
    selection : Selection
        All candidates that were looked at, and the one that was taken.
    published : Published
        Its frozen rule, and what that says of all accounts.
    options : SearchOptions
    n_attempts : int
        How many mixtures were fitted on parts of the accounts.
    """
    chosen, assignment = selection.chosen, published.assignment
    rows = _evidence(base, selection, assignment)
    row = next(r for r in rows if r.chosen)
    natural = _natural(judgement, row)
    choice = Choice(
        row=row,
        rows=rows,
        alone=_alone(rows),
        natural=natural,
        judgement=judgement,
        options=options,
        notes=selection.notes,
        agreed=selection.agreed,
        n_attempts=n_attempts,
        scales=tuple(m.scale for m in base.preparation.metrics),
    )
    labels = assignment.segment[base.rows]
    return Recommendation(
        algorithm=row.algorithm,
        preparation=row.preparation,
        n_segments=row.n_segments,
        natural=natural,
        reasons=reasons_for(choice),
        runner_up=runner_up(choice),
        evidence=rows,
        verdict=Verdict(
            natural=natural,
            sentence=verdict_sentence(choice),
            excess=judgement.z,
            null_silhouette=_null_band(base, judgement, sorted({r.n_segments for r in rows})),
            lumps=judgement.lumps,
            border_share=float(np.mean(assignment.confidence < BORDER)),
        ),
        same_group_share=published.agreement if chosen.kept is None else chosen.kept,
        agreement=published.agreement,
        alone=choice.alone,
        segment_jaccards=_jaccards(chosen, labels, assignment.keys),
        contributions=_contributions(base, published, labels),
        notes=selection.notes,
    )


def _natural(judgement: Judgement, row: EvidenceRow) -> Natural:
    """Return the verdict; groups that do not come back are never strong."""
    comes_back = row.stability is None or row.stability >= _COMES_BACK
    return (
        judgement.natural if comes_back else min(judgement.natural, Natural.WEAK, key=_RANK.index)
    )


def _jaccards(
    chosen: Candidate, labels: Indices, keys: tuple[str, ...]
) -> tuple[tuple[str, float], ...]:
    if not chosen.others or len(np.unique(labels)) < len(keys):
        return ()
    return tuple(zip(keys, segment_jaccards(labels, chosen.others).tolist(), strict=True))


def _sorted_jaccards(candidate: Candidate, labels: Indices) -> tuple[float, ...]:
    if not candidate.others:
        return ()
    found = segment_jaccards(without_gaps(labels), candidate.others)
    return tuple(sorted(found.tolist(), reverse=True))


def _contributions(
    base: Base, published: Published, labels: Indices
) -> tuple[tuple[str, float], ...]:
    prepared = apply_preparation(base.preparation, base.values)
    rule = replace(published.rule, preparation=base.preparation)
    shares = contributions(rule, prepared, labels).tolist()
    return tuple(zip((m.name for m in base.metrics), shares, strict=True))


def _evidence(base: Base, selection: Selection, published: Assignment) -> tuple[EvidenceRow, ...]:
    distances = distances_between(base.points)
    chosen, n_published = selection.chosen, len(published.keys)
    rows = []
    for candidate in selection.candidates:
        is_chosen = candidate is chosen
        alike = (candidate.algorithm, candidate.preparation)
        same = alike == (chosen.algorithm, chosen.preparation)
        if same and candidate.n_segments == n_published and not is_chosen:
            continue  # the chosen one ended with this count when bounded or frozen
        if not is_chosen and len(np.unique(candidate.labels)) < candidate.n_segments:
            continue  # some of its groups died out: it stands in the row of a smaller count
        labels = published.segment[base.rows] if is_chosen else candidate.labels
        rows.append(_row(base, candidate, labels, distances, chosen=is_chosen))
    return tuple(rows)


def _row(
    base: Base, candidate: Candidate, labels: Indices, distances: Floats, *, chosen: bool
) -> EvidenceRow:
    value, error = silhouette_and_error(distances, labels, n_accounts=base.n_accounts)
    return EvidenceRow(
        algorithm=candidate.algorithm,
        preparation=candidate.preparation or base.preparation.name,
        n_segments=len(np.unique(labels)),
        silhouette=value,
        silhouette_error=error,
        smallest=smallest_share(labels),
        stability=candidate.stability,
        inertia=inertia_share(base.points, labels),
        bic=candidate.bic,
        calinski_harabasz=calinski_harabasz(base.points, labels),
        davies_bouldin=davies_bouldin(base.points, labels),
        prediction_strength=candidate.prediction_strength,
        jaccards=_sorted_jaccards(candidate, labels),
        fidelity=_fidelity(base.points, labels) if chosen else None,
        chosen=chosen,
    )


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
