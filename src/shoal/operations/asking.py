"""What a user asked for, in words, becomes options; every word is checked here."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict, TypeVar, Unpack

from shoal.errors import UsageError, near_matches
from shoal.operations.asking_search import search_options
from shoal.records.evidence import Algorithm
from shoal.records.options import (
    OnDuplicateId,
    SegmentOptions,
    Suggestions,
    TableOptions,
)

_Choice = TypeVar("_Choice", bound=StrEnum)

AVAILABLE = tuple(Algorithm)


class Asked(TypedDict, total=False):
    """What may be asked of the main job.

    Attributes
    ----------
    id : str, optional
        The id column; guessed when evident, else rows are numbered.
    segments : int, pair of int or text, optional
        How many segments, 2 to 50, or from how many to how many (``(4, 6)`` or ``"4-6"``); by
        default the evidence decides.
    algorithm : {"kmeans", "ward", "mixture", "hdbscan", "dbscan"}, optional
        By default the evidence decides. The last two find the number of segments themselves.
    metrics : str or sequence of str, optional
        Columns to cluster on; "column=meaning" also declares what a column is.
    context, outcome : str or sequence of str, optional
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
    smallest_share, largest_share : float, optional
        No segment has a smaller share of the accounts (default 0.01), and none a larger one if
        the evidence allows (by default any).
    unusual_share : float, default 0.01
        The share of ordinary accounts that may be listed as unusual.
    weights : mapping of str to float, optional
        How much metrics count, such as ``{"nps_score": 0.5}``; the others count 1.
    placements : mapping of str to str, optional
        Segments that rules make before anything is clustered: a name and a condition, such as
        ``{"Trial": "stage = 'trial'"}``.
    drop_noise : bool, default False
        Whether metrics that carry nothing for the separation are left out.
    seed : int, default 0
        Not negative.
    title : str, optional
        What the report calls these customers; by default the file's name.
    """

    id: str | None
    segments: int | str | Sequence[int] | None
    algorithm: str | None
    metrics: str | Sequence[str] | None
    context: str | Sequence[str]
    outcome: str | Sequence[str] | None
    seats: str | None
    meanings: Mapping[str, str] | None
    apply_suggestions: str
    on_duplicate_id: str
    as_of: date | str | None
    smallest_share: float
    largest_share: float | None
    unusual_share: float
    weights: Mapping[str, float] | Mapping[str, str] | None
    placements: Mapping[str, str] | None
    drop_noise: bool
    seed: int
    title: str | None


def ask(**asked: Unpack[Asked]) -> SegmentOptions:
    """Check what was asked for and return it as options.

    Raises
    ------
    UsageError
        If an option is not known or a value is not among those possible.
    """
    _refuse_unknown(asked)
    named, declared = _split_meanings(asked.get("metrics"))
    return SegmentOptions(
        table=TableOptions(
            id=asked.get("id"),
            metrics=named,
            context=_several(asked.get("context")),
            outcomes=_several(asked.get("outcome")),
            seats=asked.get("seats"),
            meanings={**declared, **(asked.get("meanings") or {})},
            suggestions=_member(Suggestions, asked, "apply_suggestions", "safe"),
            on_duplicate_id=_member(OnDuplicateId, asked, "on_duplicate_id", "error"),
        ),
        search=search_options(asked, algorithm=_algorithm(asked.get("algorithm"))),
        as_of=_day(asked.get("as_of")),
        title=asked.get("title"),
    )


def duplicate_choice(text: str | None) -> OnDuplicateId | None:
    """Check what to do when one id has different rows; None leaves it to the model."""
    if text is None:
        return None
    return _member(OnDuplicateId, {"on_duplicate_id": text}, "on_duplicate_id", text)


def _refuse_unknown(asked: Mapping[str, object]) -> None:
    known = Asked.__annotations__
    for name in asked:
        if name not in known:
            raise UsageError(
                f"There is no option {name}.{near_matches(name, known)}",
                suggestion=f"Options are: {', '.join(known)}.",
            )


def _several(names: str | Sequence[str] | None) -> tuple[str, ...]:
    if names is None:
        return ()
    return (names,) if isinstance(names, str) else tuple(names)


def _split_meanings(
    metrics: str | Sequence[str] | None,
) -> tuple[tuple[str, ...] | None, dict[str, str]]:
    if metrics is None:
        return None, {}
    pairs = [name.partition("=") for name in _several(metrics)]
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


def _day(as_of: date | str | None) -> date | None:
    if isinstance(as_of, datetime):  # a date too, but one that would be written with its hour
        return as_of.date()
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
