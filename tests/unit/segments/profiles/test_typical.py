"""Accounts that show what a segment is like."""

from dataclasses import replace

import numpy as np

from shoal.segments.profiles.typical import typical_accounts


def squares(values, members):
    centre = np.median(values[members], axis=0)
    return np.round(((values[members] - centre) ** 2).mean(axis=1), 12)


def test_the_nearest_to_the_medians_are_named_in_order(build_base):
    accounts, assignment, prepared = build_base(
        {"a": {"x": 1.0, "y": 2.0}, "b": {"x": 5.0, "y": 9.0}}, sizes=(21, 12)
    )
    for s, named in enumerate(typical_accounts(accounts, assignment, prepared)):
        members = np.flatnonzero(assignment.segment == s)
        nearest = members[np.argsort(squares(prepared.z, members), kind="stable")[:5]]
        assert named == tuple(accounts.ids[i] for i in nearest)


def test_ties_go_by_the_order_of_the_accounts(build_base):
    accounts, assignment, prepared = build_base({"a": {"x": 1.0}, "b": {"x": 5.0}}, spread=0.0)
    first, _ = typical_accounts(accounts, assignment, prepared)
    assert first == accounts.ids[:5]


def test_unusual_accounts_are_not_typical_unless_there_are_no_others(build_base):
    accounts, assignment, prepared = build_base({"a": {"x": 1.0}, "b": {"x": 5.0}}, sizes=(6, 3))
    unusual = np.array([True, False, False, False, False, True, True, True, True])
    named = typical_accounts(accounts, replace(assignment, unusual=unusual), prepared)
    assert set(named[0]) == set(accounts.ids[1:5])
    assert set(named[1]) == set(accounts.ids[6:])


def test_an_account_is_not_typical_for_lack_of_answers(build_base):
    accounts, assignment, prepared = build_base(
        {"a": {"x": 1.0, "y": 1.0}, "b": {"x": 9.0, "y": 9.0}}, sizes=(30, 5), spread=0.5
    )
    present, z = prepared.present.copy(), prepared.z.copy()
    present[:10] = False
    z[:10] = 0
    named = typical_accounts(accounts, assignment, replace(prepared, z=z, present=present))
    assert not set(named[0]) & set(accounts.ids[:10])


def test_an_account_at_the_pile_up_is_not_typical_of_a_segment_that_is_not(build_base):
    accounts, assignment, prepared = build_base({"a": {"x": 1.0}, "b": {"x": 9.0}}, sizes=(9, 5))
    piled = np.zeros_like(prepared.piled)
    piled[[4, 5, 6]] = True
    z = np.where(piled, 0.0, prepared.z)
    named = typical_accounts(accounts, assignment, replace(prepared, z=z, piled=piled))
    assert not set(named[0]) & {accounts.ids[i] for i in (4, 5, 6)}
