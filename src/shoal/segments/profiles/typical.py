"""Accounts a person can look up to see what a segment is like."""

import numpy as np
from numpy.typing import NDArray

from shoal.records.accounts import Accounts
from shoal.records.preparation import Prepared
from shoal.records.scoring import Assignment

_OTHER_STATE = 1.0  # squared distance between sitting at the pile-up and not


def typical_accounts(
    accounts: Accounts, assignment: Assignment, prepared: Prepared, *, n_typical: int = 5
) -> tuple[tuple[str, ...], ...]:
    """Name the accounts nearest to each segment's medians.

    Parameters
    ----------
    accounts : Accounts
        Gives the ids.
    assignment : Assignment
        Unusual accounts are named only where a segment has no others.
    prepared : Prepared
        Standardised metrics; distances are taken there.
    n_typical : int
        At most so many per segment.

    Returns
    -------
    tuple of tuple of str
        Ids per key of `assignment.keys`, nearest first; ties go by the accounts' own order.

    Notes
    -----
    The distance is the mean over metrics of (z - median)². A missing cell stands for the metric's
    mean squared deviation in the segment, so that an account is not typical for lack of answers.
    """
    named = []
    for s in range(len(assignment.keys)):
        members = np.flatnonzero((assignment.segment == s) & ~assignment.unusual)
        if not members.size:
            members = np.flatnonzero(assignment.segment == s)
        nearest = np.argsort(_distances(prepared, members), kind="stable")[:n_typical]
        named.append(tuple(accounts.ids[i] for i in members[nearest]))
    return tuple(named)


def _distances(prepared: Prepared, members: NDArray[np.intp]) -> NDArray[np.float64]:
    """Mean squared distance of each member to the members' medians."""
    if not members.size:
        return np.empty(0)
    present = prepared.present[members]
    piled = prepared.piled[members] & present
    squared = np.zeros(present.shape)
    for j in range(present.shape[1]):
        squared[:, j] = _squared(prepared.z[members, j], present[:, j], piled[:, j])
    # equal accounts must not differ by the last bit
    rounded: NDArray[np.float64] = np.round(squared.mean(axis=1), 12)
    return rounded


def _squared(
    z: NDArray[np.float64], present: NDArray[np.bool_], piled: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Squared distances within one metric."""
    if not present.any():
        return np.zeros(z.shape)
    spread_out = present & ~piled
    mostly_piled = piled.sum() > spread_out.sum()
    centre = np.median(z[spread_out]) if spread_out.any() else 0.0
    squared = np.where(spread_out, (z - centre) ** 2, 0.0)
    squared += _OTHER_STATE * (present & (piled != mostly_piled))
    return np.where(present, squared, squared[present].mean())
