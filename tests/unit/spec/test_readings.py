from dataclasses import replace

import pytest

from shoal.errors import UnknownColumn
from shoal.records.conditions import AllOf, ColumnValue
from shoal.records.queries import QueryColumn, ValueType
from shoal.records.tables import ColumnType
from shoal.records.workspace import Location, Place, Role, SourceSpec
from shoal.spec.placements import columns_of
from shoal.spec.readings import account_readings, field_readings, rows_condition

TABLE = (
    QueryColumn(name="event", type=ValueType.TEXT),
    QueryColumn(name="dur", type=ValueType.TEXT),
    QueryColumn(name="name", type=ValueType.WHOLE),
    QueryColumn(name="at", type=ValueType.INSTANT),
)
SOURCE = SourceSpec(
    name="log",
    role=Role.EVENTS,
    location=Location(path="/e.csv"),
    place=Place(file="shoal.yml", line=3),
    columns={"name": "event", "minutes": "dur"},
)


def test_a_field_is_read_as_its_role_says_and_hides_a_column_of_its_name():
    found = field_readings(SOURCE, TABLE)
    assert found["minutes"] == {ColumnType.NUMBER}
    assert found["dur"] == {ColumnType.TEXT}
    assert found["name"] == {ColumnType.TEXT}
    assert found["at"] == {ColumnType.DATE}


def test_a_column_that_is_a_field_but_for_its_letters_case_goes_by_the_fields_name():
    accounts = replace(
        SOURCE,
        name="crm",
        role=Role.ACCOUNTS,
        columns={"account": "ID", "industry": "Industry", "owner": "CSM"},
    )
    columns = [QueryColumn(name=n, type=ValueType.TEXT) for n in ("ID", "Industry", "CSM")]
    found = account_readings([accounts], {"crm": columns})
    assert found.keys() == {"ID", "account", "industry", "owner", "CSM"}


def test_a_condition_on_rows_comes_back_with_columns():
    text = "name = 'x' AND NOT (minutes > 2 * minutes OR at IS NULL) AND name IN ('a', 'b')"
    condition = rows_condition(text, SOURCE, TABLE, what="It")
    assert isinstance(condition, AllOf)
    assert columns_of(condition) == {"event", "dur", "at"}
    first = condition.parts[0].left
    assert first == ColumnValue(name="event", type=ColumnType.TEXT)


def test_an_unknown_name_is_told():
    with pytest.raises(UnknownColumn, match="Did you mean minutes"):
        rows_condition("mintes > 2", SOURCE, TABLE, what="It")
