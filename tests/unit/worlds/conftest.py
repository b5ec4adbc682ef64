"""What the tests of made-up companies share."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray


@pytest.fixture
def eta_squared() -> Callable[[NDArray, NDArray], float]:
    """Return the share of a metric's rank variance that lies between groups; gaps count as rank 0.

    Missing cells are one tied rank of their own, so that a pattern of gaps is seen too.
    """

    def measure(values, groups):
        filled = np.where(np.isnan(values), -np.inf, values)
        distinct, place = np.unique(filled, return_inverse=True)
        size = np.bincount(place, minlength=len(distinct))
        ranks = (np.cumsum(size) - (size - 1) / 2)[place]
        parts = [ranks[groups == g] for g in np.unique(groups)]
        between = sum(len(p) * (p.mean() - ranks.mean()) ** 2 for p in parts)
        return between / ((ranks - ranks.mean()) ** 2).sum()

    return measure
