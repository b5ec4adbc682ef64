"""Whether segments, in the end, only sort accounts by size."""

import numpy as np
from numpy.typing import NDArray

from shoal.audit.checks.likeness import average_ranks
from shoal.audit.vocabulary import recognise
from shoal.records.accounts import Accounts, ContextColumn
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import ContextRole
from shoal.records.options import ON_COMMAND_LINE, OptionNames
from shoal.records.tables import ColumnType
from shoal.wording import format_share

_TOO_MUCH = 0.10
_SIZE_KEYS = frozenset({"seats", "contract_value", "lifetime_value", "employees"})
_FEWEST_ACCOUNTS = 10
_VOLUME = "volume"
_FEWEST_VOLUMES = 2
_GO_TOGETHER = 0.3


def follow_size(
    accounts: Accounts, segment: NDArray[np.intp], *, names: OptionNames = ON_COMMAND_LINE
) -> tuple[Finding, ...]:
    """Tell how much of the accounts' size the segments explain.

    Parameters
    ----------
    accounts : Accounts
        With seats, contract value or employees among its facts, or volumes among its metrics.
    segment : array of int, shape (n_accounts,)
        The segment of each account.
    names : OptionNames
        What suggestions call what can be asked for.

    Returns
    -------
    tuple of Finding
        One warning `segments-follow-size` where the share is over a tenth for any size, else one
        note `size-explained`; `evidence` has the share of each size column. Nothing where no
        column tells size.

    Notes
    -----
    The share is eta squared of the ranks (the spread between segments over the whole spread; the
    Kruskal-Wallis statistic over n - 1), less what chance alone explains:
    ``(eta2 - c) / (1 - c)`` with ``c = (k - 1) / (n - 1)``, not below 0. Ranks, because sizes are
    heavy-tailed: one giant must not decide, and neither currency nor logarithm matters. Less
    chance, because six segments of fifty accounts explain a tenth of anything.

    Volumes count where at least two were clustered without a denominator and go together (mean
    rank correlation 0.3 or more), and as one: the mean of their ranks. One volume alone may
    differ because customers behave differently; what several share is size.

    References
    ----------
    Kelley, T. L. (1935). An unbiased correlation ratio measure. PNAS 21 (9), 554-559.
    https://doi.org/10.1073/pnas.21.9.554
    """
    shares: dict[str, tuple[str, float]] = {}
    for column in accounts.context:
        if not _tells_size(column):
            continue
        share = explained_share(_amounts(column), segment)
        if share is not None:
            shares[column.name] = (column.label, share)
    together = _volume_together(accounts)
    share = None if together is None else explained_share(together, segment)
    if share is not None:
        shares[_VOLUME] = ("volume, all metrics that grow with size taken together", share)
    return (_finding(shares, names),) if shares else ()


def explained_share(values: NDArray[np.float64], segment: NDArray[np.intp]) -> float | None:
    """Return the share of the spread of ranks that groups explain, less chance.

    Parameters
    ----------
    values : array of float, shape (n_accounts,)
        NaN where missing.
    segment : array of int, shape (n_accounts,)
        The group of each account.

    Returns
    -------
    float or None
        0 to 1; None where too few accounts answered, or all alike.

    Examples
    --------
    >>> values = np.arange(20.0)
    >>> explained_share(values, np.zeros(20, dtype=np.intp))
    0.0
    >>> explained_share(np.repeat([1.0, 5.0], 10), np.repeat([0, 1], 10))
    1.0
    """
    known = np.isfinite(values)
    n_known = int(np.count_nonzero(known))
    if n_known < _FEWEST_ACCOUNTS:
        return None
    ranks = average_ranks(values[known])
    away = ranks - ranks.mean()
    total = float(away @ away)
    counts = np.bincount(segment[known])
    sums = np.bincount(segment[known], weights=away)
    present = counts > 0
    chance = (np.count_nonzero(present) - 1) / (n_known - 1)
    if total == 0 or chance >= 1:
        return None
    eta = float(np.sum(sums[present] ** 2 / counts[present])) / total
    return max(0.0, float((eta - chance) / (1 - chance)))


def _tells_size(column: ContextColumn) -> bool:
    if column.type is not ColumnType.NUMBER:
        return False
    if column.role in {ContextRole.SEATS, ContextRole.CONTRACT_VALUE}:
        return True
    meaning = recognise(column.name)
    return meaning is not None and meaning.key in _SIZE_KEYS


def _volume_together(accounts: Accounts) -> NDArray[np.float64] | None:
    """Return the mean rank, 0 to 1, over volumes that were clustered as they are."""
    ranks = []
    for j, metric in enumerate(accounts.metrics):
        meaning = recognise(metric.column)
        if metric.per is not None or meaning is None or not meaning.volume:
            continue
        values = accounts.values[:, j]
        known = np.isfinite(values)
        rank = np.full(values.shape, np.nan)
        rank[known] = average_ranks(values[known]) / max(int(known.sum()), 1)
        ranks.append(rank)
    if len(ranks) < _FEWEST_VOLUMES or _mean_agreement(ranks) < _GO_TOGETHER:
        return None
    known = np.isfinite(ranks)
    counts = np.sum(known, axis=0)
    totals = np.sum(np.where(known, ranks, 0.0), axis=0)
    return np.where(counts > 0, totals / np.maximum(counts, 1), np.nan)


def _mean_agreement(ranks: list[NDArray[np.float64]]) -> float:
    """Return the mean rank correlation of all pairs; missing cells at their mean."""
    filled = [np.where(np.isfinite(r), r, np.nanmean(r)) for r in ranks]
    centred = np.array([r - r.mean() for r in filled])
    lengths = np.maximum(np.linalg.norm(centred, axis=1), 1e-12)
    together = (centred @ centred.T) / np.outer(lengths, lengths)
    return float(together[np.triu_indices(len(ranks), 1)].mean())


def _amounts(column: ContextColumn) -> NDArray[np.float64]:
    """Return the numbers; with mixed currencies only those in the commonest one."""
    values = np.array(column.values, dtype=np.float64)
    if column.currencies is not None:
        codes = [c for c in column.currencies if c is not None]
        commonest = max(sorted(set(codes)), key=codes.count) if codes else None
        values[column.currencies != commonest] = np.nan
    return values


def _finding(shares: dict[str, tuple[str, float]], names: OptionNames) -> Finding:
    told = ", ".join(f"{format_share(share)} of {label}" for label, share in shares.values())
    evidence = {name: round(share, 4) for name, (_, share) in shares.items()}
    if max(share for _, share in shares.values()) <= _TOO_MUCH:
        return Finding(
            code="size-explained",
            severity=Severity.NOTE,
            message=f"The segments hardly follow the size of customers: they explain {told}.",
            evidence=evidence,
        )
    first = max(shares, key=lambda name: shares[name][1])
    return Finding(
        code="segments-follow-size",
        severity=Severity.WARNING,
        column=None if first == _VOLUME else first,
        message="The segments partly sort customers by how big they are, not by what they do: "
        f"they explain {told} (a tenth is tolerable).",
        evidence=evidence,
        suggestion=f"Name a column of seats with {names.seats}, or give volumes per seat or per"
        " user.",
    )
