"""Personas are short, and every claim is one that the table bears out."""

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from shoal.records.evidence import Natural
from shoal.segments.naming.catalogue import ARCHETYPES
from shoal.segments.naming.names import name_segments
from shoal.segments.naming.personas import MAX_WORDS, describe_archetype, persona_signs
from shoal.segments.naming.sentences import COVERED_BY, SAID
from shoal.segments.naming.signs import Sign

COLUMNS = ("usage_trend", "weekly_active_rate", "feature_adoption", "tickets_per_100_seats", "nps")
UNBORNE = re.compile(r"renewal|median|mean|very|really|clearly|significant", re.IGNORECASE)


def median(accounts, mask, name):
    """Give a typical value, counted without the code under test."""
    column = accounts.values[mask, [m.name for m in accounts.metrics].index(name)]
    known = sorted(v for v in column if not np.isnan(v))
    middle = len(known) // 2
    return known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) / 2


def more(name):
    return lambda a, here: median(a, here, name) > median(a, ~here, name)


def less(name):
    return lambda a, here: median(a, here, name) < median(a, ~here, name)


CLAIMS = {
    Sign.FALLING: lambda a, here: median(a, here, "usage_trend") < -20,
    Sign.GROWING: lambda a, here: median(a, here, "usage_trend") >= 10,
    Sign.LEVEL: lambda a, here: abs(median(a, here, "usage_trend")) <= 5,
    Sign.AWAY: lambda a, here: median(a, here, "days_since_last_login") >= 21,
    Sign.GONE: lambda a, here: median(a, here, "days_since_last_login") >= 60,
    Sign.RECENT: lambda a, here: median(a, here, "days_since_last_login") < 8,
    Sign.NARROW: lambda a, here: median(a, here, "feature_adoption") < 50,
    Sign.BROAD: lambda a, here: median(a, here, "feature_adoption") >= 50,
    Sign.UNFINISHED: lambda a, here: median(a, here, "onboarding_completion") < 100,
    Sign.IDLE: lambda a, here: median(a, here, "weekly_active_rate") <= 5,
    Sign.HAPPY: lambda a, here: median(a, here, "nps") >= 30,
    Sign.UNHAPPY: lambda a, here: median(a, here, "nps") < 0,
    Sign.SILENT: lambda a, here: (
        np.isnan(a.values[here, [m.name for m in a.metrics].index("nps")]).mean() > 0.5
    ),
    Sign.USES_MORE: more("weekly_active_rate"),
    Sign.USES_LESS: less("weekly_active_rate"),
    Sign.BROADER: more("feature_adoption"),
    Sign.NARROWER: less("feature_adoption"),
    Sign.ASKS_MORE: more("tickets_per_100_seats"),
    Sign.ASKS_LESS: less("tickets_per_100_seats"),
    Sign.SLOWER_HELP: more("resolution_hours"),
    Sign.QUICKER_HELP: less("resolution_hours"),
    Sign.UNHAPPIER: less("nps"),
}


def test_every_claim_of_an_archetype_is_borne_out_by_the_medians(build_base, paint, archetypes):
    base = build_base(archetypes)
    accounts, assignment, _ = base
    claimed = set()
    for s, portrait in enumerate(paint(base)):
        for archetype in ARCHETYPES:
            for sign in persona_signs(portrait, archetype):
                assert CLAIMS[sign](accounts, assignment.segment == s), (s, sign)
                claimed.add(sign)
    assert len(claimed) > 15  # the check has something to check


@settings(max_examples=30)
@given(
    hnp.arrays(float, (4, 5), elements=st.integers(-100, 100).map(float)),
    st.integers(0, 1000),
)
def test_claims_hold_and_names_differ_for_any_table(build_base, paint, centres, seed):
    groups = {
        f"g{s}": dict(zip(COLUMNS, map(float, row), strict=True)) for s, row in enumerate(centres)
    }
    groups["wide"] = dict(
        zip(COLUMNS, (-60.0, 90.0, 90.0, 60.0, -80.0), strict=True)
    )  # sure scales
    base = build_base(groups, sizes=(5, 9, 12, 7, 6), spread=0.6, seed=seed)
    accounts, assignment, _ = base
    portraits = paint(base)
    for natural in Natural:
        namings = name_segments(portraits, accounts, natural=natural)
        assert len({n.name.casefold() for n in namings}) == 5
        for naming in namings:
            assert 0 < len(naming.persona.split()) <= MAX_WORDS
            assert not UNBORNE.search(naming.persona)
            assert naming.persona[0].isupper()
            assert naming.persona.endswith(".")
    for s, portrait in enumerate(portraits):
        for archetype in ARCHETYPES:
            for sign in persona_signs(portrait, archetype):
                assert CLAIMS[sign](accounts, assignment.segment == s), sign


def test_every_sign_that_an_archetype_may_say_has_words():
    said = {sign for archetype in ARCHETYPES for sign in archetype.persona}
    assert said <= set(SAID)
    needed = {s for archetype in ARCHETYPES for group in archetype.needs for s in group}
    assert needed <= set(SAID)


def test_nothing_is_said_twice(build_base, paint, archetypes):
    for portrait in paint(build_base(archetypes)):
        for archetype in ARCHETYPES:
            signs = persona_signs(portrait, archetype)
            for sign, covering in COVERED_BY.items():
                assert not (sign in signs and set(covering) & set(signs[: signs.index(sign)]))
            assert describe_archetype(portrait, archetype).count("than others") <= 1


def test_differences_are_told_with_typical_values_and_units(build_base, paint):
    base = build_base(
        {
            "a": {"tickets_per_100_seats": 7.0, "feature_adoption": 24},
            "b": {"tickets_per_100_seats": 2.1, "feature_adoption": 51},
        },
        spread=0.05,
        unknown=True,
    )
    naming = name_segments(paint(base), base[0], natural=Natural.STRONG)[0]
    assert naming.persona == (
        "Feature adoption is lower than elsewhere (typical 24% against 51%) and "
        "support tickets per 100 seats are higher (7.0 against 2.1)."
    )


def test_values_that_would_read_the_same_get_more_digits(build_base, paint):
    base = build_base({"a": {"x": 1.01}, "b": {"x": 1.04}}, spread=0.0)
    naming = name_segments(paint(base), base[0], natural=Natural.STRONG)[0]
    assert naming.persona == "X is lower than elsewhere (typical 1.01 against 1.04)."


def test_where_typical_values_are_equal_averages_are_told(build_base, paint):
    base = build_base({"a": {"x": 0.0}, "b": {"x": 0.0}}, sizes=10)
    base[0].values[:4] = 5.0
    first, second = name_segments(paint(base), base[0], natural=Natural.STRONG)
    assert first.persona == "X is higher than in the whole base (2 against 1 on average)."
    assert second.persona == "X is lower than in the whole base (0 against 1 on average)."
