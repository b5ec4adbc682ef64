"""The frozen form of labels of any shape: several prototypes per segment, each with a radius."""

from dataclasses import replace

import numpy as np
from sklearn.cluster import KMeans

from shoal.records.arrays import Floats, Indices
from shoal.records.preparation import Preparation, Prepared
from shoal.records.scoring import Prototype, ScoringRule
from shoal.segments.assignment.score import assignment_of, score_prepared
from shoal.segments.assignment.unusual import density_floor
from shoal.segments.mixture.design import design_of
from shoal.segments.prepare.replay import filled

_SIZES = (1, 2, 4, 8, 16, 32, 64)
_ENOUGH = 0.995


def freeze_prototypes(
    preparation: Preparation,
    prepared: Prepared,
    labels: Indices,
    keys: tuple[str, ...],
    *,
    rng: np.random.Generator,
) -> ScoringRule:
    """Return a rule of nearest prototypes that agrees with labels of any shape."""
    z = filled(preparation, prepared)
    best, best_share = None, -1.0
    for size in _SIZES:
        rule = _rule(preparation, z, labels, keys, size, int(rng.integers(2**31)))
        share = float(
            np.mean(assignment_of(rule, score_prepared(rule, prepared)).segment == labels)
        )
        if share > best_share:
            best, best_share = rule, share
        if share >= _ENOUGH:
            break
    assert best is not None  # noqa: S101  # at least one size was tried
    return replace(best, unusual_below=density_floor(best, design_of(prepared), rng=None))


def _rule(
    preparation: Preparation,
    z: Floats,
    labels: Indices,
    keys: tuple[str, ...],
    size: int,
    seed: int,
) -> ScoringRule:
    prototypes = []
    pieces = []
    for k, key in enumerate(keys):
        own = z[labels == k]
        count = min(size, len(np.unique(own, axis=0)))
        fitted = KMeans(count, n_init=1, random_state=seed).fit(own)
        pieces.append((key, own, fitted.cluster_centers_, fitted.labels_))
    squares = sum(float(((own - c[m]) ** 2).sum()) for _, own, c, m in pieces)
    spread = max(float(np.sqrt(squares / z.size)), 1e-6)
    for key, _own, centres, _members in pieces:
        for centre in centres:
            prototypes.append(
                Prototype(
                    segment=key,
                    log_weight=0.0,
                    means=tuple(centre.tolist()),
                    spreads=(spread,) * z.shape[1],
                    pile_shares=(0.0,) * z.shape[1],
                )
            )
    return ScoringRule(preparation=preparation, prototypes=tuple(prototypes))
