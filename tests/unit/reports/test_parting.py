"""Metrics on which segments lie furthest apart."""

import numpy as np

from shoal.reports.parting import parting_metrics, separation_order


def test_a_metric_made_to_part_comes_first(read):
    reading = read()
    widest = max(range(9), key=lambda j: np.abs([g.higher[j] for g in reading.groups]).max())

    assert widest in separation_order(reading)[:4]


def test_dots_stand_within_the_range_in_the_order_of_their_values(read):
    reading = read(renewals=False)

    for shown in parting_metrics(reading):
        metric = next(m for m in reading.metrics if m.label == shown.label)
        typical = {g.css: g.profile(metric).median for g in reading.groups}
        dots = sorted(shown.dots, key=lambda dot: dot.x)
        inner = [typical[dot.css] for dot in dots if 0 < dot.x < 100]
        assert inner == sorted(inner)
        assert len(dots) == len(reading.groups)


def test_a_single_segment_has_nothing_to_part(read):
    assert parting_metrics(read(archetypes=("Champions",))) == ()
