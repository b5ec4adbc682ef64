from reckoning.workspaces import source

from shoal.metrics.late import NEVER, late_columns
from shoal.records.opened import OpenedSource
from shoal.records.queries import QueryColumn, ValueType
from shoal.records.roles import columns_used
from shoal.records.workspace import Role, Via


def late(role, *, columns=None, via=None, **types):
    """Return what a source with these columns tells later."""
    spec = source("s", role, columns=columns or {}, via=via)
    made = tuple(QueryColumn(name=n, type=ValueType(t)) for n, t in types.items())
    fields = columns_used(role, spec.columns, tuple(types))
    return dict(late_columns(OpenedSource(spec=spec, table="t", columns=made, fields=fields)))


def test_an_end_is_known_from_its_own_day_on():
    found = late(Role.ACCOUNTS, columns={"ended": "gone"}, account="text", gone="date")
    assert found == {"gone": "gone"}
    assert late(Role.SUBSCRIPTIONS, account="text", to="date", seats="number") == {"to": "to"}
    assert late(Role.ACCOUNTS, account="text", renewal="date") == {}


def test_a_ticket_tells_its_rating_when_it_is_resolved():
    found = late(
        Role.TICKETS,
        account="text",
        opened="time",
        resolved="text",
        first_reply="instant",
        severity="text",
        satisfaction="number",
    )
    assert found == {
        "first_reply": "first_reply",
        "resolved": "resolved",
        "satisfaction": "resolved",
    }


def test_a_rating_that_nothing_dates_is_never_known():
    assert late(Role.TICKETS, account="text", opened="date", satisfaction="number") == {
        "satisfaction": NEVER
    }


def test_a_survey_tells_all_but_its_sending_when_it_is_answered():
    found = late(
        Role.SURVEYS,
        columns={"at": "answered_at"},
        via=Via(source="people", on="mail"),
        mail="text",
        sent="time",
        answered_at="time",
        kind="text",
        score="number",
        comment="text",
    )
    assert set(found) == {"answered_at", "score", "comment"}
    assert set(found.values()) == {"answered_at"}


def test_rows_that_happen_at_once_tell_nothing_later():
    assert late(Role.EVENTS, account="text", at="time", minutes="number") == {}
    assert late(Role.TOUCHES, account="text", at="date", followed_up="date") == {}
