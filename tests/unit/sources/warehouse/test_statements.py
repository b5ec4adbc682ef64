import pytest

from shoal.errors import UsageError
from shoal.sources.warehouse.products import product_of
from shoal.sources.warehouse.statements import (
    greatest_of,
    select_of_query,
    select_of_table,
    statement_text,
    table_parts,
)

PRODUCTS = [
    "postgresql",
    "snowflake",
    "bigquery",
    "databricks",
    "redshift",
    "mysql",
    "mssql",
    "sqlite",
]
TABLES = {"bigquery": "my-project.crm.contacts", "snowflake": 'sales.crm."Odd name"'}
QUERY = """-- contacts of today
SELECT account_id, count(*) AS n, ':x %s' AS odd
FROM crm.contacts /* all */ WHERE name LIKE '100%' GROUP BY account_id"""


def read(text, product="postgresql"):
    return select_of_query(text, product_of(product), name="crm")


@pytest.mark.parametrize("name", PRODUCTS)
def test_what_is_sent_is_what_stands_in_the_golden_file(name, root):
    product = product_of(name)
    table = select_of_table(table_parts(TABLES.get(name, "crm.odd name"), product, name="crm"))
    sent = [table, read(QUERY, name)]
    golden = (root / "tests" / "golden" / "warehouses" / f"{name}.sql").read_text()
    assert "".join(f"{statement_text(tree, product)};\n" for tree in sent) == golden


def test_sqlite_which_tells_no_types_is_asked_for_the_greatest_value_of_each_column():
    asked = greatest_of(read("SELECT a, b FROM t", "sqlite"), ("a", "b"))
    assert statement_text(asked, product_of("sqlite")) == (
        'SELECT MAX("a") AS c0, MAX("b") AS c1 FROM (SELECT a, b FROM t) AS asked'
    )


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("DELETE FROM contacts", "DELETE"),
        ("SELECT 1; DELETE FROM contacts", "2 statements"),
        ("WITH gone AS (DELETE FROM contacts RETURNING *) SELECT * FROM gone", "DELETE"),
        ("WITH w AS (INSERT INTO a VALUES (1) RETURNING *) SELECT * FROM w", "INSERT"),
        ("SELECT * INTO copy FROM contacts", "INTO"),
        ("SELECT * FROM contacts FOR UPDATE", "LOCK"),
        ("COPY contacts TO PROGRAM 'sh'", "COPY"),
        ("EXPLAIN ANALYZE DELETE FROM contacts", "EXPLAIN"),
        ("CALL everything()", "CALL"),
        ("SET ROLE admin", "SET"),
        ("BEGIN; SELECT 1", "BEGIN"),
        ("-- nothing", "nothing"),
    ],
)
def test_all_but_one_select_that_only_reads_is_refused(text, got):
    with pytest.raises(UsageError, match=rf"query of sources.crm holds {got}; one SELECT"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1;",
        "WITH x AS (SELECT 1 AS a) SELECT a FROM x",
        "SELECT 1 UNION ALL SELECT 2",
        "(SELECT 1)",
        "SELECT replace(name, 'delete', '') FROM contacts",
    ],
)
def test_every_form_of_one_select_is_taken(text):
    assert statement_text(read(text), product_of("postgresql")).rstrip(";") == text.rstrip(
        ";"
    ).replace("replace", "REPLACE")


def test_a_comment_that_mysql_would_run_is_not_sent():
    tree = read("SELECT 1 /*! INTO OUTFILE '/tmp/x' */", "mysql")
    assert statement_text(tree, product_of("mysql")) == "SELECT 1"


def test_a_hole_for_a_value_is_refused_by_its_name():
    with pytest.raises(UsageError, match="has a hole for a value, day, which nobody fills"):
        read("SELECT * FROM contacts WHERE at < :day")


def test_sql_that_cannot_be_read_is_told_with_line_and_column():
    with pytest.raises(UsageError, match=r"as SQL of postgresql: line 2, column \d+\."):
        read("SELECT a\nFROM (SELECT")


@pytest.mark.parametrize(
    ("product", "table", "parts"),
    [
        ("postgresql", "Contacts", ("Contacts",)),
        ("postgresql", 'crm."a.b ""c"""', ("crm", 'a.b "c"')),
        ("postgresql", 'crm.x" from y; --', None),
        ("snowflake", "crm.contacts", ("CRM", "CONTACTS")),
        ("snowflake", 'crm."contacts"', ("CRM", "contacts")),
        ("mysql", "`crm`.`a b`", ("crm", "a b")),
        ("mssql", "dbo.[a.b]", ("dbo", "a.b")),
        ("postgresql", "a.b.c.d", None),
        ("postgresql", "a..b", None),
        ("postgresql", "", None),
    ],
)
def test_a_name_is_split_where_no_quotes_hold_it_together(product, table, parts):
    if parts is None:
        with pytest.raises(UsageError, match="no name of a table"):
            table_parts(table, product_of(product), name="crm")
    else:
        assert table_parts(table, product_of(product), name="crm") == parts


def test_an_unknown_database_is_told_with_near_ones():
    with pytest.raises(UsageError, match=r"Did you mean postgresql\?"):
        product_of("postgressql")
