from reckoning.judging import at, day, judged, rows
from reckoning.workspaces import source, workspace

from shoal.records.judged import Unmatched, WhyUnmatched
from shoal.records.workspace import Role, Via


def test_every_row_in_time_finds_an_account_or_is_told_why_not(odd):
    for found in odd.values():
        matching = found.matching
        reasons = (matching.without_name, matching.unknown, matching.alike, matching.out_of_time)
        assert matching.found + sum(reasons) == found.rows_in_time


def test_users_lead_to_the_account_they_belong_to_on_that_day(odd):
    # In time are e1 to e7. ann: e1 twice, e2 twice; bob in February is out of time; Bob is alike;
    # cat leads to A-9, which nobody knows; dan is unknown; e7 names nobody.
    matching = odd["product"].matching
    assert odd["product"].rows_in_time == 9
    assert matching.found == 4
    assert matching.out_of_time == 1
    assert matching.alike == 1
    assert matching.without_name == 1
    assert (matching.unknown, matching.names) == (2, 2)


def test_the_names_that_lead_nowhere_are_given_with_the_reason(odd):
    top = set(odd["product"].matching.top)
    assert top == {
        Unmatched(name="A-9", rows=1),
        Unmatched(name="dan@a.example", rows=1),
        Unmatched(name="Bob@a.example", rows=1, why=WhyUnmatched.ALIKE),
        Unmatched(name="bob@a.example", rows=1, why=WhyUnmatched.OUT_OF_TIME),
    }


def test_an_id_with_a_blank_is_like_a_known_one(odd):
    matching = odd["help"].matching
    assert (matching.found, matching.alike) == (3, 1)
    assert matching.top == (Unmatched(name="A-1 ", rows=1, why=WhyUnmatched.ALIKE),)


def test_accounts_with_rows_are_those_that_count_at_the_date(odd):
    # A-3 has ended, A-5 begins later, a-2, A-4 count.
    assert odd["accounts"].accounts_with_rows == 4
    assert odd["product"].accounts_with_rows == 1  # ann's A-1; her rows are from before A-2
    assert odd["help"].accounts_with_rows == 2


def test_ids_of_accounts_that_differ_by_case_are_groups(odd):
    assert odd["accounts"].alike_ids == 1


def test_the_ten_most_frequent_unknown_ids_are_kept(judge):
    cells = [(f"x{k:02}", day("2026-06-01"), "call") for k in range(12) for _ in range(k + 1)]
    found = judge({"calls": rows("account at kind", *cells)}, source("calls", Role.TOUCHES))
    matching = found["calls"].matching
    assert (matching.unknown, matching.names) == (78, 12)
    assert [(one.name, one.rows) for one in matching.top] == [
        (f"x{k:02}", k + 1) for k in range(11, 1, -1)
    ]


def test_rows_of_accounts_that_only_leaves_out_are_no_strangers(tmp_path):
    tables = {
        "accounts": rows("account plan", ("a", "paid"), ("b", "internal")),
        "calls": rows("account at", ("a", day("2026-06-01")), ("b", day("2026-06-01"))),
    }
    sources = (
        source("accounts", Role.ACCOUNTS, only="plan <> 'internal'"),
        source("calls", Role.TOUCHES),
    )
    found = judged(workspace(tmp_path, tables, sources)).sources
    assert found[0].accounts_with_rows == 1
    assert (found[1].matching.found, found[1].matching.unknown) == (2, 0)
    assert found[1].accounts_with_rows == 1


def test_rows_may_find_their_account_through_a_subscription(judge):
    found = judge(
        {
            "contracts": rows(
                "account from key", ("a", day("2026-01-01"), "s1"), ("b", day("2026-01-01"), "s2")
            ),
            "usage": rows(
                "key at",
                ("s1", at("2026-06-01")),
                ("s3", at("2026-06-01")),
                ("S2", at("2026-06-01")),
            ),
        },
        source("contracts", Role.SUBSCRIPTIONS),
        source("usage", Role.EVENTS, via=Via(source="contracts", on="key")),
    )
    matching = found["usage"].matching
    assert (matching.found, matching.unknown, matching.alike) == (1, 1, 1)
