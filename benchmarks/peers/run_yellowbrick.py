"""Yellowbrick's elbow, by distortion and by silhouette, on the usual preparation."""

from functools import partial

import matplotlib as mpl
from exchange import FREE, Clusters, Table, held, run, standardised
from sklearn.cluster import KMeans
from yellowbrick.cluster import KElbowVisualizer

mpl.use("Agg")


def sweep(values: Table, *, metric: str, is_held: bool) -> Clusters:
    """Return k-means with the count that the visualiser marks, moved into 4 to 8 if held."""
    scaled = standardised(values)
    chooser = KElbowVisualizer(
        KMeans(n_init=10, random_state=0),
        k=(FREE.start, FREE.stop),
        metric=metric,
        timings=False,
        force_model=True,
    )
    chooser.fit(scaled)
    if chooser.elbow_value_ is None:
        raise ValueError("no elbow was found")
    count = int(chooser.elbow_value_)
    count = held(count) if is_held else count
    return KMeans(count, n_init=10, random_state=0).fit_predict(scaled)


run(
    {
        f"{metric}-{name}": partial(sweep, metric=metric, is_held=is_held)
        for metric in ("distortion", "silhouette")
        for name, is_held in (("free", False), ("held", True))
    }
)
