"""Which metrics were answered often enough to search in."""

import numpy as np

from shoal.records.arrays import Floats, Indices

_FEWEST_ANSWERS = 10


def answered_enough(values: Floats) -> Indices:
    """Return the columns that tell accounts apart here: ten answers, not all the same.

    All columns where none has so many.
    """
    answers = np.isfinite(values)
    differ = np.array([np.unique(v[a]).size > 1 for v, a in zip(values.T, answers.T, strict=True)])
    enough = np.flatnonzero(differ & (answers.sum(axis=0) >= _FEWEST_ANSWERS))
    return enough if enough.size else np.flatnonzero(differ)
