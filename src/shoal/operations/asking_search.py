"""What a user asked of the search: how many segments, how large, what counts, who is placed."""

import math
import re
from collections.abc import Mapping, Sequence
from operator import index

from shoal.errors import UsageError
from shoal.records.evidence import Algorithm
from shoal.records.options import SearchOptions

FEWEST_SEGMENTS, MOST_SEGMENTS = 2, 50
MOST_WEIGHT = 100.0

_RANGE = re.compile(r"\s*(\d{1,4})\s*(?:-|\.\.|to)\s*(\d{1,4})\s*")
_PAIR = 2
_CHOOSE_THEMSELVES = (Algorithm.HDBSCAN, Algorithm.DBSCAN)


def search_options(asked: Mapping[str, object], *, algorithm: Algorithm | None) -> SearchOptions:
    """Check what was asked of the search and return it as options.

    Parameters
    ----------
    asked : mapping of str to object
        As in `shoal.operations.asking.Asked`.
    algorithm : Algorithm or None

    Raises
    ------
    UsageError
        If a value is not possible, or two of them cannot both be had.
    """
    usual = SearchOptions()
    low, high = _counts(asked.get("segments"))
    smallest = _share(asked.get("smallest_share"), "smallest_share", usual.smallest_share)
    largest = asked.get("largest_share")
    if low is not None and algorithm in _CHOOSE_THEMSELVES:
        raise UsageError(
            f"{algorithm} finds the number of segments itself; it cannot be told how many.",
            suggestion="Leave out segments, or choose kmeans, ward or mixture.",
        )
    options = SearchOptions(
        algorithm=algorithm,
        n_segments=low if low is not None and low == high else None,
        low=usual.low if low is None or low == high else low,
        high=usual.high if high is None or low == high else high,
        ranged=low != high,
        seed=_seed(asked.get("seed", 0)),
        smallest_share=smallest,
        largest_share=None if largest is None else _share(largest, "largest_share", 1.0),
        unusual_share=_share(asked.get("unusual_share"), "unusual_share", usual.unusual_share),
        weights=_weights(asked.get("weights")),
        placements=_placements(asked.get("placements")),
        drop_noise=bool(asked.get("drop_noise", False)),
    )
    _refuse_impossible(options, fewest=low)
    return options


def _counts(segments: object) -> tuple[int | None, int | None]:
    """Return the fewest and the most segments asked for; None, None if nothing was."""
    if segments is None or segments == "auto":
        return None, None
    if isinstance(segments, str):
        return _counts_in_words(segments)
    if isinstance(segments, Sequence):
        if len(segments) != _PAIR:
            raise _no_count(segments)
        low, high = (_count(part) for part in segments)
        if low > high:
            raise UsageError(
                f"segments is from {low} to {high}.", suggestion=f"Write it as {high} to {low}."
            )
        return low, high
    count = _count(segments)
    return count, count


def _counts_in_words(text: str) -> tuple[int | None, int | None]:
    if text.strip().isdecimal():
        return _counts(int(text))
    found = _RANGE.fullmatch(text)
    if found is None:
        raise _no_count(text)
    return _counts((int(found[1]), int(found[2])))


def _no_count(segments: object) -> UsageError:
    return UsageError(
        f"segments is {segments!r}.",
        suggestion="Give one number such as 5, or from how many to how many, such as 4-6.",
    )


def _count(segments: object) -> int:
    count = _whole(segments, "segments")
    if FEWEST_SEGMENTS <= count <= MOST_SEGMENTS:
        return count
    raise UsageError(
        f"{segments} segments cannot be made.",
        suggestion=f"Ask for {FEWEST_SEGMENTS} to {MOST_SEGMENTS}, or leave the choice open.",
    )


def _seed(seed: object) -> int:
    number = _whole(seed, "seed")
    if number < 0:
        raise UsageError(f"The seed is {number}.", suggestion="Give a whole number from 0 on.")
    return number


def _whole(number: object, option: str) -> int:
    """Return any library's whole number as Python's own."""
    try:
        return index(number)  # type: ignore[arg-type]  # whatever it is, index says no by itself
    except TypeError:
        raise UsageError(f"{option} is {number!r}.", suggestion="Give a whole number.") from None


def _share(given: object, option: str, usual: float) -> float:
    if given is None:
        return usual
    share = _number(given, option)
    if 0.0 <= share <= 1.0:
        return share
    hint = f" Did you mean {share / 100:g}?" if 1.0 < share <= 100.0 else ""  # noqa: PLR2004  # per cent
    raise UsageError(
        f"{option} is {share:g}.{hint}", suggestion="Give a share from 0 to 1, such as 0.05."
    )


def _number(given: object, what: str) -> float:
    try:
        number = float(given)  # type: ignore[arg-type]  # whatever it is, float says no by itself
    except (TypeError, ValueError):
        number = math.nan
    if math.isfinite(number):
        return number
    raise UsageError(f"{what} is {given!r}.", suggestion="Give a number.")


def _weights(given: object) -> dict[str, float]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise UsageError(
            f"weights is {given!r}.", suggestion="Give names and numbers, such as nps_score=0.5."
        )
    weights = {str(name): _number(w, f"The weight of {name}") for name, w in given.items()}
    for name, weight in weights.items():
        if not 0.0 < weight <= MOST_WEIGHT:
            raise UsageError(
                f"The weight of {name} is {weight:g}; it must be over 0 and at most"
                f" {MOST_WEIGHT:g}.",
                suggestion="To leave a metric out, name the others with metrics.",
            )
    return weights


def _placements(given: object) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, Mapping) or not all(isinstance(c, str) for c in given.values()):
        raise UsageError(
            f"placements is {given!r}.",
            suggestion="Give a name and a condition, such as Trial and stage = 'trial'.",
        )
    return {str(name).strip(): condition.strip() for name, condition in given.items()}


def _refuse_impossible(options: SearchOptions, *, fewest: int | None) -> None:
    """Stop where shares and counts cannot both be had."""
    n_least = fewest or options.low
    smallest, largest = options.smallest_share, options.largest_share
    if smallest * n_least > 1.0:
        raise UsageError(
            f"{n_least} segments of at least {smallest:g} each are more than all accounts.",
            suggestion=f"Ask for a smallest_share of at most {1 / n_least:.3g}.",
        )
    n_most = options.n_segments or options.high
    if largest is not None and largest * n_most < 1.0:
        raise UsageError(
            f"{n_most} segments of at most {largest:g} each cannot hold all accounts.",
            suggestion=f"Ask for a largest_share of at least {1 / n_most:.3g}.",
        )
