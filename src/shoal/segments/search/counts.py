"""How many segments may come into question."""

from dataclasses import dataclass

from shoal.errors import NothingToCluster
from shoal.records.options import SearchOptions

TEAM_LOW, TEAM_HIGH = 4, 8  # what a team can act on
_FEWEST_PER_SEGMENT = 5
_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Counts:
    """`shown` get a row of evidence; the choice falls among `eligible`.

    `attempted` are the counts that attempts are made with: those eligible, and where there is but
    one, its neighbours too. Attempts with more and with fewer groups see what those with one
    count all miss.
    """

    shown: tuple[int, ...]
    eligible: tuple[int, ...]
    attempted: tuple[int, ...]


def counts_in_question(
    options: SearchOptions, *, n_accounts: int, n_distinct: int, plain_groups: int | None
) -> Counts:
    """Return the counts to look at and those to choose from.

    Parameters
    ----------
    options : SearchOptions
    n_accounts, n_distinct : int
        Accounts, and how many different ones there are.
    plain_groups : int or None
        2 or 3 if the table falls into just so many plain groups.

    Raises
    ------
    NothingToCluster
        If more segments are asked for than there are different accounts.
    """
    asked = options.n_segments
    wanted = asked or options.low
    if wanted > n_distinct:
        raise NothingToCluster(
            f"{wanted} segments were asked for, but only {n_distinct} accounts differ from"
            " each other.",
            suggestion=f"Ask for at most {n_distinct} segments, or add metrics.",
        )
    roomy = max(2, n_accounts // _FEWEST_PER_SEGMENT)
    high = max(options.low, min(options.high, n_distinct, roomy))
    shown = set(range(options.low, high + 1)) | ({asked} if asked else set())
    eligible = _eligible(options, sorted(shown), plain_groups)
    return Counts(
        shown=tuple(sorted(shown)),
        eligible=eligible,
        attempted=_attempted(eligible, most=min(n_distinct, max(roomy, *eligible))),
    )


def _attempted(eligible: tuple[int, ...], *, most: int) -> tuple[int, ...]:
    if len(eligible) > 1:
        return eligible
    (count,) = eligible
    low, high = min(count, max(2, count - _BESIDE)), min(count + _BESIDE, most)
    return tuple(range(low, high + 1))


def _eligible(
    options: SearchOptions, shown: list[int], plain_groups: int | None
) -> tuple[int, ...]:
    if options.n_segments:
        return (options.n_segments,)
    if plain_groups is not None and plain_groups in shown:
        return (plain_groups,)
    if options.ranged:
        return tuple(shown)
    team = tuple(k for k in shown if TEAM_LOW <= k <= TEAM_HIGH)
    return team or tuple(shown)
