"""Reads a table and queries through an emulator of Snowflake; test_warehouses starts it.

It runs where requirements/snowflake.in is installed. What is wrong ends in an AssertionError.
"""

import fakesnow
import snowflake.connector

from shoal.errors import UsageError
from shoal.records.workspace import Location
from shoal.sources.warehouses import read_warehouse

MADE = """
    create table contacts (
      id number(38, 0), amount number(10, 2), name varchar, ok boolean, d date,
      l timestamp_ntz, z timestamp_tz, v variant, "Mixed" varchar)"""
ROW = """
    insert into contacts select 9007199254740993, 2.50, '100%', true, '2024-02-29',
      '2024-02-29 10:00:00', '2024-02-29 10:00:00+02:00', parse_json('{"a": 1}'), 'm'"""


def read(**what):
    """Return the only piece of a table or query."""
    location = Location(url="snowflake://me:secret@account/SALES/CRM", **what)
    (piece,) = read_warehouse(location, name="crm")
    return piece


def prepare():
    """Make a table as another program would."""
    connection = snowflake.connector.connect(database="SALES", schema="CRM")
    with connection.cursor() as cursor:
        cursor.execute(MADE)
        cursor.execute(ROW)
        cursor.execute('create table "odd name" (a int)')


def check_a_table():
    """Names without quotes are Snowflake's capital letters, and come back as people write them."""
    found = read(table="crm.contacts")
    kinds = {c.name: (c.type.value, c.moments.value) for c in found.columns}
    assert kinds == {
        "id": ("number", "local"),
        "amount": ("number", "local"),
        "name": ("text", "local"),
        "ok": ("boolean", "local"),
        "d": ("date", "day"),
        "l": ("date", "local"),
        "z": ("date", "instant"),
        "v": ("text", "local"),
        "Mixed": ("text", "local"),
    }
    assert found.column("id").written.tolist() == ["9007199254740993"]
    assert found.column("amount").values.tolist() == [2.5]
    assert str(found.column("z").values[0]) == "2024-02-29T08:00:00"


def check_queries():
    """A query runs in Snowflake's own words; a table without rows keeps its columns."""
    found = read(query="select name, v:a::int as a from contacts -- all\n")
    assert [c.values.tolist() for c in found.columns] == [["100%"], [1.0]]
    empty = read(table='crm."odd name"')
    assert (empty.n_rows, empty.column("a").type.value) == (0, "number")


def check_an_unknown_table():
    """Near names are told, and no secret."""
    said = ""
    try:
        read(table="crm.contact")
    except UsageError as error:
        said = error.message
    assert "no table CRM.CONTACT" in said, said
    assert "Did you mean contacts?" in said, said
    assert "secret" not in said, said


if __name__ == "__main__":
    with fakesnow.patch():
        prepare()
        check_a_table()
        check_queries()
        check_an_unknown_table()
