import numpy as np
import pytest

from shoal.worlds.company.calendar import DAYS, dates, first_day_of
from shoal.worlds.company.growth import draw_seats, subscriptions
from shoal.worlds.company.habits import draw_habits
from shoal.worlds.company.lives import draw_lives
from shoal.worlds.company.outcomes import outcomes
from shoal.worlds.company.people import contacts, draw_people

N = 200
IDS = np.array([f"a{i}" for i in range(N)], dtype=object)


@pytest.fixture(scope="module")
def drawn():
    rng = np.random.default_rng(5)
    lives = draw_lives(rng, first_day_of(np.datetime64("2026-06-30", "D").item()), N)
    habits = draw_habits(rng, lives.members)
    seats = draw_seats(rng, lives, habits)
    return rng, lives, habits, seats


def columns(table):
    return {c.name: c.values for c in table.columns}


def paid_on(rows, day):
    """Return the seats of each account on a day, summed over the rows that hold on it."""
    holds = (rows["start_date"] <= day) & (np.isnat(rows["end_date"]) | (rows["end_date"] > day))
    owner = np.array([int(i[1:]) for i in rows["account_id"].tolist()])
    return np.bincount(owner[holds], rows["seats"][holds], N)


def test_seats_of_a_day_are_those_of_its_subscriptions(drawn):
    _, lives, _, seats = drawn
    rows = columns(subscriptions(lives, seats, IDS))
    by_day = seats.by_day() * lives.there()
    for day in (0, 100, 250, 300, 400, DAYS - 1):
        when = dates(lives.first_day, np.array([day]))[0]
        np.testing.assert_array_equal(paid_on(rows, when), by_day[:, day])


def test_subscriptions_follow_each_other_without_a_gap(drawn):
    _, lives, _, seats = drawn
    rows = columns(subscriptions(lives, seats, IDS))
    follows = np.flatnonzero(rows["account_id"][1:] == rows["account_id"][:-1])
    np.testing.assert_array_equal(rows["end_date"][follows], rows["start_date"][follows + 1])
    assert (rows["seats"][follows] != rows["seats"][follows + 1]).all()
    over = ~np.isnat(rows["end_date"])
    assert (rows["end_date"][over] > rows["start_date"][over]).all()
    assert len(rows["seats"]) > 1.5 * N


def test_whoever_is_paid_for_has_exactly_one_person(drawn):
    rng, lives, habits, seats = drawn
    domains = np.array([f"{i}.example" for i in IDS], dtype=object)
    people = draw_people(rng, lives, habits, seats, domains)
    by_day = seats.by_day() * lives.there()
    assert len(set(people.emails)) == len(people.emails)
    for day in (0, 200, 320, DAYS - 1):
        sits = (people.begins <= day) & (day < people.ends) & ~people.is_service
        np.testing.assert_array_equal(
            np.bincount(people.account[sits], minlength=N), by_day[:, day]
        )
    rows = columns(contacts(lives, people, IDS))
    np.testing.assert_array_equal(np.isnat(rows["valid_to"]), people.ends >= DAYS)


def test_outcomes_are_the_changes_of_the_subscriptions(drawn):
    _, lives, _, seats = drawn
    rows, paid = columns(outcomes(lives, seats, IDS)), columns(subscriptions(lives, seats, IDS))
    first = np.datetime64(lives.first_day)
    changes = np.append(False, paid["account_id"][1:] == paid["account_id"][:-1])
    up = changes & (np.diff(paid["seats"], prepend=0) > 0) & (paid["start_date"] >= first)
    down = changes & (np.diff(paid["seats"], prepend=0) < 0) & (paid["start_date"] >= first)
    free = paid["mrr"] == 0
    assert (rows["kind"] == "expanded").sum() == (up & ~free).sum() > 50
    assert (rows["kind"] == "contracted").sum() == (down & ~free).sum() > 10
    assert (rows["kind"] == "churned").sum() == lives.has_left.sum() == round(0.06 * N)
    assert (rows["amount"] > 0).all()
    grown = (12 * np.diff(paid["mrr"], prepend=0))[up & ~free].sum()
    assert rows["amount"][rows["kind"] == "expanded"].sum() == pytest.approx(grown, abs=1)


def test_accounts_renew_on_the_anniversaries_of_their_signup(drawn):
    _, lives, _, seats = drawn
    rows = columns(outcomes(lives, seats, IDS))
    renewed = rows["kind"] == "renewed"
    owner = np.array([int(i[1:]) for i in rows["account_id"][renewed].tolist()])
    day = (
        (rows["at"][renewed] - np.datetime64(lives.first_day)).astype("timedelta64[D]").astype(int)
    )
    assert (((day - lives.joined[owner]) % 365) == 0).all()
    assert (day > lives.joined[owner]).all()
    assert (day < lives.left[owner]).all()
