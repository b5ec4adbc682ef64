"""Shades and ticks agree with the numbers under them."""

import pytest

from shoal.records.meanings import Better, Topic
from shoal.reports.heat import shade_metrics

CELLS = {"h-2": -1, "h-1": -1, "h0": 0, "h1": 1, "h2": 1}


def test_a_shade_says_on_which_side_of_the_others_the_segment_is(read):
    reading = read()
    metrics = {m.label: m for m in reading.metrics}

    for row in shade_metrics(reading).tables[0].rows:
        metric = metrics[row.label]
        for cell, group in zip(row.cells, reading.groups, strict=True):
            profile = group.profile(metric)
            side = (profile.median - profile.others_median) * metric.better
            assert CELLS[cell.shade] * side >= 0
            assert (cell.tick - 50) * side >= 0


def test_metrics_are_grouped_by_topic(read):
    reading = read()
    topics = {m.label: m.topic for m in reading.metrics}

    rows = shade_metrics(reading).tables[0].rows

    shown = [topics[row.label] for row in rows]
    assert shown == sorted(shown, key=[Topic.USE, Topic.HELP, Topic.MOOD, Topic.START].index)
    starts = [a is not b for a, b in zip([shown[0], *shown], shown, strict=False)]
    assert [row.starts_topic for row in rows] == starts


def test_metrics_without_a_good_direction_are_grey(read, unknown_metric):
    heat = shade_metrics(read(metrics=tuple(unknown_metric(i) for i in range(5))))

    assert {cell.shade for row in heat.tables[0].rows for cell in row.cells} <= {"n0", "n1", "n2"}
    assert heat.neutral
    assert not heat.directed


def test_ten_segments_come_wide_and_in_parts(read):
    names = (
        "At Risk", "Silent Churners", "Struggling Adopters", "Expansion Ready", "Dormant",
        "Self-Sufficient Power Users", "Champions", "Support-Heavy", "Onboarding", "Casual",
    )  # fmt: skip

    tables = shade_metrics(read(archetypes=names)).tables

    assert [(t.where, len(t.heads)) for t in tables] == [
        ("wide-only", 10), ("narrow-only", 5), ("narrow-only", 5),
    ]  # fmt: skip
    assert tables[0].heads == tables[1].heads + tables[2].heads


def test_a_single_segment_has_no_heat_map(read):
    assert shade_metrics(read(archetypes=("Champions",))) is None


@pytest.mark.parametrize("count", [2, 12, 13, 40])
def test_every_metric_is_shown_once(count, read, unknown_metric):
    metrics = tuple(unknown_metric(i, better=Better.MORE) for i in range(count))

    heat = shade_metrics(read(metrics=metrics))

    labels = [row.label for table in heat.tables + heat.more for row in table.rows]
    assert sorted(labels) == sorted(m.label for m in metrics)
    assert len(heat.tables[0].rows) == min(count, 12)
