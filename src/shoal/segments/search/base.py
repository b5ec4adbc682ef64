"""The bounded part of the accounts that a search works on, prepared in two ways."""

from dataclasses import dataclass

import numpy as np

from shoal.records.accounts import Metric
from shoal.records.arrays import Floats, Indices
from shoal.records.preparation import Preparation, Scale
from shoal.segments.mixture.design import Design, fitting_design
from shoal.segments.mixture.pilot import own_scales
from shoal.segments.prepare.answers import answered_enough
from shoal.segments.prepare.fitting import fit_metric
from shoal.segments.prepare.replay import apply_preparation, filled, weights_of

MOST_ACCOUNTS = 2_000
MOST_METRICS = 100


@dataclass(frozen=True, slots=True)
class Base:
    """A fixed random part of the accounts, and the metrics that are searched.

    `n_accounts` is how many there are in all. `columns` (n_searched,) index the metrics, `rows`
    (n_base,) the accounts; `values` (n_base, n_searched) in native units. `design` serves
    mixtures; `points` (n_base, n_searched) has every cell filled and carries the metrics'
    weights, for algorithms that measure distances.
    """

    metrics: tuple[Metric, ...]
    n_accounts: int
    columns: Indices
    rows: Indices
    values: Floats
    preparation: Preparation
    design: Design
    centre_preparation: Preparation
    points: Floats

    @property
    def n_distinct(self) -> int:
        """How many different rows the points have."""
        return len(np.unique(self.points, axis=0))


def choose_base(metrics: tuple[Metric, ...], values: Floats, rng: np.random.Generator) -> Base:
    """Draw the accounts, choose the metrics and fit both preparations."""
    n_accounts = len(values)
    rows = np.arange(n_accounts)
    if n_accounts > MOST_ACCOUNTS:
        rows = np.sort(rng.permutation(n_accounts)[:MOST_ACCOUNTS])
    columns = answered_enough(values[rows])
    columns = columns[most_shared(values[np.ix_(rows, columns)])]
    searched = tuple(metrics[j] for j in columns)
    part = values[np.ix_(rows, columns)]
    preparation = own_scales(searched, part, rng=rng)
    centre = for_centres(preparation, searched, part)
    return Base(
        metrics=searched,
        n_accounts=n_accounts,
        columns=columns,
        rows=rows,
        values=part,
        preparation=preparation,
        design=fitting_design(apply_preparation(preparation, part), weights_of(preparation)),
        centre_preparation=centre,
        points=filled(centre, apply_preparation(centre, part)) * np.sqrt(weights_of(centre)),
    )


def for_centres(
    preparation: Preparation, metrics: tuple[Metric, ...], values: Floats
) -> Preparation:
    """Return the same scales without pile-ups, for k-means and Ward.

    Where there is a pile-up the steep logarithm would put it so far out that it decided all
    distances; the plain logarithm stands in for it.
    """
    fitted = []
    for j, (prepared, metric) in enumerate(zip(preparation.metrics, metrics, strict=True)):
        piled = prepared.pile is not None and prepared.scale is Scale.STEEP_LOG
        scale = Scale.LOG if piled else prepared.scale
        fitted.append(fit_metric(metric, values[:, j], scale=scale, with_pile=False))
    return Preparation(name=preparation.name, metrics=tuple(fitted))


def most_shared(values: Floats) -> Indices:
    """Return the columns to search, all if there are at most 100.

    With more, those that go together most with the others: groups show in several metrics at
    once. The measure is the sum of squared correlations, missing cells at their mean.
    """
    n_metrics = values.shape[1]
    if n_metrics <= MOST_METRICS:
        return np.arange(n_metrics)
    centred = values - np.nanmean(values, axis=0)
    centred = np.nan_to_num(centred)
    scaled = centred / np.maximum(np.linalg.norm(centred, axis=0), 1e-12)
    shared = ((scaled.T @ scaled) ** 2).sum(axis=0)
    return np.sort(np.argsort(-shared, kind="stable")[:MOST_METRICS])
