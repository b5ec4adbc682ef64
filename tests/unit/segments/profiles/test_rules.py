"""Rules that people read, and what they are worth on accounts they were not found on."""

import re

import numpy as np
import pytest

from shoal.records.accounts import Metric
from shoal.records.segments import Condition
from shoal.segments.profiles.metrics import profile_metrics
from shoal.segments.profiles.rules import plain_rules, rule_text

TREND = Metric(name="trend", column="trend", label="Usage trend", unit="%", signed=True)
TICKETS = Metric(name="tickets", column="tickets", label="Tickets per 100 seats", unit="")
DAYS = Metric(name="days", column="days", label="Days since last login", unit="days")
HELP = Metric(name="help", column="help", label="Time to resolve a ticket", unit="hours")
SPACE = "\N{NO-BREAK SPACE}"


def rules_of(base, seed=0):
    accounts, assignment, _ = base
    effects = [[p.effect for p in s] for s in profile_metrics(accounts, assignment)]
    return plain_rules(accounts, assignment, effects, seed=seed)


def test_separable_segments_get_rules_without_a_mistake(build_base):
    base = build_base({"a": {"x": 1, "y": 5}, "b": {"x": 9, "y": 5}, "c": {"x": 5, "y": 50}})
    for rule in rules_of(base):
        assert (rule.precision, rule.coverage) == (1, 1)
        assert (rule.fits, rule.hits) == (40, 40)


def test_conditions_say_what_the_text_says_and_count_what_they_fit(build_base):
    base = build_base({"a": {"x": 1.2, "y": 5}, "b": {"x": 9.7, "y": 5}, "c": {"x": 5, "y": 50}})
    accounts, assignment, _ = base
    for s, rule in enumerate(rules_of(base)):
        numbers = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", rule.text)]
        assert sorted(numbers) == sorted(c.threshold for c in rule.conditions)
        mask = np.ones(len(accounts.ids), dtype=bool)
        for c in rule.conditions:
            column = accounts.values[:, [m.name for m in accounts.metrics].index(c.metric)]
            mask &= column >= c.threshold if c.at_least else column < c.threshold
        assert rule.fits == mask.sum()
        assert rule.hits == (mask & (assignment.segment == s)).sum()


def test_segments_of_noise_get_no_rule(build_base):
    base = build_base({"a": {"x": 1, "y": 1}, "b": {"x": 2, "y": 2}}, sizes=(40, 160))
    accounts = base[0]
    accounts.values[:] = np.random.default_rng(3).normal(size=accounts.values.shape)
    assert rules_of(base)[0] is None


def test_precision_is_that_of_held_out_accounts(build_base):
    # a rule found and judged on the same noise would look right far more often than one in two
    accounts, assignment, prepared = build_base(
        {"a": {f"m{j}": 0.0 for j in range(10)}, "b": {f"m{j}": 1.0 for j in range(10)}}, sizes=30
    )
    judged = []
    for seed in range(8):
        accounts.values[:] = np.random.default_rng(seed).normal(size=accounts.values.shape)
        judged += [r.precision for r in rules_of((accounts, assignment, prepared)) if r]
    assert np.mean([*judged, 0.5]) < 0.62


def test_small_segments_still_get_a_rule_and_single_ones_none(build_base):
    groups = {"a": {"x": 1}, "b": {"x": 9}, "c": {"x": 30}}
    few, many, one = rules_of(build_base(groups, sizes=(4, 40, 1), spread=0.05))
    assert few.hits == 4
    assert many.hits == 40
    assert one is None


def test_one_segment_alone_has_nothing_to_be_told_apart_from(build_base):
    assert rules_of(build_base({"a": {"x": 1}})) == (None,)


def test_large_tables_are_sampled_and_counted_whole(build_base):
    groups, sizes = {"a": {"x": 1}, "b": {"x": 9}, "c": {"x": 30}}, (9000, 60, 3000)
    for rule, size in zip(
        rules_of(build_base(groups, sizes=sizes, spread=0.05)), sizes, strict=True
    ):
        assert rule.hits == size
        assert rule.precision == pytest.approx(1)


def test_the_same_seed_gives_the_same_rules(build_base):
    base = build_base({"a": {"x": 1}, "b": {"x": 2}}, spread=0.8, sizes=50)
    assert rules_of(base, seed=4) == rules_of(base, seed=4)


def test_text_is_written_as_people_say_it():
    rule = (
        Condition(metric="trend", at_least=False, threshold=-25.0),
        Condition(metric="tickets", at_least=True, threshold=2.0),
    )
    assert rule_text(rule, (TREND, TICKETS)) == (
        "usage trend under −25% and tickets per 100 seats at least 2"
    )
    between = (
        Condition(metric="days", at_least=False, threshold=21.0),
        Condition(metric="days", at_least=True, threshold=7.5),
    )
    assert rule_text(between, (DAYS,)) == "days since last login at least 7.5 and under 21"
    hours = (Condition(metric="help", at_least=True, threshold=24.0),)
    assert rule_text(hours, (HELP,)) == f"time to resolve a ticket at least 24{SPACE}hours"
