"""What a user asked for, in words, becomes options; every word is checked here."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypedDict, TypeVar, Unpack

from shoal.errors import UsageError, near_matches
from shoal.records.evidence import Algorithm
from shoal.records.options import (
    OnDuplicateId,
    SearchOptions,
    SegmentOptions,
    Suggestions,
    TableOptions,
)
from shoal.segments.search.algorithms import CENTRE_ALGORITHMS

_Choice = TypeVar("_Choice", bound=StrEnum)

AVAILABLE = (*CENTRE_ALGORITHMS, Algorithm.MIXTURE)
FEWEST_SEGMENTS, MOST_SEGMENTS = 2, 50


class Asked(TypedDict, total=False):
    """What may be asked of the main job.

    Attributes
    ----------
    id : str, optional
        The id column; guessed when evident, else rows are numbered.
    segments : int, optional
        How many segments, 2 to 50; by default the evidence decides.
    algorithm : {"kmeans", "ward", "mixture"}, optional
        By default the evidence decides.
    metrics : sequence of str, optional
        Columns to cluster on; "column=meaning" also declares what a column is.
    context, outcome : sequence of str, optional
        Columns shown beside the segments: who the accounts are, what became of them.
    seats : str, optional
        The column that volumes are divided by.
    meanings : mapping of str to str, optional
        Declares what columns are, such as ``{"sessions": "logins"}``.
    apply_suggestions : {"safe", "none"}
        Whether the audit's safe suggestions are applied.
    on_duplicate_id : {"error", "last", "mean"}
        What to do when one id has different rows.
    as_of : date or ISO text, optional
        The day the table describes; by default today.
    seed : int, default 0
        Not negative.
    title : str, optional
        What the report calls these customers; by default the file's name.
    """

    id: str | None
    segments: int | None
    algorithm: str | None
    metrics: Sequence[str] | None
    context: Sequence[str]
    outcome: str | Sequence[str] | None
    seats: str | None
    meanings: Mapping[str, str] | None
    apply_suggestions: str
    on_duplicate_id: str
    as_of: date | str | None
    seed: int
    title: str | None


def ask(**asked: Unpack[Asked]) -> SegmentOptions:
    """Check what was asked for and return it as options.

    Raises
    ------
    UsageError
        If a value is not among those possible.
    """
    named, declared = _split_meanings(asked.get("metrics"))
    return SegmentOptions(
        table=TableOptions(
            id=asked.get("id"),
            metrics=named,
            context=tuple(asked.get("context", ())),
            outcomes=_several(asked.get("outcome")),
            seats=asked.get("seats"),
            meanings={**declared, **(asked.get("meanings") or {})},
            suggestions=_member(Suggestions, asked, "apply_suggestions", "safe"),
            on_duplicate_id=_member(OnDuplicateId, asked, "on_duplicate_id", "error"),
        ),
        search=SearchOptions(
            algorithm=_algorithm(asked.get("algorithm")),
            n_segments=_count(asked.get("segments")),
            seed=_seed(asked.get("seed", 0)),
        ),
        as_of=_day(asked.get("as_of")),
        title=asked.get("title"),
    )


def duplicate_choice(text: str | None) -> OnDuplicateId | None:
    """Check what to do when one id has different rows; None leaves it to the model."""
    if text is None:
        return None
    return _member(OnDuplicateId, {"on_duplicate_id": text}, "on_duplicate_id", text)


def _several(names: str | Sequence[str] | None) -> tuple[str, ...]:
    if names is None:
        return ()
    return (names,) if isinstance(names, str) else tuple(names)


def _split_meanings(
    metrics: Sequence[str] | None,
) -> tuple[tuple[str, ...] | None, dict[str, str]]:
    if metrics is None:
        return None, {}
    pairs = [name.partition("=") for name in metrics]
    named = tuple(column.strip() for column, _, _ in pairs)
    return named, {c.strip(): m.strip() for c, equals, m in pairs if equals}


def _algorithm(name: str | None) -> Algorithm | None:
    if name is None or name == "auto":
        return None
    if name not in AVAILABLE:
        raise UsageError(
            f"There is no algorithm {name!r}.{near_matches(name, AVAILABLE)}",
            suggestion=f"Choose one of {', '.join(AVAILABLE)}.",
        )
    return Algorithm(name)


def _count(segments: int | None) -> int | None:
    if segments is None or FEWEST_SEGMENTS <= segments <= MOST_SEGMENTS:
        return segments
    raise UsageError(
        f"{segments} segments cannot be made.",
        suggestion=f"Ask for {FEWEST_SEGMENTS} to {MOST_SEGMENTS}, or leave the choice open.",
    )


def _seed(seed: int) -> int:
    if seed < 0:
        raise UsageError(f"The seed is {seed}.", suggestion="Give a whole number from 0 on.")
    return seed


def _day(as_of: date | str | None) -> date | None:
    if not isinstance(as_of, str):
        return as_of
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        raise UsageError(
            f"{as_of!r} is not a date.", suggestion="Write it as 2026-06-30."
        ) from None


def _member(kind: type[_Choice], asked: Asked, option: str, default: str) -> _Choice:
    text = str(asked.get(option, default))
    try:
        return kind(text)
    except ValueError:
        raise UsageError(
            f"{option} is {text!r}.{near_matches(text, list(kind))}",
            suggestion=f"Choose one of {', '.join(kind)}.",
        ) from None
