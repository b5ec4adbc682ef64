"""What a table gains from groups: likelihood, empty space, overlap; the same for null tables."""

from dataclasses import dataclass

import numpy as np

from shoal.records.accounts import Metric
from shoal.records.arrays import Booleans, Floats, Indices
from shoal.records.preparation import Preparation, Prepared
from shoal.segments.mixture.design import fitting_design
from shoal.segments.mixture.fit import fit_mixture
from shoal.segments.mixture.pilot import own_scales
from shoal.segments.prepare.replay import apply_preparation, piles_at_edge, prepare_values
from shoal.segments.verdict.lumps import spread_steps
from shoal.segments.verdict.valley import valley_ratio

LARGEST_COUNT = 6


@dataclass(frozen=True, slots=True)
class Grouping:
    """One table fitted with 1 to 6 groups; arrays are indexed by count - 1.

    `log_density` mean per account; `valley` how full the space between groups is (1 for one
    group); `overlap` the largest expected confusion of two groups; `labels` by count. `own_pile`
    marks the metrics whose pile-up may tell groups apart.
    """

    log_density: Floats
    valley: Floats
    overlap: Floats
    labels: tuple[Indices, ...]
    own_pile: Booleans

    @property
    def gain(self) -> Floats:
        """Log density above that of one group."""
        return np.asarray(self.log_density - self.log_density[0])


def group_table(
    metrics: tuple[Metric, ...],
    values: Floats,
    *,
    rng: np.random.Generator,
    own_pile: Booleans | None = None,
) -> Grouping:
    """Fit a table with 1 to 6 groups, scales chosen for this very table.

    Null tables are given the `own_pile` of the real one: drawn pile-ups no longer come together,
    and would gain from what the real table may not use.
    """
    preparation = own_scales(metrics, values, rng=rng)
    prepared = apply_preparation(preparation, values)
    design = fitting_design(prepared, own_pile=own_pile)
    places = piles_at_edge(preparation, prepared, _between_steps(preparation, prepared, values))
    densities, valleys, overlaps, labels = [], [], [], []
    for count in range(1, LARGEST_COUNT + 1):
        fitted = fit_mixture(design, count, rng=rng, n_starts=3, n_finalists=1)
        groups = fitted.chances.argmax(axis=1)
        densities.append(fitted.log_density)
        valleys.append(valley_ratio(_at_home(places, prepared.present, groups), groups, count))
        overlaps.append(largest_overlap(fitted.chances))
        labels.append(groups)
    return Grouping(
        log_density=np.array(densities),
        valley=np.array(valleys),
        overlap=np.array(overlaps),
        labels=tuple(labels),
        own_pile=design.own_pile,
    )


def _between_steps(preparation: Preparation, prepared: Prepared, values: Floats) -> Floats:
    """Return z with equal answers spread over their step: no gap lies between whole numbers."""
    z = prepared.z.copy()
    for j, metric in enumerate(preparation.metrics):
        free = prepared.present[:, j] & ~prepared.piled[:, j]
        own = values[free, j]
        if own.size:
            z[free, j] = prepare_values(metric, np.maximum(spread_steps(own), own.min()))
    return z


def _at_home(places: Floats, present: Booleans, groups: Indices) -> Floats:
    """Return places with missing cells at the mean of their group.

    At the overall mean they would stand between the groups and fill the space that is looked at.
    """
    filled = places.copy()
    for group in np.unique(groups):
        members = groups == group
        answered = present[members]
        counts = np.maximum(answered.sum(axis=0), 1)
        means = np.where(answered, places[members], 0.0).sum(axis=0) / counts
        filled[members] = np.where(answered, places[members], means)
    return filled


def largest_overlap(chances: Floats) -> float:
    """Return the largest share of a group that is expected to be confused with another one."""
    together = chances.T @ chances
    sizes = np.maximum(chances.sum(axis=0), 1e-12)
    confusion = together / np.minimum.outer(sizes, sizes)
    np.fill_diagonal(confusion, 0.0)
    return float(confusion.max())
