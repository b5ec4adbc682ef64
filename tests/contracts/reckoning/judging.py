"""Sources of a few rows, with everything that may be odd about them, and what is counted there."""

from datetime import UTC, date, datetime

import pandas as pd
from reckoning.workspaces import source, workspace

from shoal.operations.judging import judge_sources
from shoal.operations.opening import opened
from shoal.operations.planning import stage_of
from shoal.records.workspace import Money, Role, Via

AS_OF = date(2026, 6, 30)
NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)


def judged(spec, as_of=AS_OF, *, now=NOW):
    """Open the sources of a workspace and count in them."""
    with opened(spec, functions={}) as opening:
        stage = stage_of(spec, opening, last=as_of, read_on=now.date())
        return judge_sources(spec, opening, stage, accounts=0, now=now, progress=lambda *_: None)


def rows(columns, *cells):
    """Make a frame of rows; empty texts and times stay what they are."""
    return pd.DataFrame(list(cells), columns=columns.split())


def day(text):
    return None if text is None else date.fromisoformat(text)


def at(text):
    return pd.NaT if text is None else pd.Timestamp(text)


def odd_workspace(folder, *, readable=False, **said):
    """Write sources of all roles in which everything is odd somewhere.

    `readable` leaves out the text that stands where a number is needed.
    """
    tables = odd_tables()
    if readable:
        minutes = tables["product"]["minutes"]
        tables["product"]["minutes"] = pd.to_numeric(minutes, errors="coerce")
    return workspace(folder, tables, odd_sources(), **{"timezone": "Europe/Berlin"} | said)


def odd_tables():
    return {**_what_holds(), **_what_happened()}


def _what_holds():
    return {
        "accounts": rows(
            "id created ended",
            ("A-1", day("2026-01-10"), None),
            ("A-2", day("2026-01-10"), None),
            ("a-2", day("2026-01-10"), None),
            ("A-3", day("2026-05-01"), day("2026-04-01")),
            ("A-4", day("2026-02-01"), None),
            ("A-4", day("2026-03-01"), None),
            ("A-4", day("2026-03-01"), None),
            ("A-5", day("2026-07-20"), None),
            (None, day("2026-01-01"), None),
        ),
        "contracts": rows(
            "account from to seats amount",
            ("A-1", day("2026-01-10"), day("2026-06-01"), 5.0, 10.0),
            ("A-1", day("2026-05-01"), None, 6.0, 10.0),
            ("A-2", day("2026-01-10"), day("2026-03-01"), 0.0, -1.0),
            ("A-2", day("2026-03-01"), day("2026-02-01"), 4.0, 5.0),
            ("A-9", day("2026-03-01"), None, 4.0, 5.0),
        ),
        "people": rows(
            "account user from to",
            ("A-1", "ann@a.example", day("2026-01-10"), day("2026-06-01")),
            ("A-2", "ann@a.example", day("2026-05-01"), None),
            ("A-2", "bob@a.example", day("2026-03-01"), None),
            ("A-9", "cat@a.example", None, None),
        ),
    }


def _what_happened():
    return {
        "product": rows(
            "id user at minutes feature",
            ("e1", "ann@a.example", at("2026-03-01 10:00"), "5", "chart"),
            ("e1", "ann@a.example", at("2026-03-01 10:00"), "5", "chart"),
            ("e2", "ann@a.example", at("2026-03-29 02:30"), "long", "chart"),
            ("e2", "ann@a.example", at("2026-03-29 02:30"), "7", "chart"),
            ("e3", "Bob@a.example", at("2026-03-02 10:00"), "-1", "table"),
            ("e4", "bob@a.example", at("2026-02-02 10:00"), "1", "table"),
            ("e5", "cat@a.example", at("2026-03-02 10:00"), "1", None),
            ("e6", "dan@a.example", at("2026-03-02 10:00"), "1", "pie"),
            ("e7", None, at("2026-03-02 10:00"), "1", "pie"),
            ("e8", "bob@a.example", at(None), "1", "pie"),
            ("e9", "bob@a.example", at("2026-07-01 09:00"), "1", "pie"),
            ("e10", "bob@a.example", at("2026-08-01 09:00"), "1", "pie"),
        ),
        "help": rows(
            "account opened resolved severity",
            ("A-1 ", at("2026-03-05 10:00"), at("2026-03-05 09:00"), "high"),
            ("A-1", at("2025-11-05 10:00"), at(None), "low"),
            ("A-2", at("2026-06-05 10:00"), at(None), "low"),
            ("A-2", at("2026-06-05 10:00"), at(None), "low"),
        ),
        "nps": rows(
            "account sent at score kind",
            ("A-1", at("2026-03-05 10:00"), at("2026-03-04 10:00"), 11.0, "nps"),
            ("A-1", at(None), at(None), 4.0, "nps"),
            ("A-2", at("2026-03-05 10:00"), at(None), None, "mood"),
            ("A-2", at("2026-03-06 10:00"), at(None), None, None),
        ),
        "ends": rows(
            "account at kind amount currency",
            ("A-1", day("2026-03-05"), "gone", 5.0, "EUR"),
            ("A-2", day("2026-03-05"), "up", 5.0, "JPY"),
        ),
    }


def odd_sources():
    return (
        source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
        source("contracts", Role.SUBSCRIPTIONS),
        source("people", Role.CONTACTS),
        source(
            "product",
            Role.EVENTS,
            via=Via(source="people", on="user"),
            values={"features": ("chart", "table", "map")},
        ),
        source("help", Role.TICKETS, values={"severe": ("high", "urgent")}),
        source("nps", Role.SURVEYS, scale=(0.0, 10.0)),
        source("ends", Role.OUTCOMES, kinds={"gone": "churned"}, money=Money(column="currency")),
    )
