import numpy as np
import pytest

from shoal.worlds.company.dirt import (
    CLOCKS_AHEAD,
    ODD_IDS,
    REPEATED_SHARE,
    UNKNOWN_SHARE,
    UNKNOWN_USERS,
)


def test_a_few_events_have_users_that_nobody_knows(frames):
    events, contacts = frames["events"], frames["contacts"]
    unknown = events[~events.user_email.isin(contacts.email)]
    assert len(unknown) == pytest.approx(UNKNOWN_SHARE * len(events), rel=0.01)
    assert unknown.user_email.nunique() == UNKNOWN_USERS


def test_a_few_events_stand_twice_and_all_else_differs(frames):
    events = frames["events"]
    again = events[events.event_id.duplicated(keep=False)]
    assert len(again) == pytest.approx(2 * REPEATED_SHARE * len(events), rel=0.01)
    assert again.drop_duplicates().event_id.is_unique


def test_a_few_clocks_are_ahead(frames, company):
    ahead = frames["events"].occurred_at >= np.datetime64(company.as_of) + 1
    assert ahead.sum() == CLOCKS_AHEAD


def test_events_stand_in_the_order_of_time(frames):
    assert frames["events"].occurred_at.is_monotonic_increasing


def test_two_tickets_write_the_account_in_another_way(frames, company):
    ids = frames["tickets"].account_id
    odd = ids[~ids.isin(set(company.ids))]
    assert len(odd) == ODD_IDS == 2
    assert odd.str.strip().str.upper().isin(set(company.ids)).all()
    assert {i != i.strip() for i in odd} == {True, False}
