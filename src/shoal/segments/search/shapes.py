"""Clusters among coordinates: peaks of density, or bells where peaks do not tell."""

from dataclasses import dataclass

from shoal.records.arrays import Floats, Indices
from shoal.records.evidence import Algorithm
from shoal.segments.density.peaks import peak_labels, peaks_in_number
from shoal.segments.search.agreement import contingency
from shoal.segments.search.gaussians import Bells, best_bells, one_bell, redrawn

_FEWEST = 2
_NESTED = 0.95
_CERTAIN = 0.96
_BETTER = 0.05
_APART = 1.5  # sums of two spreads; bells inside one another describe one heavy-tailed cluster


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
    there are not (bells that overlap have one peak), and where it splits what the peaks found
    into round, certain clusters with a better BIC (peaks too small to be seen).
    """
    if len(counts) == 1:
        return _in_number(z, counts, seed)
    peaks = peak_labels(z, most=counts[-1])
    bells = best_bells(z, counts, seed=seed)
    n_peaks = int(peaks.max()) + 1
    if n_peaks < _FEWEST or n_peaks not in counts:
        return _by_bells(z, bells, seed)
    labels, bic = redrawn(z, peaks, seed=seed)
    if _refines(bells, peaks, bic):
        return Shapes(labels=bells.labels, algorithm=Algorithm.MIXTURE, bells=bells, grouped=True)
    return Shapes(labels=labels, algorithm=Algorithm.HDBSCAN, bells=bells, grouped=True)


def _in_number(z: Floats, counts: range, seed: int) -> Shapes:
    bells = best_bells(z, counts, seed=seed)
    peaks = peaks_in_number(z, counts[0])
    if peaks is None or counts[0] < _FEWEST:
        return _by_bells(z, bells, seed)
    labels, _ = redrawn(z, peaks, seed=seed)
    return Shapes(labels=labels, algorithm=Algorithm.HDBSCAN, bells=bells, grouped=True)


def _by_bells(z: Floats, bells: Bells, seed: int) -> Shapes:
    grouped = bells.bic < one_bell(z, seed=seed)
    return Shapes(labels=bells.labels, algorithm=Algorithm.MIXTURE, bells=bells, grouped=grouped)


def _refines(bells: Bells, peaks: Indices, bic: float) -> bool:
    """Whether round bells split the peaks' clusters further, surely and with a better BIC."""
    if bells.apart < _APART or bells.certainty < _CERTAIN:
        return False
    if bells.n_clusters <= int(peaks.max()) + 1 or bic - bells.bic < _BETTER:
        return False
    shared = contingency(bells.labels, peaks)
    return bool((shared.max(axis=1) >= _NESTED * shared.sum(axis=1)).all())
