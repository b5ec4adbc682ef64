from datetime import date

import numpy as np
import pytest

from shoal.errors import UsageError
from shoal.records.tables import ColumnType
from shoal.worlds.company import make_company
from shoal.worlds.company.lives import ENDED, ONBOARDING, TRIAL

AS_OF = date(2026, 6, 30)
UNIQUE = {
    "accounts": "account_id",
    "subscriptions": "subscription_id",
    "contacts": "email",
    "tickets": "ticket_id",
}
# Every instant that says when something happened; facts may be older than the logs.
HAPPENED = {
    "events": "occurred_at",
    "tickets": "opened_at",
    "surveys": "sent_at",
    "engagement": "at",
    "outcomes": "at",
    "touches": "at",
}


def same(one, other):
    return all(
        a.name == b.name
        and all(equal(c.values, d.values) for c, d in zip(a.columns, b.columns, strict=True))
        for a, b in zip(one.tables, other.tables, strict=True)
    )


def equal(one, other):
    return np.array_equal(one, other, equal_nan=one.dtype.kind != "O")


def test_the_same_seed_gives_the_same_company_and_another_seed_another():
    one, again, other = (make_company(n_accounts=40, seed=s, as_of=AS_OF) for s in (3, 3, 4))
    assert same(one, again)
    assert not equal(
        one.table("contacts").columns[0].values, other.table("contacts").columns[0].values
    )


def test_dates_follow_the_day():
    one, later = (make_company(n_accounts=40, as_of=day) for day in (AS_OF, date(2026, 7, 7)))
    week = later.table("accounts").column("signup_date").values
    week = week - one.table("accounts").column("signup_date").values
    assert set(week.astype("timedelta64[D]").astype(int)) == {7}
    assert (later.first_day - one.first_day).days == 7
    np.testing.assert_array_equal(later.truth, one.truth)


@pytest.mark.parametrize("n", [1, 2, 13])
def test_it_may_be_very_small(n):
    company = make_company(n_accounts=n, as_of=AS_OF)
    assert company.table("accounts").n_rows == len(company.truth) == len(company.ids) == n
    assert len(company.tables) == 10


def test_a_company_without_accounts_is_refused():
    with pytest.raises(UsageError, match="at least 1 account"):
        make_company(n_accounts=0, as_of=AS_OF)


def test_it_is_as_large_as_promised(company):
    assert 250_000 < company.table("events").n_rows < 400_000
    assert (AS_OF - company.first_day).days + 1 == 60 * 7


def test_columns_have_the_types_that_their_kind_names(company):
    kinds = {ColumnType.NUMBER: "f8", ColumnType.DATE: "M8[s]", ColumnType.TEXT: "O"}
    for table in company.tables:
        for column in table.columns:
            assert column.values.dtype == np.dtype(kinds[column.type]), column.name
            assert column.values.shape == (table.n_rows,), column.name
    with pytest.raises(KeyError):
        company.table("nothing")


@pytest.mark.parametrize(("table", "column"), UNIQUE.items())
def test_ids_are_unique_and_have_no_blanks(frames, table, column):
    ids = frames[table][column]
    assert ids.is_unique
    assert (ids.str.strip() == ids).all()


def test_a_few_ids_have_leading_zeros_and_ids_differ_by_more_than_case(company):
    ids = company.ids.tolist()
    assert company.table("accounts").column("account_id").values.tolist() == ids
    assert sum(i.isdigit() and i.startswith("0") for i in ids) == 15
    assert len({i.casefold().strip() for i in ids}) == len(ids)


@pytest.mark.parametrize(("table", "column"), HAPPENED.items())
def test_nothing_happens_before_the_first_day(frames, company, table, column):
    assert frames[table][column].min() >= np.datetime64(company.first_day)


@pytest.mark.parametrize(("table", "column"), list(HAPPENED.items())[1:])
def test_nothing_but_events_lies_after_the_last_day(frames, table, column):
    assert frames[table][column].max() < np.datetime64(AS_OF) + 1
    for end in {"resolved_at", "answered_at"} & set(frames[table].columns):
        assert frames[table][end].max() < np.datetime64(AS_OF) + 1


@pytest.mark.parametrize(
    "table",
    ["subscriptions", "contacts", "surveys", "milestones", "engagement", "outcomes", "touches"],
)
def test_every_row_belongs_to_an_account_that_is_there(frames, company, table):
    assert set(frames[table].account_id) <= set(company.ids)


def test_groups_have_their_shares(company):
    by_name = dict(zip(company.groups, np.bincount(company.truth[company.truth >= 0]), strict=True))
    assert by_name["Onboarding"] == by_name["Trial"] == 8
    assert by_name["Ended"] == 18
    assert min(by_name.values()) >= 8
    assert 0 < (company.truth < 0).sum() <= 3


def test_stages_and_ages_tell_who_is_new_on_trial_or_gone(frames, company):
    accounts, day = frames["accounts"], np.datetime64(AS_OF)
    age = (day - accounts.signup_date).dt.days
    for group, stage in ((ONBOARDING, "onboarding"), (TRIAL, "trial"), (ENDED, "churned")):
        assert ((accounts.lifecycle_stage == stage) == (company.truth == group)).all()
    assert (accounts.cancelled_on.notna() == (company.truth == ENDED)).all()
    assert age[company.truth == ONBOARDING].max() < 14
    assert age[company.truth == TRIAL].between(14, 60).all()
    assert age[company.truth < ONBOARDING].min() >= 45
    renewals = (accounts.renewal_date - day).dt.days.dropna()
    assert renewals.between(1, 366).all()
    assert accounts.renewal_date.isna().sum() == 8 + 18


def test_seats_say_nothing_about_the_state(frames, eta_squared):
    subscriptions = frames["subscriptions"]
    last = subscriptions.groupby("account_id").seats.last()
    accounts = frames["accounts"]
    live = accounts[accounts.lifecycle_stage == "live"]
    truth = live.truth.astype("category").cat.codes.to_numpy()
    assert eta_squared(last[live.account_id].to_numpy(dtype=float), truth) < 0.06
