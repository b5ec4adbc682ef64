"""Colours keep their contrast and belong to what a segment is."""

import numpy as np
import pytest

from shoal.records.evidence import Natural
from shoal.records.segments import Segment
from shoal.reports.palette import ARCHETYPES, SLOTS, colour_rules, segment_colours

LIGHT, DARK = "FFFFFF", "161B1F"


def luminance(colour: str) -> float:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def segment(key: str, archetype: str | None = None) -> Segment:
    return Segment(
        key=key, name=key, size=1, share=1.0, persona="", metrics=(), archetype=archetype
    )


def test_contrast_is_measured_as_the_guideline_has_it():
    assert contrast("000000", "FFFFFF") == pytest.approx(21.0)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", [*ARCHETYPES.values(), *SLOTS])
def test_marks_stand_out_from_the_panel(colour):
    assert contrast(colour[0], LIGHT) >= 2.8
    assert contrast(colour[1], DARK) >= 3.0


@pytest.mark.parametrize("count", [1, 2, 3, 6, 10])
def test_steps_of_one_hue_stand_out_and_fall(count):
    segments = tuple(segment(f"s{i}") for i in range(count))

    colours = segment_colours(segments, Natural.NONE)

    light = [contrast(c[0], LIGHT) for c in colours]
    assert len(set(colours)) == count
    assert light == sorted(light, reverse=True)
    assert min(light) >= 2.9
    assert min(contrast(c[1], DARK) for c in colours) >= 3.0


def test_archetypes_wear_their_own_colour_whatever_their_place():
    one = segment_colours((segment("s2", "Champions"), segment("s1", "At Risk")), Natural.STRONG)

    assert one == (ARCHETYPES["Champions"], ARCHETYPES["At Risk"])


def test_ten_segments_have_ten_colours():
    names = [*ARCHETYPES, "Dormant", "Casual", "Growing", None]
    segments = tuple(segment(f"s{i}", name) for i, name in enumerate(names, 1))

    assert len(set(segment_colours(segments, Natural.STRONG))) == 10


def test_a_free_colour_follows_the_key_not_the_place():
    first = segment_colours((segment("s1"), segment("s2"), segment("s10")), Natural.WEAK)
    turned = segment_colours((segment("s10"), segment("s2"), segment("s1")), Natural.WEAK)

    assert first == tuple(reversed(turned))


def test_descriptive_segments_do_not_look_alarming():
    segments = tuple(segment(f"s{i}") for i in range(8))

    assert ARCHETYPES["At Risk"] not in segment_colours(segments, Natural.STRONG)


def test_dark_colours_are_for_screens_only():
    rules = colour_rules((("111111", "EEEEEE"),))

    assert rules.startswith(".k1{--c:#111111}")
    assert "@media screen and (prefers-color-scheme:dark){.k1{--c:#EEEEEE}}" in rules
