"""One whole number out of whatever scikit-learn takes for a random state."""

from numbers import Integral

import numpy as np
from sklearn.utils import check_random_state

RandomState = int | np.random.RandomState | None


def seed_of(random_state: RandomState) -> int:
    """Return a whole number as it is, else one drawn from the state.

    Raises
    ------
    ValueError
        If `random_state` is nothing that scikit-learn takes.

    Examples
    --------
    >>> seed_of(7)
    7
    """
    if isinstance(random_state, Integral):
        return int(random_state)
    return int(check_random_state(random_state).randint(np.iinfo(np.int32).max))
