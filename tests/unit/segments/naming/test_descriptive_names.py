"""Names that say what is high and what is low."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shoal.audit.vocabulary import recognise
from shoal.records.evidence import Natural
from shoal.segments.naming.descriptive_names import name_differences
from shoal.segments.naming.names import name_segments

SIX = ("At Risk", "Silent Churners", "Struggling Adopters", "Expansion Ready", "Champions")


def test_the_two_metrics_that_set_apart_most_make_the_name(build_base, paint):
    base = build_base(
        {
            "a": {"tickets_per_100_seats": 9, "feature_adoption": 20, "nps": 20},
            "b": {"tickets_per_100_seats": 2, "feature_adoption": 50, "nps": 20.5},
        },
        spread=0.2,
    )
    base[0].values[40:, 1] = base[0].values[:40, 1]  # nps the same in both
    assert set(name_differences(paint(base))[0].split(", ")) == {"Low adoption", "high tickets"}


def test_a_segment_without_a_difference_is_typical(build_base, paint):
    base = build_base({"a": {"logins_per_user": 4}, "b": {"logins_per_user": 4}}, sizes=20)
    assert name_differences(paint(base)) == ("Typical use, larger", "Typical use, smaller")
    base = build_base({"a": {"x": 4}, "b": {"x": 4}, "c": {"x": 4}}, sizes=(5, 9, 7))
    assert name_differences(paint(base)) == (
        "Typical throughout, third",
        "Typical throughout, largest",
        "Typical throughout, second",
    )


def test_time_since_something_is_long_or_recent(build_base, paint):
    base = build_base({"a": {"days_since_last_order": 3}, "b": {"days_since_last_order": 60}})
    assert name_differences(paint(base)) == ("Recent order", "Long since order")


@pytest.mark.parametrize(
    ("metric", "more", "less"),
    [
        ("key_user_silent_days", "Key user silent", "Key user active"),
        ("top_user_share", "Use by one user", "Use by many users"),
        ("few_users", "Few users", "Many users"),
        ("people_share", "Use by people", "Use by programs"),
        ("days_since_last_activity", "Long since activity", "Recent activity"),
        ("time_to_value_days", "Slow to value", "Quick to value"),
    ],
)
def test_measured_metrics_are_named_as_people_speak(build_base, paint, metric, more, less):
    accounts, *others = build_base({"a": {metric: 0.1}, "b": {metric: 0.9}})
    known = recognise(metric)
    named = replace(accounts.metrics[0], label=known.label, meaning=known.key)
    painted = paint((replace(accounts, metrics=(named,)), *others))
    assert name_differences(painted) == (less, more)


def test_equal_names_get_a_third_metric_before_their_size(build_base, paint):
    base = build_base(
        {
            "a": {"x": 1, "y": 9, "z": 1},
            "b": {"x": 1, "y": 9, "z": 1},
            "c": {"x": 9, "y": 1, "z": 1},
        },
        spread=0.01,
    )
    for s, shift in enumerate((0, 4, 2)):  # z differs, but less than x and y do
        base[0].values[40 * s : 40 * (s + 1), 2] = np.linspace(0, 20, 40) + shift
    names = name_differences(paint(base))
    assert names[0].endswith(", low z")
    assert names[1].endswith(", high z")
    assert names[0].removesuffix(", low z") == names[1].removesuffix(", high z")


def test_names_that_are_taken_are_not_used_again(build_base, paint):
    base = build_base({"a": {"x": 1}, "b": {"x": 9}})
    assert "Low x" not in name_differences(paint(base), taken=("low x",))


@settings(max_examples=30)
@given(
    st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=7),
    st.lists(st.text("abc de/(", min_size=1, max_size=40), min_size=3, max_size=3),
    st.booleans(),
)
def test_names_are_never_shared_and_halves_have_at_most_four_words(
    build_base, paint, centres, labels, unknown
):
    columns = ("tickets_per_100_seats", "nps", "x")
    groups = {
        f"g{s}": dict(zip(columns, map(float, row), strict=True)) for s, row in enumerate(centres)
    }
    rename = dict(zip(columns, labels, strict=True)) if unknown else None
    base = build_base(groups, sizes=6, unknown=unknown, rename=rename)
    names = name_differences(paint(base))
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(half.split()) <= 4 for name in names for half in name.split(", "))


@pytest.mark.parametrize("natural", list(Natural))
def test_slices_of_a_continuum_get_no_archetype(build_base, paint, archetypes, natural):
    base = build_base({n: archetypes[n] for n in SIX})
    namings = name_segments(paint(base), base[0], natural=natural)
    assert all((n.archetype is None) == (natural is Natural.NONE) for n in namings)
    if natural is Natural.NONE:
        assert all(n.score == 0 for n in namings)


def test_columns_that_nobody_recognises_get_no_plays(build_base, paint, archetypes):
    base = build_base({n: archetypes[n] for n in SIX}, unknown=True)
    namings = name_segments(paint(base), base[0], natural=Natural.STRONG)
    assert all(n.archetype is None and n.plays == () for n in namings)
