"""The frozen form of labels of any shape: several prototypes per segment, each with a radius."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from sklearn.cluster import KMeans

from shoal.records.arrays import Floats, Indices
from shoal.records.preparation import Preparation, Prepared
from shoal.records.scoring import Prototype, ScoringRule
from shoal.segments.assignment.score import assignment_of, score_prepared
from shoal.segments.assignment.unusual import density_floor
from shoal.segments.mixture.design import design_of
from shoal.segments.prepare.replay import filled

_PER_SEGMENT = (1, 2, 4, 8, 16, 32, 64)
_MOST_IN_ALL = 320
_ENOUGH = 0.99
_BEYOND_FARTHEST = 1.5
_TIGHTEST = 1e-6


@dataclass(frozen=True, slots=True)
class _Piece:
    """Accounts of one segment around one centre; `z` (n_members, n_metrics)."""

    segment: str
    z: Floats
    centre: Floats


def freeze_prototypes(
    preparation: Preparation,
    prepared: Prepared,
    labels: Indices,
    keys: tuple[str, ...],
    *,
    rng: np.random.Generator,
    unusual_share: float = 0.01,
) -> ScoringRule:
    """Return a rule of nearest prototypes that agrees with labels of any shape.

    Parameters
    ----------
    preparation : Preparation
    prepared : Prepared
        The accounts that `labels` belong to.
    labels : ndarray of shape (n_accounts,)
        Index into `keys`; every key has at least one account.
    keys : tuple of str
    rng : numpy.random.Generator
        Starts the k-means within the segments.

    Notes
    -----
    Each segment is cut by k-means into 1, 2, 4, ... pieces until the rule agrees with 99 in 100
    labels, at most 64 pieces a segment and 320 in all; else the closest rule is kept. Prototypes
    either share one spread, so that the nearest wins, or keep their own, which suits bells of
    unequal width. A prototype claims accounts up to 1.5 times as far as its farthest member;
    beyond all radii an account is unusual and goes to the prototype that scores highest.
    """
    z = filled(preparation, prepared)
    best: ScoringRule | None = None
    closest = -1.0
    for rule in _rules(preparation, z, labels, keys, rng):
        again = assignment_of(rule, score_prepared(rule, prepared)).segment
        agreement = float(np.mean(again == labels))
        if agreement > closest:
            best, closest = rule, agreement
        if closest >= _ENOUGH:
            break
    assert best is not None  # noqa: S101  # one prototype a segment is always tried
    return replace(
        best, unusual_below=density_floor(best, design_of(prepared), rng=None, share=unusual_share)
    )


def _rules(
    preparation: Preparation,
    z: Floats,
    labels: Indices,
    keys: tuple[str, ...],
    rng: np.random.Generator,
) -> Iterator[ScoringRule]:
    for size in _PER_SEGMENT:
        if size > 1 and size * len(keys) > _MOST_IN_ALL:
            return
        seed = int(rng.integers(2**31))
        pieces = [
            piece
            for k, key in enumerate(keys)
            for piece in _pieces(key, z[labels == k], size, seed)
        ]
        squares = sum(float(((p.z - p.centre) ** 2).sum()) for p in pieces)
        shared = max(float(np.sqrt(squares / z.size)), _TIGHTEST)
        yield ScoringRule(preparation=preparation, prototypes=_nearest(pieces, shared))
        yield ScoringRule(preparation=preparation, prototypes=_bells(pieces, shared, len(z)))


def _pieces(segment: str, z: Floats, size: int, seed: int) -> list[_Piece]:
    size = min(size, len(np.unique(z, axis=0)))
    if size == 1:
        return [_Piece(segment=segment, z=z, centre=z.mean(axis=0))]
    fitted = KMeans(size, n_init=1, random_state=seed).fit(z)
    members = [z[fitted.labels_ == k] for k in range(size)]
    return [_Piece(segment=segment, z=own, centre=own.mean(axis=0)) for own in members if len(own)]


def _nearest(pieces: list[_Piece], shared: float) -> tuple[Prototype, ...]:
    """Return prototypes of one spread and weight."""
    spreads = [np.full(p.centre.size, shared) for p in pieces]
    return _with_radii(pieces, spreads, [0.0] * len(pieces))


def _bells(pieces: list[_Piece], shared: float, n_accounts: int) -> tuple[Prototype, ...]:
    """Return prototypes of their own spreads, a fifth of the shared one at least."""
    spreads = [np.sqrt(np.mean((p.z - p.centre) ** 2, axis=0) + (shared / 5) ** 2) for p in pieces]
    return _with_radii(pieces, spreads, [float(np.log(len(p.z) / n_accounts)) for p in pieces])


def _with_radii(
    pieces: list[_Piece], spreads: list[Floats], log_weights: list[float]
) -> tuple[Prototype, ...]:
    farthest = [
        float(np.sqrt((((p.z - p.centre) / s) ** 2).mean(axis=1)).max())
        for p, s in zip(pieces, spreads, strict=True)
    ]
    usual = float(np.median(farthest))  # a piece of one account would claim nobody else
    return tuple(
        Prototype(
            segment=piece.segment,
            log_weight=weight,
            means=tuple(piece.centre.tolist()),
            spreads=tuple(spread.tolist()),
            pile_shares=(0.0,) * piece.centre.size,
            radius=_BEYOND_FARTHEST * max(far, usual, _TIGHTEST),
        )
        for piece, spread, weight, far in zip(pieces, spreads, log_weights, farthest, strict=True)
    )
