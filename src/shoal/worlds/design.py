"""How a generator describes its world: archetypes, metrics, and what ties them together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Floats

Margin = Callable[[np.random.Generator, Floats], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Archetype:
    """One true group.

    `place` is where it stands on each dimension, about -2 to 2, 0 where a dimension is not named.
    `spread` multiplies how much its accounts differ from each other.
    """

    name: str
    share: float
    place: Mapping[str, float]
    spread: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How likely something is: `base` (0 to 1) on the log odds, moved by a dimension.

    `on` None: the same for every group, so that it tells nothing.
    """

    base: float
    on: str | None = None
    pull: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Accounts that sit exactly at one value, such as 0 tickets or 100 %."""

    chance: Chance
    at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One column of behaviour.

    Attributes
    ----------
    name
        Column name.
    margin
        Turns a level (0 in the middle, 1 is one within-group spread) into values.
    on, pull
        The dimension that moves the level, and by how much; `on` None carries nothing about
        groups, unless `pile` or `missing` do.
    noise
        Standard deviation of the level within a group; below 1 where the margin adds its own.
    family, loading
        Metrics of one family share a random part within groups; `loading` squared is that part's
        share of the level's variance.
    pile, missing
        Who sits exactly at one value, and who has no value.
    """

    name: str
    margin: Margin
    on: str | None = None
    pull: float = 1.0
    noise: float = 1.0
    family: str = ""
    loading: float = 0.0
    pile: Pile | None = None
    missing: Chance | None = None

    @property
    def is_informative(self) -> bool:
        """Whether its distribution differs between groups."""
        chances = (self.pile.chance if self.pile else None, self.missing)
        return self.on is not None or any(c is not None and c.on is not None for c in chances)


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """One kind of world.

    `reach` multiplies all places: how far the groups stand apart. `lean` is the standard deviation
    of a lopsided difference among accounts of every group that runs through all dimensions at
    once (some use everything more, whatever their group), so that groups are stretched and
    overlap along one line. `between` and `misfits` are shares of all accounts; `jitter` is the
    standard deviation by which each seed moves the places.
    """

    name: str
    archetypes: tuple[Archetype, ...]
    metrics: tuple[Metric, ...]
    reach: float = 1.0
    lean: float = 0.0
    between: float = 0.12
    misfits: float = 0.03
    jitter: float = 0.25

    @property
    def dimensions(self) -> tuple[str, ...]:
        """All dimensions, in the order in which archetypes name them."""
        return tuple(dict.fromkeys(d for a in self.archetypes for d in a.place))

    @property
    def families(self) -> tuple[str, ...]:
        """All families of metrics, in the order in which metrics name them."""
        return tuple(dict.fromkeys(m.family for m in self.metrics))
