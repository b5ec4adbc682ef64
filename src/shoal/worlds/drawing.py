"""Draw a world from its design."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from shoal.records.arrays import Booleans, Floats
from shoal.records.worlds import World
from shoal.worlds.design import Chance, Design, Metric
from shoal.worlds.margins import share_at
from shoal.worlds.membership import Membership, draw_membership, vary_shares
from shoal.worlds.names import INDUSTRIES, account_ids, pick

AS_OF = np.datetime64("2026-06-30", "D")


def draw_world(design: Design, *, seed: int, n_accounts: int) -> World:
    """Make up one company of this design.

    The seed moves the places and shares of the archetypes a little, so that worlds of one design
    differ as companies of one trade do. Size and industry have nothing to do with the groups.

    Parameters
    ----------
    design
        What kind of world.
    seed
        Same design, seed and number of accounts: same world.
    n_accounts
        Number of rows, at least 1.

    Returns
    -------
    World
        Columns: `account_id`, `industry`, `seats`, `contract_value_usd`, `signup_date`, then the
        design's metrics.

    Raises
    ------
    UsageError
        If `n_accounts` is under 1.
    """
    rng = random_source(design.name, seed)
    shares = vary_shares(rng, [a.share for a in design.archetypes])
    members = draw_membership(
        rng, n_accounts, shares, between=design.between, misfits=design.misfits
    )
    columns = facts(rng, n_accounts) | _behaviour(rng, design, members)
    return World(
        name=design.name,
        seed=seed,
        columns=columns,
        metrics=tuple(m.name for m in design.metrics),
        truth=members.truth,
        groups=tuple(a.name for a in design.archetypes),
        informative=tuple(m.name for m in design.metrics if m.is_informative),
    )


def random_source(name: str, seed: int) -> np.random.Generator:
    """Return a source of randomness of its own for each name and seed."""
    return np.random.Generator(np.random.PCG64([crc32(name.encode()), seed]))


def facts(rng: np.random.Generator, n_accounts: int) -> dict[str, NDArray[Any]]:
    """Return who the accounts are: id, industry, seats, contract value (USD a year), signup."""
    seats = np.clip(np.round(rng.lognormal(np.log(50), 1.1, n_accounts)), 3, 20_000)
    price = rng.lognormal(np.log(420), 0.25, n_accounts)
    return {
        "account_id": account_ids(n_accounts),
        "industry": pick(rng, INDUSTRIES, n_accounts),
        "seats": seats,
        "contract_value_usd": np.round(seats * price, -2),
        "signup_date": AS_OF - rng.integers(60, 2500, n_accounts),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crowd:
    """What all metrics of one world share.

    `places` and `lean` are by dimension: where the archetypes stand, and how far each account is
    moved whatever its group. `within` is each account's spread, `common` the part that a family of
    metrics shares.
    """

    members: Membership
    places: Mapping[str, Floats]
    lean: Mapping[str, Floats]
    within: Floats
    common: Mapping[str, Floats]


def _behaviour(rng: np.random.Generator, design: Design, members: Membership) -> dict[str, Floats]:
    crowd = _gather(rng, design, members)
    return {m.name: _values(rng, m, crowd) for m in design.metrics}


def _gather(rng: np.random.Generator, design: Design, members: Membership) -> _Crowd:
    n_accounts = len(members.truth)
    within = members.weights @ np.array([a.spread for a in design.archetypes])
    within[members.truth < 0] = 1.0
    along = design.lean * (rng.exponential(size=n_accounts) - 1.0)
    return _Crowd(
        members=members,
        places={d: _places(rng, design, d) for d in design.dimensions},
        lean={d: along * rng.uniform(0.5, 1) * rng.choice([-1, 1]) for d in design.dimensions},
        within=within,
        common={f: rng.normal(size=n_accounts) for f in design.families},
    )


def _places(rng: np.random.Generator, design: Design, dimension: str) -> Floats:
    """Return where the archetypes stand on a dimension; the seed moves those it concerns."""
    place = np.array([a.place.get(dimension, 0.0) for a in design.archetypes])
    moved = place + np.where(place != 0, rng.normal(0, design.jitter, len(place)), 0.0)
    return design.reach * moved


def _values(rng: np.random.Generator, metric: Metric, crowd: _Crowd) -> Floats:
    own = np.sqrt(1 - metric.loading**2) * rng.normal(size=len(crowd.within))
    level = metric.noise * crowd.within * (metric.loading * crowd.common[metric.family] + own)
    if metric.on is not None:
        place = crowd.members.levels(rng, crowd.places[metric.on])
        level += metric.pull * (place + crowd.lean[metric.on])
    values = metric.margin(rng, level)
    if metric.pile is not None:
        values[_happens(rng, metric.pile.chance, crowd)] = metric.pile.at
    if metric.missing is not None:
        values[_happens(rng, metric.missing, crowd)] = np.nan
    return values


def _happens(rng: np.random.Generator, chance: Chance, crowd: _Crowd) -> Booleans:
    shift = np.zeros(len(crowd.within))
    if chance.on is not None:
        shift = chance.pull * crowd.members.levels(rng, crowd.places[chance.on])
    return rng.random(len(shift)) < share_at(chance.base, shift)
