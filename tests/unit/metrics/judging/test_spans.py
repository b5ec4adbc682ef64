import itertools

import pytest
from reckoning.judging import day, rows
from reckoning.workspaces import source

from shoal.records.workspace import Role


def test_subscriptions_at_the_same_time_are_counted_by_account(odd):
    assert odd["contracts"].overlapping == 1


def test_a_user_in_two_accounts_at_once_is_counted(odd):
    assert odd["people"].overlapping == 1


def test_one_that_ends_on_the_day_the_next_begins_does_not_overlap(judge):
    found = judge(
        {
            "contracts": rows(
                "account from to",
                ("a", day("2026-01-01"), day("2026-02-01")),
                ("a", day("2026-02-01"), None),
            )
        },
        source("contracts", Role.SUBSCRIPTIONS),
    )
    assert found["contracts"].overlapping == 0


def test_users_without_validity_are_in_all_their_accounts_at_once(judge):
    cells = [("a", "u"), ("b", "u"), ("a", "v"), ("a", "v")]
    found = judge({"people": rows("account user", *cells)}, source("people", Role.CONTACTS))
    assert found["people"].overlapping == 1


def test_where_no_end_is_told_the_later_account_takes_over(judge):
    cells = [
        ("a", "u", day("2026-01-01")),
        ("b", "u", day("2026-02-01")),
        ("a", "v", day("2026-01-01")),
        ("b", "v", day("2026-01-01")),
    ]
    found = judge({"people": rows("account user from", *cells)}, source("people", Role.CONTACTS))
    assert found["people"].overlapping == 1


_SPANS = [
    ("2026-01-01", "2026-02-01"),
    ("2026-01-15", None),
    ("2026-02-01", "2026-03-01"),
    (None, "2026-01-10"),
]


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(_SPANS, 2)))
def test_spans_overlap_where_a_day_is_in_both(judge, first, second):
    def days(span):
        begin, end = (day(x) for x in span)
        return {
            d
            for d in (day(f"2026-{m:02}-{n:02}") for m in range(1, 5) for n in range(1, 29))
            if (begin is None or d >= begin) and (end is None or d < end)
        }

    cells = [("a", "u", *map(day, first)), ("b", "u", *map(day, second))]
    found = judge({"people": rows("account user from to", *cells)}, source("people", Role.CONTACTS))
    assert found["people"].overlapping == int(bool(days(first) & days(second)))
