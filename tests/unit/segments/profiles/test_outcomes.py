"""Shares with their intervals."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoal.segments.profiles.outcomes import outcome_shares, wilson_interval


@pytest.mark.parametrize(
    ("happened", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_equal_those_published(happened, n, low, high):
    assert wilson_interval(happened, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_ends_solve_the_equation_of_the_score_test(pair):
    happened, n = pair
    share = happened / n
    for end in wilson_interval(happened, n):
        if 0 < end < 1:
            distance = abs(share - end) / math.sqrt(end * (1 - end) / n)
            assert distance == pytest.approx(1.959964, rel=1e-5)


def test_unknown_outcomes_are_left_out(build_base):
    nan = float("nan")
    accounts, assignment, _ = build_base(
        {"a": {"x": 1.0}, "b": {"x": 2.0}},
        sizes=4,
        outcomes={"churned": [1, 0, nan, 1, nan, nan, nan, nan]},
    )
    (here,), (there,) = outcome_shares(accounts, assignment)
    assert (here.share, here.n) == (pytest.approx(2 / 3), 3)
    assert (here.low, here.high) == wilson_interval(2, 3)
    assert math.isnan(there.share)
    assert (there.low, there.high, there.n) == (0, 1, 0)
