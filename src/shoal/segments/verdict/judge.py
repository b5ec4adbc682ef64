"""Strong, weak or none: the table against tables that have its shapes but no groups."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from shoal.records.accounts import Metric
from shoal.records.arrays import Booleans, Floats
from shoal.records.evidence import Natural
from shoal.segments.prepare.answers import answered_enough
from shoal.segments.verdict.copula import CopulaNull, draw_within
from shoal.segments.verdict.grouping import LARGEST_COUNT, Grouping, group_table
from shoal.segments.verdict.lumps import Lump, lumps_of

_MOST_ACCOUNTS = 1_000
FEWEST_ACCOUNTS = 30
_NULL_TABLES = 5
_NESTED_NULL_TABLES = 3
_SMALL_TABLE, _LARGE_TABLE = 200, 400

# Bounds of the judgement, measured by benchmarks/verdict.py on seeds below 1,000. Excess is log
# density per account above the null tables; a valley is how full the space between groups is.
_SURE = 3.0  # standard errors
_SMALLEST_EXCESS, _CLEAR_EXCESS = 0.03, 0.03
_CLEAR_VALLEY, _EMPTY, _HALF_EMPTY, _SOME_SPACE = 0.07, 0.25, 0.6, 0.8
_CLEAR_OVERLAP = 0.01
_BARE_VALLEY, _BARE_OVERLAP = 0.03, 0.03  # emptier still: missing answers may leave doubt
_FURTHER_GAIN = 0.05
_SMALLEST_GROUP = 0.05
_BELOW_NULL = 0.5
_GAP_DEPTH = 0.95


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the comparison with null tables showed.

    `excess` is the largest gain above the null's, in log density per account, `z` the same in
    standard errors. `plain_groups` is 2 or 3 where the table falls into just so many plain
    groups, else None. `lumps` names metrics that fall into separate lumps. `together` says whether
    all metrics together show groups beyond the null tables, or a lump in one of them alone does.
    """

    natural: Natural
    excess: float
    z: float
    plain_groups: int | None
    lumps: tuple[str, ...]
    null_tables: tuple[Floats, ...]
    together: bool


@dataclass(frozen=True, slots=True)
class _Against:
    """The table beside null 1; arrays are indexed by count - 1.

    `excess` is above the mean of the null tables, `beyond` above the highest of them.
    """

    excess: Floats
    beyond: Floats
    z: Floats
    valley: Floats
    null_valley: Floats
    overlap: Floats
    n_accounts: int

    @property
    def most(self) -> float:
        """The largest excess over all counts."""
        return float(self.excess[1:].max())

    @property
    def emptiest(self) -> float:
        """The smallest valley of two groups, three groups, and typically."""
        return float(min(self.typical, *self.valley[1:3]))

    @property
    def typical(self) -> float:
        """The median valley over three to six groups."""
        return float(np.median(self.valley[2:]))


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
    in likelihood above theirs and emptier space between groups. A continuum gains as well, for
    no such table bends as it does; but the space between its slices is as full as anywhere. So
    `strong` asks for space that is empty, or half as full as in those tables. Groups in one
    metric are at least `weak`; with a gap that holds nobody they are `strong`. Two (or three)
    plain groups are told by drawing tables inside them: if more groups gain nothing above those,
    there are no more.
    """
    if len(values) < FEWEST_ACCOUNTS:
        return _too_few()
    if len(values) > _MOST_ACCOUNTS:
        values = values[np.sort(rng.permutation(len(values))[:_MOST_ACCOUNTS])]
    kept = answered_enough(values)
    metrics, values = tuple(metrics[j] for j in kept), values[:, kept]
    lumps = lumps_of(metrics, values)
    real = group_table(metrics, values, rng=rng)
    null = CopulaNull(values, rng)
    tables = tuple(null.draw() for _ in range(_NULL_TABLES))
    nulls = []
    for step, table in enumerate(tables):
        nulls.append(group_table(metrics, table, rng=rng, own_pile=real.own_pile))
        progress((step + 1) / (_NULL_TABLES + 1))
    against = _compare(real, nulls, len(values))
    natural = _natural(against, lumps)
    plain = None if natural is Natural.NONE else _plain_groups(metrics, values, real, rng)
    return Judgement(
        natural=natural,
        excess=against.most,
        z=float(against.z[1:].max()),
        plain_groups=plain,
        lumps=tuple(lumps),
        null_tables=tables,
        together=_stands_clear(against) or _has_evidence(against),
    )


def _too_few() -> Judgement:
    return Judgement(
        natural=Natural.NONE,
        excess=0.0,
        z=0.0,
        plain_groups=None,
        lumps=(),
        null_tables=(),
        together=False,
    )


def _compare(real: Grouping, nulls: list[Grouping], n_accounts: int) -> _Against:
    null_gain = np.stack([n.gain for n in nulls])
    excess = real.gain - null_gain.mean(axis=0)
    error = np.maximum(null_gain.std(axis=0, ddof=1), 0.15 / np.sqrt(n_accounts))
    return _Against(
        excess=excess,
        beyond=real.gain - null_gain.max(axis=0),
        z=excess / error,
        valley=real.valley,
        null_valley=np.stack([n.valley for n in nulls]).mean(axis=0),
        overlap=real.overlap,
        n_accounts=n_accounts,
    )


def _natural(seen: _Against, lumps: Mapping[str, Lump]) -> Natural:
    gap = any(lump.depth >= _GAP_DEPTH for lump in lumps.values())
    if gap or _stands_clear(seen):
        return Natural.STRONG
    evidence = _has_evidence(seen)
    null_typical = float(np.median(seen.null_valley[2:]))
    emptier = seen.typical <= min(_HALF_EMPTY, _BELOW_NULL * null_typical)
    if evidence and emptier and seen.n_accounts >= _LARGE_TABLE:
        return Natural.STRONG
    return Natural.WEAK if evidence or lumps else Natural.NONE


def _stands_clear(seen: _Against) -> bool:
    """Whether some count gains, and hardly an account lies between its groups or in two."""
    sure = np.full(LARGEST_COUNT, _SURE)
    sure[:3] = 1.0  # chance leaves no such space between two or three groups
    gains = (seen.excess >= _CLEAR_EXCESS) & (seen.z >= sure)
    return bool((gains & _apart(seen.valley, seen.overlap))[1:].any())


def _apart(valley: Floats, overlap: Floats) -> Booleans:
    """Whether the groups of each count have hardly an account between them or in two of them."""
    return np.asarray(
        ((valley <= _CLEAR_VALLEY) & (overlap <= _CLEAR_OVERLAP))
        | ((valley <= _BARE_VALLEY) & (overlap <= _BARE_OVERLAP))
    )


def _has_evidence(seen: _Against) -> bool:
    """Whether some count gains clearly above the null and leaves space between its groups."""
    n = seen.n_accounts
    gains = (seen.excess >= 0.05 + 2.5 / np.sqrt(n)) & (seen.z >= _SURE)
    if bool(gains[1:].any()) and seen.emptiest <= _SOME_SPACE:
        return True
    two_apart = seen.valley[1] <= _EMPTY and seen.null_valley[1] >= _HALF_EMPTY
    # A split between two whole numbers gains a lot wherever it is found: in some null tables.
    two_gain = seen.beyond[1] >= _SMALLEST_EXCESS and seen.z[1] >= 1.0
    return bool(n >= _SMALL_TABLE and two_apart and two_gain)


def _plain_groups(
    metrics: tuple[Metric, ...], values: Floats, real: Grouping, rng: np.random.Generator
) -> int | None:
    two = (0.40, 0.03, 0.10, (3, 5))  # valley, overlap, gain of going on, to these counts
    three = (0.15, 0.05, 0.06, (4, 6))
    for count, (valley, overlap, gain, further) in ((2, two), (3, three)):
        if real.valley[count - 1] > valley or real.overlap[count - 1] > overlap:
            continue
        if _more_stand_apart(real, count):
            continue
        if _gain_beyond(metrics, values, real, count, further, rng) <= gain:
            return count
    return None


def _more_stand_apart(real: Grouping, count: int) -> bool:
    """Whether a larger number of groups stands as clear, each of 5 % of the accounts or more.

    Tables drawn inside groups keep the lumps that a group of two groups has in single metrics,
    and gain from them as much as the real one; so this is looked at first.
    """
    gains = real.log_density - real.log_density[count - 1] >= _FURTHER_GAIN
    clear = gains & _apart(real.valley, real.overlap)
    for more in range(count + 1, LARGEST_COUNT + 1):
        sizes = np.bincount(real.labels[more - 1], minlength=more)
        if clear[more - 1] and sizes.min() >= _SMALLEST_GROUP * sizes.sum():
            return True
    return False


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
        group_table(metrics, draw_within(values, labels, rng), rng=rng, own_pile=real.own_pile)
        for _ in range(_NESTED_NULL_TABLES)
    ]
    steps = [k - 1 for k in further if k <= LARGEST_COUNT]
    observed = real.log_density[steps] - real.log_density[count - 1]
    expected = np.mean([n.log_density[steps] - n.log_density[count - 1] for n in nulls], axis=0)
    return float((observed - expected).max())
