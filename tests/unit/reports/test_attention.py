"""Accounts to look at are those the table points to."""

from dataclasses import replace

import numpy as np

from shoal.records.evidence import Natural
from shoal.reports.attention import accounts_to_look_at
from shoal.reports.headline import state_finding
from shoal.reports.reading import read_study


def test_four_risks_come_before_one_opportunity(build_study):
    rows = accounts_to_look_at(read_study(build_study())).rows

    assert [row.segment in {"At Risk", "Silent Churners"} for row in rows] == [True] * 4 + [False]
    assert rows[4].segment == "Expansion Ready"
    assert rows[4].why.startswith("Good news: ")


def test_risks_renew_first_and_are_the_largest(build_study):
    study = build_study()
    reading = read_study(study)
    sure = ~study.assignment.unusual & (study.assignment.confidence >= 0.6)
    urgent = np.isin(study.assignment.segment, [0, 1]) & reading.renewing & sure
    largest = max(np.flatnonzero(urgent), key=lambda i: reading.money.amounts[i])

    first = accounts_to_look_at(reading).rows[0]

    assert first.account == largest
    assert first.why.startswith("Largest renewal of these 130.")


def test_every_urgent_segment_is_represented(build_study):
    for seed in range(8):
        rows = accounts_to_look_at(read_study(build_study(seed=seed))).rows
        assert {row.segment for row in rows[:4]} == {"At Risk", "Silent Churners"}


def test_border_and_unusual_accounts_are_left_out(build_study):
    study = build_study(natural=Natural.WEAK, unusual=200)

    rows = accounts_to_look_at(read_study(study)).rows

    accounts = [row.account for row in rows]
    assert not study.assignment.unusual[accounts].any()
    assert (study.assignment.confidence[accounts] >= 0.6).all()


def test_numbers_of_the_reason_are_those_of_the_account(build_study):
    study = build_study()
    values = study.accounts.values
    metrics = {m.label.casefold(): (j, m) for j, m in enumerate(study.accounts.metrics)}

    for row in accounts_to_look_at(read_study(study)).rows:
        named = [label for label in metrics if f"{label} " in row.why.casefold()]
        assert named
        for label in named:
            j, metric = metrics[label]
            digits = f"{abs(values[row.account, j]):.{metric.decimals}f}"
            assert f" {digits}" in row.why.replace("−", " ").replace("+", " ")


def test_nobody_is_pointed_at_without_id_or_name(build_study):
    assert accounts_to_look_at(read_study(build_study(ids=False, names=False))) is None
    assert accounts_to_look_at(read_study(build_study(ids=False))) is not None


def test_ids_stand_in_for_names(build_study):
    row = accounts_to_look_at(read_study(build_study(names=False))).rows[0]

    assert row.name == f"A-{row.account:05d}"


def test_columns_the_table_lacks_are_not_made_up(build_study):
    look = accounts_to_look_at(read_study(build_study(money=None, renewals=False, owners=False)))

    assert not look.has_money
    assert not look.has_renewal
    assert look.action_title == "Do now"


def test_no_direction_no_accounts(build_study, unknown_metric):
    metrics = tuple(unknown_metric(i) for i in range(5))

    assert accounts_to_look_at(read_study(build_study(named=False, metrics=metrics))) is None


def test_an_account_without_owner_is_left_blank(build_study):
    study = build_study()
    owners = study.accounts.context[1]
    values = owners.values.copy()
    values[:] = None
    values[0] = "Somebody"
    context = (
        study.accounts.context[0],
        replace(owners, values=values),
        *study.accounts.context[2:],
    )

    rows = accounts_to_look_at(
        read_study(replace(study, accounts=replace(study.accounts, context=context)))
    ).rows

    assert {row.owner for row in rows} <= {"", "Somebody"}


def test_an_account_that_behaves_as_everyone_is_not_pointed_at(build_study):
    study = build_study()
    first = accounts_to_look_at(read_study(study)).rows[0].account
    values = study.accounts.values.copy()
    values[first] = np.nanmedian(values, axis=0)

    rows = accounts_to_look_at(
        read_study(replace(study, accounts=replace(study.accounts, values=values)))
    ).rows

    assert first not in [row.account for row in rows]


def test_those_who_have_left_need_nobody_any_more(build_study):
    study = build_study(outcomes=True)
    gone = study.accounts.outcomes[0].values == 1
    assert gone.any()
    outcomes = tuple(replace(o, left=True) for o in study.accounts.outcomes)
    left = replace(study, accounts=replace(study.accounts, outcomes=outcomes))
    reading = read_study(left)

    looked_at = [row.account for row in accounts_to_look_at(reading).rows]
    urgent = np.isin(study.assignment.segment, [0, 1])

    assert not gone[looked_at].any()
    assert not (reading.renewing & gone).any()
    headline = state_finding(reading)
    assert headline.text.startswith(f"{(urgent & ~gone).sum()} accounts ")
    assert f"{(urgent & gone).sum()} more in these segments have left." in headline.lead
