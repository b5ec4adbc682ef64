from datetime import timedelta

import pandas as pd
from reckoning.judging import AS_OF, day, rows
from reckoning.workspaces import source

from shoal.records.judged import JudgedEnds
from shoal.records.workspace import Ends, Role

CELLS = [
    ("a", day("2025-01-01"), day("2025-12-31")),
    ("a", day("2026-01-01"), None),
    ("b", day("2025-03-15"), day("2025-09-15")),
    ("b", day("2025-09-15"), day("2026-03-14")),
    ("b", day("2026-03-15"), day("2026-12-31")),  # ends later
    ("a", day("2025-06-30"), day("2025-07-04")),
    ("b", day("2025-07-05"), day("2025-07-01")),  # ends before it begins
    (None, day("2025-01-01"), day("2026-01-01")),
    ("b", day("2026-07-01"), None),  # begins later
    ("a", day("2026-06-01"), day("2026-06-30")),  # what follows begins later, of another
]


def test_ends_are_held_against_the_beginnings_of_the_same_account(judge):
    terms = rows("account from to", *CELLS)
    found = judge({"terms": terms}, source("terms", Role.SUBSCRIPTIONS))["terms"].ends
    assert found == JudgedEnds(
        declared=Ends.EXCLUSIVE,
        ended=5,
        next_day=2,
        same_day=1,
        whole_if_inclusive=3,  # the year of a, the second half year of b, June of a
        whole_if_exclusive=1,
    )


def test_of_contacts_the_same_user_counts_and_not_the_account(judge):
    people = rows(
        "account user from to",
        ("a", "u", day("2025-01-01"), day("2025-05-09")),
        ("b", "u", day("2025-05-10"), None),
        ("a", "v", day("2025-05-10"), None),
    )
    described = source("people", Role.CONTACTS, ends=Ends.INCLUSIVE)
    found = judge({"people": people}, described)["people"].ends
    assert (found.declared, found.ended, found.next_day, found.same_day) == ("inclusive", 1, 1, 0)


def test_rows_without_ends_have_none_to_judge(judge):
    terms = pd.DataFrame({"account": ["a"], "from": [AS_OF - timedelta(days=9)]})
    assert judge({"terms": terms}, source("terms", Role.SUBSCRIPTIONS))["terms"].ends is None
