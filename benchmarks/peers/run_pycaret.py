"""PyCaret's clustering experiment: as it comes, and with its evidence for the count."""

from functools import partial

import matplotlib as mpl
import numpy as np
import pandas as pd
from exchange import FREE, HELD, Clusters, Table, held, run
from pycaret.clustering import ClusteringExperiment
from yellowbrick.cluster import KElbowVisualizer

mpl.use("Agg")


def experiment(values: Table, *, normalize: bool) -> ClusteringExperiment:
    """Set an experiment up; PyCaret fills missing cells by the mean and, if told, standardises."""
    frame = pd.DataFrame(values, columns=[f"m{j}" for j in range(values.shape[1])])
    made = ClusteringExperiment()
    return made.setup(frame, normalize=normalize, session_id=0, verbose=False, html=False)


def default(values: Table, *, normalize: bool) -> Clusters:
    """Return create_model("kmeans") with the four clusters that it makes when not told."""
    made = experiment(values, normalize=normalize)
    return made.create_model("kmeans", verbose=False).labels_


def silhouette(values: Table, *, counts: range) -> Clusters:
    """Return the model whose printed silhouette is best."""
    made = experiment(values, normalize=True)
    fits, scores = [], []
    for count in counts:
        fits.append(made.create_model("kmeans", num_clusters=count, verbose=False).labels_)
        scores.append(float(made.pull()["Silhouette"].iloc[0]))
    return fits[int(np.argmax(scores))]


def elbow(values: Table, *, is_held: bool) -> Clusters:
    """Return the model with the count that the experiment's elbow plot marks.

    The plot is Yellowbrick's, on the table as the experiment prepared it; asked directly, since
    the experiment shows the count in the picture only.
    """
    made = experiment(values, normalize=True)
    model = made.create_model("kmeans", verbose=False)
    chooser = KElbowVisualizer(model, k=(FREE.start, FREE.stop), timings=False)
    chooser.fit(made.get_config("X_transformed").to_numpy())
    if chooser.elbow_value_ is None:
        raise ValueError("no elbow was found")
    count = int(chooser.elbow_value_)
    count = held(count) if is_held else count
    return made.create_model("kmeans", num_clusters=count, verbose=False).labels_


run(
    {
        "default": partial(default, normalize=False),
        "normalised": partial(default, normalize=True),
        "elbow-free": partial(elbow, is_held=False),
        "elbow-held": partial(elbow, is_held=True),
        "silhouette-free": partial(silhouette, counts=FREE),
        "silhouette-held": partial(silhouette, counts=HELD),
    }
)
