"""How a peer gets a table and hands back its clusters; needs NumPy and scikit-learn only.

A runner is started as ``run_x.py TABLE.csv FOLDER``. The table has a header and one row per
account; an empty cell is a missing answer. For every way of using the peer the runner writes
FOLDER/WAY.json: ``{"clusters": [0, 2, ..], "seconds": 1.5}``, or ``{"error": "ValueError: .."}``.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.preprocessing import StandardScaler

Table = NDArray[np.float64]
Clusters = NDArray[np.int_]
Way = Callable[[Table], Clusters]

FREE = range(2, 11)
HELD = range(4, 9)


def run(ways: Mapping[str, Way]) -> None:
    """Read the table named on the command line, and write what every way makes of it."""
    table, folder = (Path(a) for a in sys.argv[1:3])
    values = np.genfromtxt(table, delimiter=",", skip_header=1, dtype=float)
    warnings.simplefilter("ignore")
    for name, way in ways.items():
        (folder / f"{name}.json").write_text(json.dumps(_told(way, values)), "utf-8")


def standardised(values: Table) -> Table:
    """Fill missing cells by the median, then standardise: the usual step before a peer."""
    filled = np.where(np.isnan(values), np.nanmedian(values, axis=0), values)
    return StandardScaler().fit_transform(filled)


def held(count: int) -> int:
    """Return the nearest count that a team can act on."""
    return min(max(count, HELD.start), HELD.stop - 1)


def _told(way: Way, values: Table) -> dict[str, object]:
    started = time.perf_counter()
    try:
        clusters = [int(c) for c in way(values)]
    except Exception as failure:  # noqa: BLE001 - whatever a peer raises is its result
        return {"error": f"{type(failure).__name__}: {failure}"[:300]}
    return {"clusters": clusters, "seconds": time.perf_counter() - started}
