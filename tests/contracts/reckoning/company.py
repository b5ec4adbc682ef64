"""The made-up company: as a workspace, and as accounts for the independent calculation."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from reckoning.presets import NAN, RECKONED, Account, Event, Offer, Survey, Term, Ticket
from reckoning.workspaces import source

from shoal.records.workspace import Money, Role, Via
from shoal.worlds.company import make_company
from shoal.worlds.company.events import ACTORS, LOGIN
from shoal.worlds.company.features import FEATURES, INTEGRATIONS, RENAMED
from shoal.worlds.company.help import SEVERE
from shoal.worlds.company.start import STEPS, VALUE_STEP

SOURCES = (
    source(
        "accounts",
        Role.ACCOUNTS,
        columns={
            "account": "account_id",
            "name": "company",
            "created": "signup_date",
            "ended": "cancelled_on",
            "owner": "csm",
            "stage": "lifecycle_stage",
            "contract_value": "arr",
            "renewal": "renewal_date",
        },
    ),
    source(
        "subscriptions",
        Role.SUBSCRIPTIONS,
        columns={
            "account": "account_id",
            "from": "start_date",
            "to": "end_date",
            "amount": "mrr",
            "plan": "plan_tier",
        },
        money=Money(currency="EUR"),
    ),
    source(
        "contacts",
        Role.CONTACTS,
        columns={
            "account": "account_id",
            "user": "email",
            "from": "valid_from",
            "to": "valid_to",
        },
    ),
    source(
        "events",
        Role.EVENTS,
        via=Via(source="contacts", on="user"),
        zone="UTC",
        columns={
            "user": "user_email",
            "at": "occurred_at",
            "name": "event",
            "minutes": "duration_minutes",
            "id": "event_id",
            "actor": "actor_type",
            "count": "usage_count",
        },
        aliases={"feature": dict(RENAMED)},
        actors={who: tuple(values) for who, values in ACTORS.items()},
        values={"features": FEATURES, "logins": (LOGIN,), "integrations": INTEGRATIONS},
    ),
    source(
        "tickets",
        Role.TICKETS,
        zone="UTC",
        columns={
            "account": "account_id",
            "opened": "opened_at",
            "resolved": "resolved_at",
            "severity": "priority",
            "satisfaction": "csat",
        },
        values={"severe": SEVERE},
    ),
    source(
        "surveys",
        Role.SURVEYS,
        zone="UTC",
        kind="nps",
        columns={"account": "account_id", "at": "answered_at", "sent": "sent_at"},
    ),
    source(
        "milestones",
        Role.MILESTONES,
        zone="UTC",
        columns={"account": "account_id", "at": "reached_at", "name": "milestone"},
        values={"steps": STEPS},
        value_step=VALUE_STEP,
    ),
    source("engagement", Role.ENGAGEMENT, zone="UTC", columns={"account": "account_id"}),
    source("outcomes", Role.OUTCOMES, zone="UTC", columns={"account": "account_id"}),
    source("touches", Role.TOUCHES, zone="UTC", columns={"account": "account_id"}),
)
OFFER = Offer(
    features=set(FEATURES),
    integrations=set(INTEGRATIONS),
    steps=set(STEPS),
    value_step=VALUE_STEP,
    lists_logins=True,
)


def company_tables(*, n_accounts, as_of, seed=7):
    """Return the tables of a made-up company as frames, by name."""
    company = make_company(n_accounts=n_accounts, seed=seed, as_of=as_of)
    return {t.name: frame_of(t) for t in company.tables}


def frame_of(table):
    """Return a table as a frame; columns that only hold midnights are whole days, as in files."""
    made = pd.DataFrame({c.name: c.values for c in table.columns})  # noqa: PD011  # a record of ours
    for name in made.select_dtypes("datetime"):
        if (made[name].dropna() == made[name].dropna().dt.normalize()).all():
            made[name] = made[name].dt.date.where(made[name].notna(), None)
    return made


def reckoned(tables, as_of, *, window=90, zone="UTC"):
    """Reckon every preset for every account that counts at the date."""
    accounts = accounts_at(tables, as_of, window=window, zone=zone)
    return pd.DataFrame(
        {name: {i: float(made(a)) for i, a in accounts.items()} for name, made in RECKONED.items()}
    )


def accounts_at(tables, as_of, *, window=90, zone="UTC"):
    """Return what was known at the date of every account that counts, by id."""
    found = {}
    for row in tables["accounts"].itertuples():
        if row.signup_date > as_of or (_is_known(row.cancelled_on) and row.cancelled_on <= as_of):
            continue
        age = (as_of - row.signup_date).days
        found[row.account_id] = Account(as_of=as_of, offer=OFFER, window=window, age=age)
    day = _Days(as_of, zone)
    _add_terms(found, tables["subscriptions"], as_of)
    _add_events(found, tables, day)
    offer = replace(OFFER, log_age=int(np.nanmax(day.ages(tables["events"]["occurred_at"]))))
    for account in found.values():
        account.offer = offer
    _add_help(found, tables, day)
    _add_start_and_talk(found, tables, day)
    return found


class _Days:
    """Ages in days of instants in UTC, cut in a zone; only what happened by the date has one."""

    def __init__(self, as_of: date, zone: str):
        self._as_of, self._zone = np.datetime64(as_of), zone

    def ages(self, instants):
        local = pd.to_datetime(instants).dt.tz_localize("UTC").dt.tz_convert(self._zone)
        days = local.dt.tz_localize(None).to_numpy().astype("datetime64[D]")
        ages = (self._as_of - days).astype(float)
        return np.where(np.isnat(days), NAN, ages)


def _is_known(value):
    return value is not None and value == value  # noqa: PLR0124  # NaN and NaT differ from themselves


def _add_terms(found, rows, as_of):
    for row in rows.itertuples():
        if row.account_id not in found:
            continue
        ends = (as_of - row.end_date).days if _is_known(row.end_date) else None
        term = Term(
            begins_age=(as_of - row.start_date).days,
            ends_age=ends,
            seats=row.seats,
            amount=12.0 * row.mrr,
        )
        found[row.account_id].terms.append(term)
    for account in found.values():
        running = [t for t in account.terms if t.begins_age >= 0]
        running = [t for t in running if t.ends_age is None or t.ends_age < 0]
        seats = sum(t.seats for t in running)
        account.seats = seats or NAN


def _add_events(found, tables, day):
    owner = {row.email: row for row in tables["contacts"].itertuples()}
    actor = {value: who for who, values in ACTORS.items() for value in values}
    events = tables["events"].drop_duplicates()
    for row, age in zip(events.itertuples(), day.ages(events["occurred_at"]), strict=True):
        contact = owner.get(row.user_email)
        if contact is None or contact.account_id not in found or not age >= 0:
            continue
        happened = row.occurred_at.date()
        assert contact.valid_from <= happened
        assert not _is_known(contact.valid_to) or happened < contact.valid_to
        found[contact.account_id].events.append(
            Event(
                age=int(age),
                user=row.user_email,
                n=row.usage_count,
                minutes=row.duration_minutes,
                feature=RENAMED.get(row.feature, row.feature) if _is_known(row.feature) else None,
                is_login=row.event == LOGIN,
                actor=actor.get(row.actor_type),
            )
        )


def _add_help(found, tables, day):
    tickets = tables["tickets"]
    ages = zip(day.ages(tickets["opened_at"]), day.ages(tickets["resolved_at"]), strict=True)
    for row, (opened, resolved) in zip(tickets.itertuples(), ages, strict=True):
        if row.account_id not in found or not opened >= 0:
            continue
        found[row.account_id].tickets.append(
            Ticket(
                age=int(opened),
                resolved_by_date=resolved >= 0,
                hours=(row.resolved_at - row.opened_at).total_seconds() / 3600.0,
                severe=row.priority in SEVERE,
                satisfaction=row.csat,
            )
        )
    surveys = tables["surveys"]
    ages = zip(day.ages(surveys["sent_at"]), day.ages(surveys["answered_at"]), strict=True)
    for row, (sent, answered) in zip(surveys.itertuples(), ages, strict=True):
        if row.account_id not in found or not sent >= 0:
            continue
        in_time = answered >= 0
        found[row.account_id].surveys.append(
            Survey(
                age=int(sent),
                kind="nps",
                answered_at=row.answered_at if in_time else None,
                score=row.score if in_time else NAN,
            )
        )


def _add_start_and_talk(found, tables, day):
    steps = tables["milestones"]
    for row, age in zip(steps.itertuples(), day.ages(steps["reached_at"]), strict=True):
        if row.account_id in found and age >= 0:
            reached = found[row.account_id].steps
            reached[row.milestone] = max(int(age), reached.get(row.milestone, 0))
    talk = tables["engagement"]
    for row, age in zip(talk.itertuples(), day.ages(talk["at"]), strict=True):
        if row.account_id in found and age >= 0:
            found[row.account_id].engagement.append((row.kind, int(age)))
