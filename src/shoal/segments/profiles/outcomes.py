"""How often each outcome happened in each segment, with an interval."""

import math

import numpy as np
from numpy.typing import NDArray

from shoal.records.accounts import Accounts, Outcome
from shoal.records.scoring import Assignment
from shoal.records.segments import OutcomeShare

NORMAL_95 = 1.959963984540054  # two-sided 95 % point of the standard normal


def outcome_shares(
    accounts: Accounts, assignment: Assignment
) -> tuple[tuple[OutcomeShare, ...], ...]:
    """Count outcomes per segment; accounts whose outcome is unknown are left out.

    Returns
    -------
    tuple of tuple of OutcomeShare
        One tuple per key of `assignment.keys`, each in the order of `accounts.outcomes`. Where no
        outcome is known the share is NaN and the interval is 0 to 1.
    """
    return tuple(
        tuple(_share_in(outcome, assignment.segment == s) for outcome in accounts.outcomes)
        for s in range(len(assignment.keys))
    )


def wilson_interval(happened: int, n: int, *, z: float = NORMAL_95) -> tuple[float, float]:
    """Give the score interval of a share.

    Parameters
    ----------
    happened : int
        How many of `n` it happened to.
    n : int
        How many are known.
    z : float
        Standard normal point; the default gives 95 %.

    Returns
    -------
    tuple of float
        Lower and upper end, 0 to 1; (0, 1) where `n` is 0.

    Notes
    -----
    (p + z²/2n ± z sqrt(p (1 - p) / n + z²/4n²)) / (1 + z²/n) with p = happened / n. It keeps its
    level for few accounts and for shares near 0 and 1, where p ± z s.e. fails.

    References
    ----------
    Wilson, E. B. (1927). Probable inference. JASA 22, 209-212.
    https://doi.org/10.1080/01621459.1927.10502953
    Newcombe, R. G. (1998). Two-sided confidence intervals for the single proportion. Statistics
    in Medicine 17, 857-872.

    Examples
    --------
    >>> [round(end, 4) for end in wilson_interval(81, 263)]
    [0.2553, 0.3662]
    """
    if n == 0:
        return 0.0, 1.0
    share = happened / n
    shrunk = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / shrunk
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / shrunk
    low = 0.0 if happened == 0 else max(0.0, centre - half)
    high = 1.0 if happened == n else min(1.0, centre + half)
    return low, high


def _share_in(outcome: Outcome, members: NDArray[np.bool_]) -> OutcomeShare:
    values = outcome.values[members]
    known = values[~np.isnan(values)]
    n = int(known.size)
    happened = int((known > 0).sum())
    low, high = wilson_interval(happened, n)
    return OutcomeShare(
        name=outcome.name,
        label=outcome.label,
        share=happened / n if n else float("nan"),
        low=low,
        high=high,
        n=n,
    )
