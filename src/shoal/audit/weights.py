"""How much metrics count, by the names a user gave."""

from collections.abc import Mapping
from dataclasses import replace

from shoal.errors import UsageError, near_matches
from shoal.records.accounts import Accounts


def weigh(accounts: Accounts, weights: Mapping[str, float]) -> Accounts:
    """Give metrics their weights.

    Parameters
    ----------
    accounts : Accounts
    weights : mapping of str to float
        By the name of the metric, or of the column it is read from; over 0. Metrics that are not
        named count 1.

    Raises
    ------
    UsageError
        If a name is that of no metric, with near matches.
    """
    by_name = {m.name: m.name for m in accounts.metrics}
    by_column = {m.column: m.name for m in accounts.metrics} | by_name
    unknown = [name for name in weights if name not in by_column]
    if unknown:
        raise UsageError(
            f"A weight is given to {unknown[0]}, which is no metric here."
            f"{near_matches(unknown[0], by_column)}",
            suggestion=f"Metrics are: {', '.join(sorted(by_name))}.",
        )
    given = {by_column[name]: weight for name, weight in weights.items()}
    return replace(
        accounts,
        metrics=tuple(replace(m, weight=given.get(m.name, m.weight)) for m in accounts.metrics),
    )
