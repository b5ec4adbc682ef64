"""The way from states through weeks to a table."""

import numpy as np

from shoal.records.worlds import World
from shoal.worlds.drawing import facts, random_source
from shoal.worlds.logs.metrics import measure
from shoal.worlds.logs.states import STATES, draw_habits
from shoal.worlds.logs.weeks import live_through
from shoal.worlds.membership import draw_membership, vary_shares

NAME = "logs"
SAYS_NOTHING = frozenset({"weekend_share"})


def simulate_company(seed: int, n_accounts: int) -> World:
    """Simulate a company week by week for a year, then measure every account.

    Truth: seven states of 6 to 24 % that rule weekly logins, features, tickets, training and
    surveys; nobody's metrics are drawn from a group, they follow from the weeks. Trends build over
    8 to 30 weeks. 12 % of the accounts are caught between two states, 3 % fit nowhere. Nineteen
    metrics, of which the weekend share carries nothing. Small accounts have noisy metrics, as in
    life; apart from that, size has nothing to do with the state.

    Parameters
    ----------
    seed
        Same seed and number of accounts: same world.
    n_accounts
        Number of rows, at least 1.

    Returns
    -------
    World
        Columns as for the other generators: id, industry, seats, contract value, signup, metrics.

    Raises
    ------
    UsageError
        If `n_accounts` is under 1.
    """
    rng = random_source(NAME, seed)
    shares = vary_shares(rng, [s.share for s in STATES.values()])
    members = draw_membership(rng, n_accounts, shares)
    columns = facts(rng, n_accounts)
    seats = np.asarray(columns["seats"], dtype=float)
    metrics = measure(rng, live_through(rng, draw_habits(rng, members), seats))
    return World(
        name=NAME,
        seed=seed,
        columns=columns | metrics,
        metrics=tuple(metrics),
        truth=members.truth,
        groups=tuple(STATES),
        informative=tuple(m for m in metrics if m not in SAYS_NOTHING),
    )
