"""What became of accounts while the logs ran."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.records.tables import Table
from shoal.worlds.company.calendar import DAYS, dates
from shoal.worlds.company.growth import YEAR, Seats
from shoal.worlds.company.lives import Lives
from shoal.worlds.company.tables import Texts, as_table

MONTHS = 12


def outcomes(lives: Lives, seats: Seats, ids: Texts) -> Table:
    """Return who renewed, left, expanded or contracted, in the order of time.

    `amount` is the revenue a year: all of it where an account renewed or churned, the change of it,
    without a sign, where it expanded or contracted.
    """
    parts = (_resized(seats), _left(lives, seats), _renewed(lives, seats))
    account = np.concatenate([p.account for p in parts])
    day = np.concatenate([p.day for p in parts])
    kind = np.concatenate([p.kind for p in parts])
    amount = np.concatenate([p.amount for p in parts])
    order = np.lexsort((account, day))
    order = order[(day[order] >= 0) & (amount[order] > 0)]
    return as_table(
        "outcomes",
        {
            "account_id": ids[account[order]],
            "at": dates(lives.first_day, day[order]),
            "kind": kind[order],
            "amount": np.round(amount[order], 2),
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    account: Indices
    day: Indices
    kind: Texts
    amount: Floats


def _resized(seats: Seats) -> _Rows:
    account, step = seats.changes()
    account, step = account[step > 0], step[step > 0]
    change = MONTHS * (seats.monthly[account, step] - seats.monthly[account, step - 1])
    kind = np.where(change > 0, "expanded", "contracted").astype(object)
    return _Rows(account=account, day=seats.begins[account, step], kind=kind, amount=np.abs(change))


def _left(lives: Lives, seats: Seats) -> _Rows:
    account = np.flatnonzero(lives.has_left)
    return _whole(seats, account, lives.left[account], "churned")


def _renewed(lives: Lives, seats: Seats) -> _Rows:
    """Return every anniversary of a signup within the logs, from the first year on."""
    first = lives.joined + YEAR * np.maximum(-(lives.joined // YEAR), 1)
    day = first[:, None] + YEAR * np.arange(DAYS // YEAR + 1)
    account, place = np.nonzero(day < lives.left[:, None])
    return _whole(seats, account, day[account, place], "renewed")


def _whole(seats: Seats, account: Indices, day: Indices, kind: str) -> _Rows:
    amount = MONTHS * seats.monthly[account, seats.step(account, day)]
    kinds = np.full(len(account), kind, dtype=object)
    return _Rows(account=account, day=day, kind=kinds, amount=amount)
