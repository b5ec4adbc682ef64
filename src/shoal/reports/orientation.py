"""Which way round the map is shown: the sign of a component has no meaning of its own."""

import numpy as np

from shoal.records.arrays import Floats
from shoal.records.studies import Study
from shoal.reports.differences import directions


def axis_signs(study: Study) -> Floats:
    """Return 1 or -1 for both axes: better lies to the right, more of the main metric upwards.

    Native axes stay as they are. Where no metric has a good direction, more of the main metric
    lies to the right.

    Returns
    -------
    ndarray of shape (2,)
    """
    if study.map.native:
        return np.ones(2)
    loadings = study.map.loadings
    goodness = float(loadings[:, 0] @ directions(study.accounts.metrics))
    first = float(np.sign(goodness)) or _main_sign(loadings[:, 0])
    return np.array([first, _main_sign(loadings[:, -1])])


def _main_sign(loadings: Floats) -> float:
    return float(np.sign(loadings[int(np.argmax(np.abs(loadings)))])) or 1.0
