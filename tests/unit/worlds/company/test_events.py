import numpy as np
import pytest

from shoal.worlds.company.events import ACTORS, LOGIN
from shoal.worlds.company.features import FEATURES, INTEGRATIONS, RENAMED


def test_every_known_user_acts_only_while_in_the_account(query):
    outside = query(
        """SELECT count(*) AS n FROM log JOIN contacts ON user_email = email
        WHERE occurred_at < valid_from OR occurred_at >= coalesce(valid_to, DATE '9999-01-01')"""
    )
    assert outside.n[0] == 0


def test_nothing_happens_in_an_account_before_its_signup_or_after_its_end(query):
    rows = query(
        """SELECT count(*) AS n FROM log JOIN accounts USING (account_id)
        WHERE occurred_at < signup_date OR occurred_at >= cancelled_on"""
    )
    assert rows.n[0] == 0


@pytest.mark.parametrize(
    ("table", "at"),
    [
        ("tickets", "opened_at"),
        ("surveys", "sent_at"),
        ("engagement", '"at"'),
        ("touches", '"at"'),
        ("milestones", "reached_at"),
    ],
)
def test_nothing_else_does_either(query, table, at):
    rows = query(
        f"""SELECT count(*) AS n FROM {table} JOIN accounts USING (account_id)
        WHERE {at} < signup_date OR {at} >= cancelled_on"""  # noqa: S608
    )
    assert rows.n[0] == 0


def test_values_are_those_that_are_named(frames):
    events = frames["events"]
    assert set(events.feature.dropna()) == {*FEATURES, *RENAMED}
    assert set(INTEGRATIONS) < set(FEATURES)
    assert set(events.actor_type) == {a for actors in ACTORS.values() for a in actors}
    assert (events.feature.isna() == (events.event == LOGIN)).all()
    assert (events.usage_count >= 1).all()
    assert (events.duration_minutes.dropna() >= 0).all()


def test_a_feature_was_renamed_once_for_all(frames):
    events = frames["events"][frames["events"].feature.isin([*RENAMED, *RENAMED.values()])]
    old = events.feature.isin(RENAMED)
    day = events.occurred_at.astype("datetime64[s]").dt.floor("D")
    assert day[old].max() < day[~old].min()


def test_weekends_and_the_turn_of_the_year_are_quiet(query):
    days = query(
        """SELECT occurred_at::DATE AS day, count(*) AS n, isodow(min(occurred_at)) AS weekday
        FROM log WHERE actor_type <> 'api' GROUP BY 1 ORDER BY 1"""
    ).set_index("day")
    assert days.n[days.weekday > 5].mean() < 0.2 * days.n[days.weekday < 6].mean()
    holidays = days.loc["2025-12-24":"2026-01-02"]
    around = days.loc["2025-12-01":"2025-12-19"]
    assert holidays.n[holidays.weekday < 6].mean() < 0.6 * around.n[around.weekday < 6].mean()


def test_a_drift_builds_over_weeks(query):
    by_month = query(
        """SELECT truth, ago // 28 AS month, count(*) AS n FROM log
        WHERE actor_type <> 'api' AND ago < 28 * 7 GROUP BY ALL"""
    ).pivot_table(index="month", columns="truth", values="n")
    falling, rising = by_month["At Risk"], by_month["Expansion Ready"]
    assert (np.diff(falling.loc[5::-1]) < 0).all()
    assert falling[0] < 0.4 * falling[6]
    assert (np.diff(rising.loc[[5, 3, 1, 0]]) > 0).all()
    assert rising[0] > 1.5 * rising[6]


def test_there_is_a_year_before_for_those_who_were_there(query):
    rows = query(
        """SELECT count(DISTINCT account_id) AS n FROM log JOIN accounts USING (account_id)
        WHERE ago BETWEEN 364 AND 391
            AND signup_date < DATE '2025-05-01' AND cancelled_on IS NULL"""
    )
    there = query(
        """SELECT count(*) AS n FROM accounts
        WHERE signup_date < DATE '2025-05-01' AND cancelled_on IS NULL"""
    )
    assert rows.n[0] > 0.95 * there.n[0]
