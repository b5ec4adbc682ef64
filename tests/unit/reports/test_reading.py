"""What all parts share is read right."""

from dataclasses import replace

import numpy as np

from shoal.records.meanings import Better
from shoal.reports.reading import label_before_number, metric_value, read_study, says_unit


def test_groups_have_the_accounts_of_their_key(build_study):
    study = build_study()

    for group in read_study(study).groups:
        index = study.assignment.keys.index(group.segment.key)
        assert (group.members == (study.assignment.segment == index)).all()


def test_better_turns_higher_where_less_is_better(read):
    reading = read()
    tickets = [m.name for m in reading.metrics].index("tickets")

    for group in reading.groups:
        assert group.better[tickets] == -group.higher[tickets]


def test_names_fall_back_to_ids_and_rows(read):
    assert read().account_name(3).startswith("Kestrel")
    assert read(names=False).account_name(3) == "A-00003"
    assert read(names=False, ids=False).account_name(3) == "row 4"


def test_missing_names_fall_back_too(build_study):
    study = build_study()
    names = study.accounts.context[0]
    values = names.values.copy()
    values[3] = None
    context = (replace(names, values=values), *study.accounts.context[1:])

    reading = read_study(replace(study, accounts=replace(study.accounts, context=context)))

    assert reading.account_name(3) == "A-00003"


def test_missing_renewal_dates_are_not_renewals(build_study):
    study = build_study()
    context = tuple(
        replace(c, values=np.full(len(c.values), np.datetime64("NaT", "s")))
        if c.name == "renewal_date"
        else c
        for c in study.accounts.context
    )

    reading = read_study(replace(study, accounts=replace(study.accounts, context=context)))

    assert not reading.renewing.any()


def test_the_worst_must_be_worse_more_often_than_better(read, unknown_metric):
    assert read().worst().segment.name in {"At Risk", "Silent Churners"}
    assert read(metrics=tuple(unknown_metric(i) for i in range(4))).worst() is None
    assert read(archetypes=("Champions",)).worst() is None


def test_values_are_written_as_people_read_them(read, unknown_metric):
    metrics = {m.name: m for m in read().metrics}

    assert metric_value(metrics["nps"], 0.3) == "0"
    assert metric_value(metrics["usage_trend"], 7.4) == "+7%"
    assert metric_value(metrics["usage_trend"], 7.4, unit=False) == "+7"
    assert metric_value(unknown_metric(1), 0.0) == "0"
    assert metric_value(unknown_metric(1), 0.034) == "0.034"


def test_a_label_that_tells_its_unit_needs_no_other(read, unknown_metric):
    metrics = {m.name: m for m in read().metrics}

    assert says_unit(metrics["days_since_last_login"])
    assert not says_unit(metrics["resolution_hours"])
    assert label_before_number(unknown_metric(7, better=Better.MORE)) == "measure 7 at"


def test_percent_hours_and_days_are_whole_where_they_reach_far(read, unknown_metric):
    metrics = build_metrics(unknown_metric)

    shown = {m.label: m.decimals for m in read(metrics=metrics).metrics}

    assert shown == {"Far": 0, "Near": 1, "Other unit": 1}


def build_metrics(unknown_metric):
    """Return a share up to 80 or so, hours below 20, and a count: in the fixture's columns."""
    usage, days, logins = 0, 3, 2
    return (
        replace(unknown_metric(usage), label="Far", name="active_rate", unit="%"),
        replace(unknown_metric(days), label="Near", name="logins", unit="hours"),
        replace(unknown_metric(logins), label="Other unit", name="feature_adoption"),
    )
