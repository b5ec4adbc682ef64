"""Archetypes go to the segments that look like them, and to no others."""

import pytest

from shoal.segments.naming.catalogue import ARCHETYPES
from shoal.segments.naming.scores import match_archetypes

SIX = (
    "At Risk",
    "Silent Churners",
    "Struggling Adopters",
    "Expansion Ready",
    "Self-Sufficient Power Users",
    "Champions",
)
REST = ("Dormant", "Onboarding", "Support-Heavy", "Growing", "Steady", "Casual", "Champions")
ALARMING = {"At Risk", "Silent Churners", "Dormant", "Champions"}


def names_of(portraits):
    return [match.archetype.name if match else None for match in match_archetypes(portraits)]


def test_there_are_twelve_archetypes_each_with_two_plays_that_need_nothing():
    assert len({a.name for a in ARCHETYPES}) == 12
    for archetype in ARCHETYPES:
        unconditional = [p for p in archetype.plays if not p.renewal and p.concept is None]
        assert len(unconditional) >= 2, archetype.name


@pytest.mark.parametrize("chosen", [SIX, REST, SIX[::-1], REST[::-1], SIX + REST[:-1]])
def test_groups_made_as_archetypes_describe_them_get_their_names(
    build_base, paint, archetypes, chosen
):
    portraits = paint(build_base({name: archetypes[name] for name in chosen}))
    assert names_of(portraits) == list(chosen)


def test_names_hold_where_groups_overlap_and_sizes_differ(build_base, paint, archetypes):
    sizes = (59, 71, 85, 79, 112, 94)
    base = build_base({n: archetypes[n] for n in SIX}, sizes=sizes, spread=0.25)
    assert names_of(paint(base)) == list(SIX)


def test_shares_from_0_to_1_are_read_as_those_from_0_to_100(build_base, paint, archetypes):
    percents = {"weekly_active_rate", "feature_adoption", "onboarding_completion", "usage_trend"}
    groups = {
        name: {m: v / 100 if m in percents else v for m, v in archetypes[name].items()}
        for name in SIX
    }
    assert names_of(paint(build_base(groups))) == list(SIX)


def test_nps_on_the_scale_from_0_to_10_is_read_as_such(build_base, paint, archetypes):
    groups = {n: archetypes[n] | {"nps": 5 + archetypes[n]["nps"] / 14} for n in SIX}
    assert names_of(paint(build_base(groups, spread=0.01))) == list(SIX)


@pytest.mark.parametrize("seed", range(5))
def test_a_base_without_an_absolute_sign_raises_no_alarm_and_has_no_champions(
    build_base, paint, seed
):
    groups = {
        "low": {"usage_trend": -6, "weekly_active_rate": 40, "feature_adoption": 30, "nps": 12},
        "mid": {"usage_trend": 0, "weekly_active_rate": 50, "feature_adoption": 38, "nps": 18},
        "high": {"usage_trend": 6, "weekly_active_rate": 60, "feature_adoption": 46, "nps": 24},
    }
    for name, days, tickets in (("low", 12, 3), ("mid", 6, 2), ("high", 2, 1)):
        groups[name] |= {"days_since_last_login": days, "tickets_per_100_seats": tickets}
    names = names_of(paint(build_base(groups, seed=seed)))
    assert not ALARMING & set(names)


def test_a_sign_without_agreeing_metrics_gives_no_name(build_base, paint):
    groups = {"a": {"usage_trend": -40, "x": 1}, "b": {"usage_trend": 0, "x": 2}}
    assert names_of(paint(build_base(groups)))[0] is None


def test_churn_above_the_base_is_a_sign_and_churn_like_the_base_is_none(build_base, paint):
    groups = {
        "low": {"weekly_active_rate": 20, "nps": 5, "feature_adoption": 20},
        "high": {"weekly_active_rate": 60, "nps": 25, "feature_adoption": 40},
    }
    leaving = {"churned": [1, 0] * 20 + [0] * 40}
    alike = {"churned": [1, 0, 0, 0] * 20}
    assert names_of(paint(build_base(groups, outcomes=leaving)))[0] in {
        "At Risk",
        "Silent Churners",
    }
    assert names_of(paint(build_base(groups, outcomes=alike)))[0] == "Casual"


def test_a_strong_contradiction_rules_an_archetype_out(build_base, paint, archetypes):
    groups = {n: dict(archetypes[n]) for n in SIX}
    groups["Champions"]["nps"] = -60
    groups["At Risk"]["nps"] = 40
    names = names_of(paint(build_base(groups)))
    assert names[0] != "At Risk"
    assert names[-1] != "Champions"


def test_columns_that_nobody_recognises_get_no_archetype(build_base, paint, archetypes):
    base = build_base({n: archetypes[n] for n in SIX}, unknown=True)
    assert names_of(paint(base)) == [None] * 6


def test_each_archetype_is_given_once_and_to_the_best(build_base, paint, archetypes):
    twin = {m: v + 1 for m, v in archetypes["Champions"].items()}
    groups = {"twin": twin, **{n: archetypes[n] for n in SIX}}
    names = [name for name in names_of(paint(build_base(groups))) if name]
    assert len(names) == len(set(names))
    assert "Champions" in names


def test_scores_run_from_0_to_1(build_base, paint, archetypes):
    portraits = paint(build_base(archetypes))
    assert all(0.5 <= m.score <= 1 for m in match_archetypes(portraits) if m)


def test_a_name_that_is_taken_is_not_given_however_it_is_written(build_base, paint, archetypes):
    portraits = paint(build_base({n: archetypes[n] for n in SIX}))
    assert "Champions" in names_of(portraits)
    again = match_archetypes(portraits, taken=["CHAMPIONS"])
    assert "Champions" not in [m.archetype.name for m in again if m]
