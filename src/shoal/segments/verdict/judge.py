"""Strong, weak or none: the table against tables that have its shapes but no groups."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from shoal.records.accounts import Metric
from shoal.records.arrays import Floats
from shoal.records.evidence import Natural
from shoal.segments.prepare.fitting import fit_metric
from shoal.segments.prepare.replay import prepare_values
from shoal.segments.verdict.copula import CopulaNull, draw_within
from shoal.segments.verdict.grouping import LARGEST_COUNT, Grouping, group_table
from shoal.segments.verdict.lumps import deepest_gap

_MOST_ACCOUNTS = 1_000
FEWEST_ACCOUNTS = 30
_NULL_TABLES = 5
_NESTED_NULL_TABLES = 3
_SMALL_TABLE = 200
_LUMP_DEPTH = 0.7
_LUMP_Z = 7.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the comparison with null tables showed.

    `excess` is the largest gain above the null's, in log density per account, `z` the same in
    standard errors. `plain_groups` is 2 or 3 where the table falls into just so many plain
    groups, else None. `lumps` names metrics that fall into separate lumps.
    """

    natural: Natural
    excess: float
    z: float
    plain_groups: int | None
    lumps: tuple[str, ...]
    null_tables: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class _Against:
    """The table beside null 1; arrays are indexed by count - 1."""

    excess: Floats
    z: Floats
    valley: Floats
    null_valley: Floats
    n_accounts: int


def judge(
    metrics: tuple[Metric, ...],
    values: Floats,
    *,
    rng: np.random.Generator,
    progress: Callable[[float], None],
) -> Judgement:
    """Tell whether accounts form groups, and whether these are two or three plain ones.

    Parameters
    ----------
    metrics : tuple of Metric
    values : ndarray of shape (n_accounts, n_metrics)
        Native units, NaN where missing. At most 1,000 random accounts are looked at; fewer than
        30 cannot tell groups from chance.
    rng : numpy.random.Generator
    progress : callable
        Told the share that is done.

    Notes
    -----
    The search that is tested, one to six groups with scales chosen anew, is repeated on five
    tables that keep each metric's distribution and the rank correlations. Evidence needs a gain
    in likelihood above theirs and emptier space between groups. Two (or three) plain groups are
    told by drawing tables inside them: if more groups gain nothing above those, there are no
    more.
    """
    if len(values) < FEWEST_ACCOUNTS:
        return _too_few()
    if len(values) > _MOST_ACCOUNTS:
        values = values[np.sort(rng.permutation(len(values))[:_MOST_ACCOUNTS])]
    lumps = lumps_of(metrics, values)
    real = group_table(metrics, values, rng=rng)
    null = CopulaNull(values, rng)
    tables = tuple(null.draw() for _ in range(_NULL_TABLES))
    nulls = []
    for step, table in enumerate(tables):
        nulls.append(group_table(metrics, table, rng=rng))
        progress((step + 1) / (_NULL_TABLES + 1))
    against = _compare(real, nulls, len(values))
    natural = _natural(against, lumps=bool(lumps))
    plain = None if natural is Natural.NONE else _plain_groups(metrics, values, real, rng)
    return Judgement(
        natural=natural,
        excess=float(against.excess[1:].max()),
        z=float(against.z[1:].max()),
        plain_groups=plain,
        lumps=lumps,
        null_tables=tables,
    )


def lumps_of(metrics: tuple[Metric, ...], values: Floats) -> tuple[str, ...]:
    """Name the metrics whose values, off any pile-up, fall into separate lumps."""
    found = []
    for j, metric in enumerate(metrics):
        prepared = fit_metric(metric, values[:, j])
        answered = values[np.isfinite(values[:, j]), j]
        off_pile = answered[answered != prepared.pile]
        gap = deepest_gap(prepare_values(prepared, off_pile)) if off_pile.size else None
        if gap and gap.depth >= _LUMP_DEPTH and gap.z >= _LUMP_Z:
            found.append(metric.name)
    return tuple(found)


def _too_few() -> Judgement:
    return Judgement(
        natural=Natural.NONE, excess=0.0, z=0.0, plain_groups=None, lumps=(), null_tables=()
    )


def _compare(real: Grouping, nulls: list[Grouping], n_accounts: int) -> _Against:
    null_gain = np.stack([n.gain for n in nulls])
    excess = real.gain - null_gain.mean(axis=0)
    error = np.maximum(null_gain.std(axis=0, ddof=1), 0.15 / np.sqrt(n_accounts))
    return _Against(
        excess=excess,
        z=excess / error,
        valley=real.valley,
        null_valley=np.stack([n.valley for n in nulls]).mean(axis=0),
        n_accounts=n_accounts,
    )


def _natural(seen: _Against, *, lumps: bool) -> Natural:
    if lumps:
        return Natural.STRONG
    if not _has_evidence(seen):
        return Natural.NONE
    rho, null_rho = float(np.median(seen.valley[2:])), float(np.median(seen.null_valley[2:]))
    emptiest = float(min(rho, *seen.valley[1:3]))
    excess = float(seen.excess[1:].max())
    if seen.n_accounts < _SMALL_TABLE:
        strong = excess >= 1.0 and emptiest <= 0.3  # noqa: PLR2004  # measured bounds
    else:
        empty = seen.valley[1] <= 0.25 or seen.valley[2] <= 0.25  # noqa: PLR2004
        emptier = rho <= 0.6 and (rho <= 0.75 * null_rho or excess >= 0.6)  # noqa: PLR2004
        strong = empty or emptier
    return Natural.STRONG if strong else Natural.WEAK


def _has_evidence(seen: _Against) -> bool:
    """Whether some count gains clearly above the null and leaves space between its groups."""
    n = seen.n_accounts
    gains = (seen.excess >= 0.05 + 2.5 / np.sqrt(n)) & (seen.z >= 3.0)  # noqa: PLR2004
    emptiest = min(float(np.median(seen.valley[2:])), *seen.valley[1:3])
    if bool(gains[1:].any()) and emptiest <= 0.8:  # noqa: PLR2004
        return True
    halves = seen.valley[1] <= 0.25 and seen.null_valley[1] >= 0.6  # noqa: PLR2004
    return bool(
        n >= _SMALL_TABLE and halves and seen.excess[1] >= 0.03 and seen.z[1] >= 1.0  # noqa: PLR2004
    )


def _plain_groups(
    metrics: tuple[Metric, ...], values: Floats, real: Grouping, rng: np.random.Generator
) -> int | None:
    two = (0.40, 0.03, 0.10, (3, 5))  # valley, overlap, gain of going on, to these counts
    three = (0.15, 0.05, 0.06, (4, 6))
    for count, (valley, overlap, gain, further) in ((2, two), (3, three)):
        if real.valley[count - 1] > valley or real.overlap[count - 1] > overlap:
            continue
        if _gain_beyond(metrics, values, real, count, further, rng) <= gain:
            return count
    return None


def _gain_beyond(
    metrics: tuple[Metric, ...],
    values: Floats,
    real: Grouping,
    count: int,
    further: tuple[int, ...],
    rng: np.random.Generator,
) -> float:
    """Return the largest gain of more groups above tables drawn inside `count` groups."""
    labels = real.labels[count - 1]
    nulls = [
        group_table(metrics, draw_within(values, labels, rng), rng=rng)
        for _ in range(_NESTED_NULL_TABLES)
    ]
    steps = [k - 1 for k in further if k <= LARGEST_COUNT]
    observed = real.log_density[steps] - real.log_density[count - 1]
    expected = np.mean([n.log_density[steps] - n.log_density[count - 1] for n in nulls], axis=0)
    return float((observed - expected).max())
