from dataclasses import replace

import numpy as np
import pytest

from shoal.records.preparation import Prepared
from shoal.segments.assignment.score import score_prepared
from shoal.segments.assignment.sql.forms import forms_of

PILED, MISSING = np.array([-2.0, np.nan]), np.array([0.5, -1.5])


@pytest.mark.parametrize("loading", [None, (0.6, -0.3)])
def test_sums_over_marks_are_the_scores(tiny, rng, loading):
    rule = replace(tiny, loading=loading)
    z = rng.normal(size=(60, 2))
    present = rng.random((60, 2)) < 0.7
    piled = present & (rng.random((60, 2)) < 0.4) & np.array([True, False])
    expected = score_prepared(rule, Prepared(z=z, present=present, piled=piled)).by_segment
    forms = forms_of(rule, z_piled=PILED, z_missing=MISSING)
    # A database gives piled and missing cells a z of their own.
    seen = np.where(piled, np.nan_to_num(PILED), np.where(present, z, MISSING))
    found = _sum(forms.score, seen, piled, ~present)
    if forms.along is not None:
        found += forms.pull * _sum(forms.along, seen, piled, ~present) ** 2
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_a_distance_counts_what_is_answered_and_off_the_pile_up(tiny):
    forms = forms_of(tiny, z_piled=PILED, z_missing=MISSING)
    seen = np.array([[1.5, -0.5], [-2.0, -0.5], [1.5, -1.5]])
    piled = np.array([[False, False], [True, False], [False, False]])
    missing = np.array([[False, False], [False, False], [False, True]])
    found = _sum(forms.distance, seen, piled, missing)[:, 0]
    np.testing.assert_allclose(found, [0.5**2 + 1.0, 1.0, 0.5**2], atol=1e-12)


def test_what_all_prototypes_add_alike_vanishes(tiny):
    equal = replace(tiny, prototypes=tuple(replace(p, spreads=(0.7, 0.7)) for p in tiny.prototypes))
    contest = forms_of(equal, z_piled=PILED, z_missing=MISSING).score.less(0)
    assert not contest.square.any()
    assert not contest.constant[0]
    assert contest.linear[1].all()


def _sum(forms, z, piled, missing):
    return (
        forms.constant
        + z**2 @ forms.square.T
        + z @ forms.linear.T
        + piled @ forms.pile.T
        + missing @ forms.absent.T
    )
