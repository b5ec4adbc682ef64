"""Every account stands on the map, in its segment's colour, within the frame."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from shoal.records.evidence import Natural
from shoal.reports.account_map import draw_map
from shoal.reports.attention import accounts_to_look_at
from shoal.reports.reading import read_study

STATES = {
    "plain": {},
    "weak": {"natural": Natural.WEAK, "unusual": 20},
    "none": {"natural": Natural.NONE, "named": False},
    "one": {"archetypes": ("Champions",)},
}


@pytest.mark.parametrize("state", STATES)
def test_all_accounts_are_drawn_within_the_frame(state, read):
    reading = read(**STATES[state])

    picture = draw_map(reading, attention=None)

    points = np.array([p for cloud in picture.clouds for p in cloud.points])
    assert len(points) == reading.n_accounts
    assert (points[:, 0] >= 0).all()
    assert (points[:, 0] <= 100).all()
    assert (points[:, 1] >= 0).all()
    assert (points[:, 1] <= picture.height).all()


def test_each_segment_has_as_many_dots_as_accounts(read):
    reading = read()

    clouds = draw_map(reading, attention=None).clouds

    dots = {cloud.css: len(cloud.points) for cloud in clouds}
    assert dots == {g.css: g.members.sum() for g in reading.groups}


def test_a_sample_is_the_same_every_time_and_keeps_proportions(read):
    reading = read(scale=10.0)

    once, again = (draw_map(reading, attention=None) for _ in range(2))

    assert once == again
    assert "1,500 of the accounts are drawn" in once.lead
    for cloud in once.clouds:
        group = next(g for g in reading.groups if g.css == cloud.css)
        expected = group.members.sum() / reading.n_accounts * 1500
        assert len(cloud.points) == pytest.approx(expected, abs=2)


def test_accounts_to_look_at_are_ringed_where_they_stand(read):
    reading = read()
    attention = accounts_to_look_at(reading)

    picture = draw_map(reading, attention=attention)

    dots = {p for cloud in picture.clouds for p in cloud.points}
    assert len(picture.rings) == 3
    assert all((ring.x, ring.y) in dots for ring in picture.rings)
    whole = [ring.label.whole for ring in picture.rings]
    assert whole == [attention.rows[i].name for i in (0, 1, 4)]


def test_long_names_are_cut_and_kept_whole_beside(read):
    for label in draw_map(read(long_names=True), attention=None).labels:
        assert len(label.text) <= 18
        assert "breath" in label.whole


def test_only_the_six_largest_of_ten_are_named(read):
    names = (
        "At Risk", "Silent Churners", "Struggling Adopters", "Expansion Ready", "Dormant",
        "Self-Sufficient Power Users", "Champions", "Support-Heavy", "Onboarding", "Casual",
    )  # fmt: skip
    reading = read(archetypes=names)
    sizes = sorted((int(g.members.sum()) for g in reading.groups), reverse=True)

    labels = draw_map(reading, attention=None).labels

    named = [label for label in labels if not label.text.isdigit()]
    assert sorted((int(label.number) for label in named), reverse=True) == sizes[:6]
    assert len(labels) == 10


def test_slices_are_numbered_at_their_middle(read):
    reading = read(natural=Natural.NONE, named=False)

    labels = draw_map(reading, attention=None).labels

    by_x = sorted(labels, key=lambda label: label.x)
    assert {label.text for label in labels} == {"1", "2", "3", "4", "5", "6"}
    assert by_x[0].text == "1"


def test_better_lies_to_the_right_whatever_the_sign_of_the_component(build_study):
    study = build_study()
    turned = replace(
        study, map=replace(study.map, points=-study.map.points, loadings=-study.map.loadings)
    )

    one = draw_map(read_study(study), attention=None)
    other = draw_map(read_study(turned), attention=None)

    assert one.clouds == other.clouds
    assert one.right == other.right
    middles = {c.css: np.mean([p[0] for p in c.points]) for c in one.clouds}
    assert middles["k1"] < middles["k6"]  # At Risk left of Champions


def test_two_metrics_have_round_ticks_in_their_own_units(build_study):
    metrics = build_study().accounts.metrics
    study = build_study(metrics=(metrics[2], metrics[7]))  # feature adoption, tickets

    picture = draw_map(read_study(study), attention=None)

    assert picture.right == "feature adoption (%) →"
    assert picture.top == "↑ tickets per 100 seats and month"
    assert all(tick.text.endswith("%") for tick in picture.x_ticks)
    assert 2 <= len(picture.x_ticks) <= 8
    heights = [tick.at for tick in picture.y_ticks]
    assert heights == sorted(heights, reverse=True)


def test_a_native_point_stands_between_the_ticks_around_its_value(build_study):
    metrics = build_study().accounts.metrics
    study = build_study(metrics=(metrics[2], metrics[7]), archetypes=("Champions",))
    picture = draw_map(read_study(study), attention=None)
    ticks = [(float(t.text.strip("%")), t.at) for t in picture.x_ticks]
    points = np.array(picture.clouds[0].points)[:, 0]
    values = study.accounts.values[:, 0]

    for (low, x_low), (high, x_high) in pairwise(ticks):
        between = (values > low) & (values < high)
        assert ((points[between] > x_low - 0.01) & (points[between] < x_high + 0.01)).all()


def test_an_account_without_coordinates_is_not_drawn(build_study):
    study = build_study()
    points = study.map.points.copy()
    points[5] = np.nan

    picture = draw_map(
        read_study(replace(study, map=replace(study.map, points=points))), attention=None
    )

    assert sum(len(cloud.points) for cloud in picture.clouds) == len(points) - 1
