"""Gaussian mixtures on metrics prepared alike, shown beside the mixture of own shapes."""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from shoal.records.evidence import Algorithm
from shoal.segments.search.base import Base
from shoal.segments.search.candidates import Candidate

_KINDS = {"full": "full", "tied": "tied", "diag": "diagonal"}  # scikit-learn's names and ours
_MOST_FITTED = 1_000
_STEPS = 50
_RIDGE = 1e-3  # of a variance of about 1: piled-up metrics would make a covariance singular
_FEWEST_PER_GROUP = 5


def covariance_candidates(base: Base, counts: tuple[int, ...], *, seed: int) -> list[Candidate]:
    """Return a candidate per count and kind of covariance: full, tied, diagonal.

    They are evidence and never taken: each bell has one scale a metric, no pile-up and no missing
    cell. Fitted on at most 1,000 accounts; counts with fewer than five accounts a group are left
    out.

    References
    ----------
    Fraley and Raftery (2002), https://doi.org/10.1198/016214502760047131
    """
    order = np.random.default_rng(seed).permutation(len(base.points))[:_MOST_FITTED]
    part = base.points[np.sort(order)]
    found = []
    for count in counts:
        if count * _FEWEST_PER_GROUP > len(part):
            continue
        for kind, name in _KINDS.items():
            bells = GaussianMixture(
                count, covariance_type=kind, reg_covar=_RIDGE, max_iter=_STEPS, random_state=seed
            )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)  # a few steps tell enough
                labels = bells.fit(part).predict(base.points)
            found.append(
                Candidate(
                    algorithm=Algorithm.MIXTURE,
                    n_segments=count,
                    labels=np.asarray(labels, dtype=np.intp),
                    preparation=f"{base.centre_preparation.name}, {name} covariance",
                )
            )
    return found
