"""Clusters among coordinates: peaks of density, or bells where peaks do not tell."""

from dataclasses import dataclass

from shoal.records.arrays import Floats, Indices
from shoal.records.evidence import Algorithm
from shoal.segments.density.peaks import density_levels, peaks_within
from shoal.segments.search.gaussians import Bells, best_bells, one_bell, redrawn, steadiness

# Set on benchmarks/kinds.py, seeds below 100. Times the bounds on peaks: there are two clusters at
# least, so a little less than what keeps one piece whole; and less still where nothing is sure.
_FULLY, _LESS = (0.9, 1.2, 1.6, 2.5), (0.8, 0.65)
# Certainty times steadiness at which bells take the place of peaks (round ones, which lie along no
# curve, and others), and at which no smaller peaks are looked for.
_CERTAIN_ROUND, _CERTAIN, _LIKELY = 0.9, 0.94, 0.8
_AS_SURE = 0.03
_BETTER = 0.05
_FEW_COLUMNS = 3  # in which bells that share out a curve would look steady when there are few


@dataclass(frozen=True, slots=True)
class Shapes:
    """What was found: labels, by which branch, and whether one bell would have done.

    `bells` is the mixture that stood beside, whether or not it was taken.
    """

    labels: Indices
    algorithm: Algorithm
    bells: Bells
    grouped: bool


def find_shapes(z: Floats, counts: range, *, seed: int) -> Shapes:
    """Return clusters of any shape in a number within `counts`.

    Parameters
    ----------
    z : ndarray of shape (n_points, n_columns)
        Finite, with a spread of about 1.
    counts : range
    seed : int

    Notes
    -----
    Peaks of density beyond chance decide where there are two or more. A mixture decides where
    there are not (bells that overlap have one peak), and where it is surer than they are: its
    points belong to one bell each, halves of the points give the same bells, and its BIC is better
    than that of the peaks' clusters. Where neither is sure, less is asked of a peak.
    """
    levels = density_levels(z)
    bells, sure = _sure_bells(z, counts, seed)
    peaks = peaks_within(levels, counts, asked=_FULLY)
    if peaks is None and sure < _LIKELY:
        peaks = peaks_within(levels, counts, asked=_LESS)
    if peaks is None:
        return _by_bells(z, bells, seed)
    labels, bic = redrawn(z, peaks, seed=seed)
    enough = _CERTAIN_ROUND if bells.shape == "spherical" else _CERTAIN
    if sure >= enough and bic - bells.bic >= _BETTER:
        return Shapes(labels=bells.labels, algorithm=Algorithm.MIXTURE, bells=bells, grouped=True)
    return Shapes(labels=labels, algorithm=Algorithm.HDBSCAN, bells=bells, grouped=True)


def _sure_bells(z: Floats, counts: range, seed: int) -> tuple[Bells, float]:
    """Return the mixture to go by and how sure it is: its certainty times its steadiness.

    In many columns BIC likes to cut skewed clusters up; there the surest count takes its place.
    """
    bells = best_bells(z, counts, seed=seed)
    sure = bells.certainty * steadiness(z, bells, seed=seed)
    if sure >= _CERTAIN or z.shape[1] <= _FEW_COLUMNS:
        return bells, sure
    tried = [(bells, sure)]
    for count in range(max(counts[0], 2), bells.n_clusters):
        fewer = best_bells(z, range(count, count + 1), seed=seed)
        tried.append((fewer, fewer.certainty * steadiness(z, fewer, seed=seed)))
    surest = max(t[1] for t in tried)
    return max((t for t in tried if t[1] >= surest - _AS_SURE), key=lambda t: t[0].n_clusters)


def _by_bells(z: Floats, bells: Bells, seed: int) -> Shapes:
    grouped = bells.bic < one_bell(z, seed=seed)
    return Shapes(labels=bells.labels, algorithm=Algorithm.MIXTURE, bells=bells, grouped=grouped)
