"""The most urgent segment comes first."""

from dataclasses import replace

import numpy as np

from shoal.records.evidence import Natural
from shoal.reports.reading import read_study


def test_archetypes_stand_by_urgency(build_study):
    names = ("Champions", "Casual", "Silent Churners", "Support-Heavy", "At Risk", "Dormant")

    order = [g.segment.name for g in read_study(build_study(archetypes=names)).groups]

    assert order == [
        "At Risk",
        "Silent Churners",
        "Dormant",
        "Support-Heavy",
        "Casual",
        "Champions",
    ]


def test_descriptive_segments_stand_worst_first(build_study):
    reading = read_study(build_study(named=False))

    goodness = [g.better.mean() for g in reading.groups]

    assert goodness == sorted(goodness)


def test_order_does_not_depend_on_the_order_of_segments(build_study):
    study = build_study()
    turned = replace(study, segments=tuple(reversed(study.segments)))

    keys = [g.segment.key for g in read_study(study).groups]

    assert [g.segment.key for g in read_study(turned).groups] == keys


def test_members_stay_with_their_key_when_segments_are_turned(build_study):
    study = build_study()
    turned = replace(study, segments=tuple(reversed(study.segments)))

    for group in read_study(turned).groups:
        assert (group.members == (study.assignment.segment == int(group.segment.key[1:]) - 1)).all()


def test_slices_run_from_worse_to_better_along_the_map(build_study):
    reading = read_study(build_study(natural=Natural.NONE, named=False))
    x = reading.study.map.points[:, 0]

    middles = np.array([x[g.members].mean() for g in reading.groups])

    steps = np.diff(middles)
    assert (steps > 0).all() or (steps < 0).all()
    assert reading.groups[0].better.mean() < reading.groups[-1].better.mean()
