"""Plain groups: round, far apart, in normal metrics; any honest method finds them."""

import numpy as np

from shoal.errors import UsageError
from shoal.records.worlds import World
from shoal.worlds.drawing import random_source
from shoal.worlds.membership import draw_membership
from shoal.worlds.names import account_ids

MOST_GROUPS = 8
GAP = 7.0  # least distance between two centres, in standard deviations of a metric


def plain_groups(seed: int, n_accounts: int, *, n_groups: int, n_metrics: int = 6) -> World:
    """Make up round groups of unequal size that hardly touch.

    Truth: `n_groups` normal groups of equal width; the nearest two centres are 7 standard
    deviations apart; the largest group is up to three times the smallest. Nobody is caught
    between, nobody is a misfit, every metric tells something.

    Parameters
    ----------
    seed
        Same arguments: same world.
    n_accounts
        Number of rows, at least 1.
    n_groups
        2 to 8.
    n_metrics
        At least 2.

    Raises
    ------
    UsageError
        If an argument is out of its range.

    Examples
    --------
    >>> plain_groups(0, 90, n_groups=3).groups
    ('group 1', 'group 2', 'group 3')
    """
    if not 2 <= n_groups <= MOST_GROUPS or n_metrics < 2:  # noqa: PLR2004 - the docstring's bounds
        raise UsageError(
            f"Plain groups need 2 to {MOST_GROUPS} groups and at least 2 metrics; "
            f"got {n_groups} groups and {n_metrics} metrics."
        )
    name = f"plain_{n_groups}"
    rng = random_source(name, seed)
    shares = rng.uniform(1, 3, n_groups)
    members = draw_membership(rng, n_accounts, shares, between=0, misfits=0)
    centres = rng.normal(size=(n_groups, n_metrics))
    gaps = np.linalg.norm(centres[:, None] - centres, axis=2)
    centres *= GAP / gaps[np.triu_indices(n_groups, 1)].min()
    values = centres[members.truth] + rng.normal(size=(n_accounts, n_metrics))
    metrics = tuple(f"metric_{j + 1:02d}" for j in range(n_metrics))
    columns = {m: values[:, j] for j, m in enumerate(metrics)}
    return World(
        name=name,
        seed=seed,
        columns={"account_id": account_ids(n_accounts), **columns},
        metrics=metrics,
        truth=members.truth,
        groups=tuple(f"group {g + 1}" for g in range(n_groups)),
        informative=metrics,
    )
