"""The whole way from states of accounts to the logs of a company, on one page."""

from datetime import date

from shoal.records.company import Company
from shoal.worlds.company.calendar import first_day_of
from shoal.worlds.company.dirt import soil_events, soil_tickets
from shoal.worlds.company.events import draw_events, event_table
from shoal.worlds.company.facts import accounts, domains_of, draw_ids
from shoal.worlds.company.growth import draw_seats, subscriptions
from shoal.worlds.company.habits import draw_habits
from shoal.worlds.company.help import tickets
from shoal.worlds.company.lives import GROUPS, draw_lives
from shoal.worlds.company.mood import surveys
from shoal.worlds.company.outcomes import outcomes
from shoal.worlds.company.people import contacts, draw_people
from shoal.worlds.company.start import milestones
from shoal.worlds.company.talk import engagement, touches
from shoal.worlds.company.use import draw_user_days
from shoal.worlds.drawing import random_source
from shoal.worlds.names import company_names

NAME = "company"


def make_company(*, n_accounts: int = 300, seed: int = 7, as_of: date) -> Company:
    """Make up the logs of a software company's customers for the 60 weeks that end with a day.

    Seven states rule the habits of accounts, and habits rule what stands in the logs; nobody's
    metrics are drawn. Use of those whose use changes drifts over the last 16 to 23 weeks; weekends,
    August and the turn of the year are quiet. 6 % of the accounts are caught between two states,
    1 % fit nowhere. 2.5 % signed up in the last two weeks, 2.5 % are on trial, 6 % have left within
    the last year, after months in which they fell silent or were at risk. What seats an account
    has says nothing about its state. Dates of accounts, contacts, subscriptions and milestones
    from before the logs are there; all else begins with the first day.

    A few rows are as real logs have them: events of users that nobody knows, events that stand
    twice, events dated after the last day, ids in tickets in small letters or with a blank, and a
    feature that had another name in the first months (see `dirt` and `features`).

    Parameters
    ----------
    n_accounts
        At least 1; 300 make about 300,000 events. Time and memory grow in proportion.
    seed
        Same seed, number of accounts and day: same company.
    as_of
        Last day of the logs.

    Returns
    -------
    Company
        Tables `accounts`, `subscriptions`, `contacts`, `events`, `tickets`, `surveys`,
        `milestones`, `engagement`, `outcomes`, `touches`. Instants are UTC. An end (`cancelled_on`,
        `end_date`, `valid_to`) is the first day on which something is not any more.

    Raises
    ------
    UsageError
        If `n_accounts` is under 1.

    Examples
    --------
    >>> company = make_company(n_accounts=20, as_of=date(2026, 6, 30))
    >>> company.first_day, company.table("accounts").n_rows
    (datetime.date(2025, 5, 7), 20)
    """
    rng = random_source(NAME, seed)
    lives = draw_lives(rng, first_day_of(as_of), n_accounts)
    habits = draw_habits(rng, lives.members)
    seats = draw_seats(rng, lives, habits)
    ids, companies = draw_ids(rng, lives.joined), company_names(rng, n_accounts)
    people = draw_people(rng, lives, habits, seats, domains_of(companies))
    active = draw_user_days(rng, lives, habits, people)
    events = event_table(draw_events(rng, lives, habits, seats, people, active), people)
    return Company(
        tables=(
            accounts(rng, lives, seats, ids, companies),
            subscriptions(lives, seats, ids),
            contacts(lives, people, ids),
            soil_events(rng, events, as_of),
            soil_tickets(rng, tickets(rng, lives, habits, seats, ids)),
            surveys(rng, lives, habits, ids),
            milestones(rng, lives, habits, ids),
            engagement(rng, lives, habits, people, active, ids),
            outcomes(lives, seats, ids),
            touches(rng, lives, habits, ids),
        ),
        ids=ids,
        truth=lives.truth,
        groups=GROUPS,
        first_day=lives.first_day,
        as_of=as_of,
        seed=seed,
    )
