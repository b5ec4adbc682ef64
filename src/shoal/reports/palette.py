"""Colours of segments: they belong to what a segment is, never to its rank."""

import re

from shoal.records.evidence import Natural
from shoal.records.segments import Segment

Colour = tuple[str, str]
"""Six hexadecimal digits for light and for dark."""

ARCHETYPES: dict[str, Colour] = {
    "At Risk": ("921A03", "CB3409"),
    "Silent Churners": ("8C8F95", "C5C6C7"),
    "Struggling Adopters": ("BB6E0F", "E29F53"),
    "Expansion Ready": ("6F428B", "8852D4"),
    "Self-Sufficient Power Users": ("348FF9", "76B6F5"),
    "Champions": ("026653", "028A79"),
}
SLOTS: tuple[Colour, ...] = (
    ("4D1842", "A4FBA9"),
    ("9D68A5", "AC96AF"),
    ("558862", "7478A6"),
    ("220C85", "F1DE0F"),
)
_CALM = ("Self-Sufficient Power Users", "Struggling Adopters", "Expansion Ready", "Champions")
_LIGHT_STEPS = ("1D3242", "334A5C", "496174", "5F778A", "748A9B", "8797A5")
_DARK_STEPS = ("EEF3F7", "CFDAE3", "B3C2CE", "98AABA", "7F94A6", "6A8195")


def segment_colours(segments: tuple[Segment, ...], natural: Natural) -> tuple[Colour, ...]:
    """Return one colour a segment, in the order given.

    Parameters
    ----------
    segments : tuple of Segment
        In display order: slices of a continuum take steps of one hue from first to last.
    natural : Natural

    Returns
    -------
    tuple of (light, dark)
        Archetypes have their own; the rest take free ones by their keys, which never change.
    """
    if natural is Natural.NONE:
        return tuple(_step(i, len(segments)) for i in range(len(segments)))
    own = {s.key: ARCHETYPES[s.archetype] for s in segments if s.archetype in ARCHETYPES}
    free = iter(_free_colours(frozenset(own.values())))
    for segment in sorted(segments, key=lambda s: _key_order(s.key)):
        if segment.key not in own:
            own[segment.key] = next(free)
    return tuple(own[s.key] for s in segments)


def colour_rules(colours: tuple[Colour, ...]) -> str:
    """Return the style rules that give class k1, k2, ... its colour in light, dark and print."""
    light = "".join(f".k{i}{{--c:#{c[0]}}}" for i, c in enumerate(colours, 1))
    dark = "".join(f".k{i}{{--c:#{c[1]}}}" for i, c in enumerate(colours, 1))
    return f"{light}@media screen and (prefers-color-scheme:dark){{{dark}}}"


def _free_colours(taken: frozenset[Colour]) -> list[Colour]:
    """Return colours nobody has, alarming red and silent grey last, repeating after ten."""
    calm = [ARCHETYPES[name] for name in _CALM]
    rest = [ARCHETYPES["At Risk"], ARCHETYPES["Silent Churners"]]
    pool = [*SLOTS, *calm, *rest] if taken else [*calm, *SLOTS, *rest]
    free = [colour for colour in pool if colour not in taken]
    return free * 8


def _key_order(key: str) -> tuple[int, str]:
    digits = re.sub(r"\D", "", key)
    return (int(digits) if digits else 0, key)


def _step(position: int, count: int) -> Colour:
    at = position / max(count - 1, 1)
    return _between(_LIGHT_STEPS, at), _between(_DARK_STEPS, at)


def _between(steps: tuple[str, ...], at: float) -> str:
    """Mix the two steps beside a place between 0 and 1."""
    low = min(int(at * (len(steps) - 1)), len(steps) - 2)
    part = at * (len(steps) - 1) - low
    mixed = (
        round(
            int(steps[low][i : i + 2], 16) * (1 - part) + int(steps[low + 1][i : i + 2], 16) * part
        )
        for i in (0, 2, 4)
    )
    return "".join(f"{channel:02X}" for channel in mixed)
