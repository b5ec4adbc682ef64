"""Clusteval's k-means with the best silhouette, on the usual preparation."""

import logging
from functools import partial

import numpy as np
from clusteval import clusteval
from exchange import HELD, Clusters, Table, run, standardised

DEFAULT_COUNTS = range(2, 25)  # what it tries when not told

logging.disable(logging.CRITICAL)


def best(values: Table, *, counts: range) -> Clusters:
    """Return the clusters of the best silhouette."""
    chooser = clusteval(
        cluster="kmeans",
        evaluate="silhouette",
        min_clust=counts.start,
        max_clust=counts.stop,
        verbose="silent",
    )
    return np.asarray(chooser.fit(standardised(values))["labx"])


run({"free": partial(best, counts=DEFAULT_COUNTS), "held": partial(best, counts=HELD)})
