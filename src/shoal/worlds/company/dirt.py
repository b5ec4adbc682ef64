"""What real logs have in small amounts: unknown users, repeated rows, clocks ahead, odd ids."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shoal.records.arrays import Indices
from shoal.records.tables import Table

UNKNOWN_SHARE, REPEATED_SHARE = 0.0005, 0.001  # of the rows of events
UNKNOWN_USERS = 6
CLOCKS_AHEAD = 20  # rows of events, at most a thousandth of them
AHEAD_DAYS = (1, 400)
MOST_AHEAD_SHARE = 0.001
ODD_IDS = 2  # rows of tickets: one in small letters, one with a blank


def soil_events(rng: np.random.Generator, events: Table, last_day: date) -> Table:
    """Return events of which a few have unknown users or a time after the last day, or stand twice.

    The row that is repeated stands beside its first, with the same id. Rows stay in the order of
    time.
    """
    unknown, ahead, repeated = _chosen(rng, events.n_rows)
    users = events.column("user_email").values.copy()
    strangers = np.array([f"guest{i + 1}@nowhere.example" for i in range(UNKNOWN_USERS)], object)
    users[unknown] = strangers[rng.integers(UNKNOWN_USERS, size=len(unknown))]
    at = np.asarray(events.column("occurred_at").values, "datetime64[s]").copy()
    days_ahead = rng.integers(*AHEAD_DAYS, len(ahead)).astype("timedelta64[D]")
    time_of_day = at[ahead] - at[ahead].astype("datetime64[D]")
    at[ahead] = np.datetime64(last_day, "D") + days_ahead + time_of_day
    rows = np.concatenate([np.arange(events.n_rows), repeated])
    order = rows[np.argsort(at[rows], kind="stable")]
    return _with(events, {"user_email": users[order], "occurred_at": at[order]}, order)


def soil_tickets(rng: np.random.Generator, tickets: Table) -> Table:
    """Return tickets of which a few write the account's id in small letters or with a blank."""
    ids = tickets.column("account_id").values.copy()
    lettered = np.flatnonzero([text.lower() != text for text in ids.tolist()])
    odd = rng.permutation(lettered)[:ODD_IDS]
    for place, row in enumerate(odd.tolist()):
        ids[row] = ids[row].lower() if place % 2 == 0 else f"{ids[row]} "
    return _with(tickets, {"account_id": ids}, np.arange(tickets.n_rows))


def _chosen(rng: np.random.Generator, n: int) -> tuple[Indices, Indices, Indices]:
    """Choose rows of unknown users, with clocks ahead, and to be repeated; none is chosen twice."""
    n_unknown = round(UNKNOWN_SHARE * n)
    n_ahead = min(CLOCKS_AHEAD, round(MOST_AHEAD_SHARE * n))
    n_all = n_unknown + n_ahead + round(REPEATED_SHARE * n)
    unknown, ahead, repeated = np.split(
        rng.permutation(n)[:n_all], [n_unknown, n_unknown + n_ahead]
    )
    return unknown, ahead, repeated


def _with(table: Table, changed: Mapping[str, NDArray[Any]], order: Indices) -> Table:
    """Return the rows in this order, with some columns changed."""
    columns = tuple(replace(c, values=changed.get(c.name, c.values[order])) for c in table.columns)
    return Table(name=table.name, n_rows=len(order), columns=columns)
