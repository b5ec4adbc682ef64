"""Name, persona, grounds and plays of every segment of a base."""

from collections.abc import Sequence
from dataclasses import dataclass

from shoal.records.accounts import Accounts
from shoal.records.evidence import Natural
from shoal.records.segments import Play
from shoal.segments.naming.descriptive_names import name_differences
from shoal.segments.naming.personas import describe_archetype, describe_differences
from shoal.segments.naming.plays import archetype_plays, generic_plays
from shoal.segments.naming.portraits import Portrait
from shoal.segments.naming.reasons import archetype_reason, descriptive_reason
from shoal.segments.naming.scores import Match, match_archetypes


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What a segment is called and why; `archetype` is None for a descriptive name."""

    name: str
    persona: str
    reason: str
    archetype: str | None = None
    score: float = 0.0
    plays: tuple[Play, ...] = ()


def name_segments(
    portraits: Sequence[Portrait],
    accounts: Accounts,
    *,
    natural: Natural,
    taken: Sequence[str] = (),
) -> tuple[Naming, ...]:
    """Name all segments of a base together.

    Parameters
    ----------
    portraits : sequence of Portrait
        One per segment.
    accounts : Accounts
        Tells whether plays have a ground, such as renewal dates.
    natural : Natural
        With `none` the segments are slices and get descriptive names only.
    taken : sequence of str
        Names that placements have already.

    Returns
    -------
    tuple of Naming
        In the order of the portraits; no two names are equal.
    """
    matches: tuple[Match | None, ...] = (None,) * len(portraits)
    if natural is not Natural.NONE:
        matches = match_archetypes(portraits, taken=taken)
    rest = [p for p, match in zip(portraits, matches, strict=True) if match is None]
    given = [match.archetype.name for match in matches if match is not None]
    names = iter(name_differences(rest, taken=[*taken, *given]))
    return tuple(
        _with_archetype(portrait, match, accounts) if match else _without(portrait, next(names))
        for portrait, match in zip(portraits, matches, strict=True)
    )


def _with_archetype(portrait: Portrait, match: Match, accounts: Accounts) -> Naming:
    return Naming(
        name=match.archetype.name,
        persona=describe_archetype(portrait, match.archetype),
        reason=archetype_reason(portrait, match.archetype),
        archetype=match.archetype.name,
        score=match.score,
        plays=archetype_plays(portrait, match.archetype, accounts),
    )


def _without(portrait: Portrait, name: str) -> Naming:
    return Naming(
        name=name,
        persona=describe_differences(portrait),
        reason=descriptive_reason(portrait),
        plays=generic_plays(portrait),
    )
