"""Which group each account belongs to: clear members, accounts caught between two, misfits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shoal.errors import UsageError
from shoal.records.arrays import Floats, Indices

SMALLEST_SHARE = 0.02
LARGEST_SHARE = 0.35
OVERSHOOT = 0.5  # a misfit lies beyond the group it resembles by this part of the way to another


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Where accounts stand among groups.

    `truth` has shape (n_accounts,), -1 for misfits; `weights` (n_accounts, n_groups) has rows
    that add up to 1: a clear member has a single 1, an account caught between two groups two
    positive weights of which the larger is that of its true group.
    """

    truth: Indices
    weights: Floats

    def levels(self, rng: np.random.Generator, group_levels: Sequence[float] | Floats) -> Floats:
        """Return the level of one metric for every account, shape (n_accounts,).

        A misfit resembles a group drawn anew for each metric, and overshoots it.
        """
        by_group = np.asarray(group_levels, dtype=float)
        levels: Floats = self.weights @ by_group
        odd = np.flatnonzero(self.truth < 0)
        one, other = rng.integers(len(by_group), size=(2, len(odd)))
        levels[odd] = by_group[one] + OVERSHOOT * (by_group[one] - by_group[other])
        return levels


def draw_membership(
    rng: np.random.Generator,
    n_accounts: int,
    shares: Sequence[float] | Floats,
    *,
    between: float = 0.12,
    misfits: float = 0.03,
) -> Membership:
    """Give every account its place.

    Parameters
    ----------
    rng
        Source of randomness.
    n_accounts
        At least 1.
    shares
        Share of each group among the accounts that fit somewhere; they are scaled to add up to 1
        and met as exactly as whole accounts allow.
    between
        Share of all accounts that are caught between two groups, 0 to 1.
    misfits
        Share of all accounts that fit nowhere, 0 to 1.

    Raises
    ------
    UsageError
        If `n_accounts` is under 1.
    """
    if n_accounts < 1:
        raise UsageError(
            f"A world needs at least 1 account; n_accounts is {n_accounts}.",
            suggestion="Ask for 100 accounts or more.",
        )
    n_groups = len(shares)
    n_odd = round(misfits * n_accounts)
    sizes = _whole_sizes(np.asarray(shares, dtype=float), n_accounts - n_odd)
    truth = np.concatenate([np.repeat(np.arange(n_groups), sizes), np.full(n_odd, -1)])
    truth = rng.permutation(truth).astype(np.intp)
    weights = np.zeros((n_accounts, n_groups))
    fitting = np.flatnonzero(truth >= 0)
    weights[fitting, truth[fitting]] = 1.0
    n_between = min(round(between * n_accounts), len(fitting)) if n_groups > 1 else 0
    caught = rng.choice(fitting, size=n_between, replace=False)
    step = rng.integers(1, max(n_groups, 2), size=n_between)
    own = rng.uniform(0.5, 0.75, size=n_between)
    weights[caught, truth[caught]] = own
    weights[caught, (truth[caught] + step) % n_groups] += 1.0 - own
    return Membership(truth=truth, weights=weights)


def vary_shares(
    rng: np.random.Generator, shares: Sequence[float], *, spread: float = 0.25
) -> Floats:
    """Return `shares` changed at random, each still between 2 % and 35 %, adding up to 1.

    `spread` is the standard deviation of the change on the logarithm.
    """
    varied = np.asarray(shares, dtype=float) * np.exp(rng.normal(0.0, spread, len(shares)))
    for _ in range(50):  # scaling moves shares out of bounds again, by less each time
        varied = np.clip(varied / varied.sum(), SMALLEST_SHARE, LARGEST_SHARE)
    return varied / float(varied.sum())


def _whole_sizes(shares: Floats, n_accounts: int) -> Indices:
    """Share out whole accounts: everybody's whole part first, then the largest remainders."""
    exact = shares / shares.sum() * n_accounts
    sizes: Indices = np.floor(exact).astype(np.intp)
    order = np.argsort(sizes - exact, kind="stable")
    sizes[order[: n_accounts - int(sizes.sum())]] += 1
    return sizes
