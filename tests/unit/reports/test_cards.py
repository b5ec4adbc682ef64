"""Cards say what the segment's numbers say."""

from dataclasses import replace

import numpy as np
import pytest

from shoal.records.evidence import Natural
from shoal.records.segments import Condition, PlainRule
from shoal.reports.cards import rule_parts, segment_cards
from shoal.reports.reading import read_study


def test_strips_show_the_metrics_that_part_most_accounts(read):
    reading = read()

    for card, group in zip(segment_cards(reading), reading.groups, strict=True):
        effects = {p.metric: abs(p.effect) for p in group.segment.metrics}
        labels = {m.label: effects[m.name] for m in reading.metrics}
        shown = [strip.label for strip in card.strips]
        assert shown == sorted(labels, key=lambda label: -labels[label])[: len(shown)]
        assert 1 <= len(shown) <= 4


def test_dots_of_a_strip_stand_on_the_side_of_their_values(read):
    for card in segment_cards(read()):
        for strip in card.strips:
            assert 0 <= strip.here_x <= 100
            assert 0 <= strip.others_x <= 100


def test_reach_of_a_rule_is_told_in_counts(read):
    card = segment_cards(read())[0]

    assert card.rule_reach == "Of 59 accounts that fit, 56 are At Risk (95%); it finds 56 of 59."


def test_slices_have_rules_without_precision(read):
    for card in segment_cards(read(natural=Natural.NONE, named=False)):
        assert card.rule
        assert card.rule_reach == ""


def test_labels_of_a_rule_stand_in_bold_and_nothing_is_lost(read):
    metrics = read().metrics
    rule = PlainRule(
        text="usage trend under −25% and NPS at least 2",
        conditions=(
            Condition(metric="usage_trend", at_least=False, threshold=-25),
            Condition(metric="nps", at_least=True, threshold=2),
        ),
        precision=1.0,
        coverage=1.0,
        fits=1,
        hits=1,
    )

    parts = rule_parts(rule, metrics)

    assert "".join(p.text for p in parts) == "Usage trend under −25% and NPS at least 2"
    assert [p.text for p in parts if p.bold] == ["Usage trend", "NPS"]


def test_typical_accounts_carry_their_own_amount(build_study):
    study = build_study()
    amounts = study.accounts.context[2].values
    card = next(c for c in segment_cards(read_study(study)) if c.anchor == "s1")
    segment = study.segments[0]

    first = study.accounts.ids.index(segment.typical[0])

    assert card.typical[0].name == study.accounts.context[0].values[first]
    assert (
        card.typical[0].note == f"${amounts[first] / 1000:.{1 if amounts[first] < 9950 else 0}f}k"
    )


def test_rows_stand_in_for_ids(read):
    card = segment_cards(read(ids=False, names=False))[0]

    assert all(t.name.startswith("row ") for t in card.typical)


def test_outcomes_come_with_their_interval(read):
    card = segment_cards(read(outcomes=True))[0]

    assert card.outcomes[0].name == "Churned: 24%"
    assert card.outcomes[0].note == "(15 to 36) of 59 accounts"


def test_a_single_segment_is_held_against_nobody(read):
    card = segment_cards(read(archetypes=("Champions",)))[0]

    assert len(card.strips) == 4
    assert {strip.others_x for strip in card.strips} == {None}


@pytest.mark.parametrize("gap", [0.0, 0.6])
def test_a_fact_is_told_only_if_it_is_far_more_frequent_here(gap, build_study):
    study = build_study()
    rng = np.random.default_rng(2)
    risk = study.assignment.segment == 0
    chance = np.where(risk, 0.3 + gap, 0.3)
    values = np.where(rng.random(len(risk)) < chance, "Retail", "Health").astype(object)
    industry = replace(study.accounts.context[-1], values=values)
    accounts = replace(study.accounts, context=(*study.accounts.context[:-1], industry))

    facts = segment_cards(read_study(replace(study, accounts=accounts)))[0].facts

    if gap:
        assert facts[0].name == "Industry: Retail"
        assert facts[0].note.startswith(f"{(values[risk] == 'Retail').sum()} of 59, elsewhere")
    else:
        assert facts == ()
