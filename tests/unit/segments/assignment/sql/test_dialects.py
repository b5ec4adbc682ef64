import pytest
from sqlglot import exp

from shoal.segments.assignment.sql.dialects import SqlDialect


@pytest.mark.parametrize(
    ("dialect", "written"),
    [
        (SqlDialect.DUCKDB, "ROW_NUMBER() OVER ()"),
        (SqlDialect.POSTGRES, "ROW_NUMBER() OVER ()"),
        (SqlDialect.BIGQUERY, "ROW_NUMBER() OVER ()"),
        (SqlDialect.REDSHIFT, "ROW_NUMBER() OVER ()"),
        (SqlDialect.SPARK, "ROW_NUMBER() OVER (ORDER BY NULL)"),
        (SqlDialect.DATABRICKS, "ROW_NUMBER() OVER (ORDER BY NULL)"),
        (SqlDialect.SNOWFLAKE, "ROW_NUMBER() OVER (ORDER BY NULL)"),
    ],
)
def test_rows_are_numbered_with_an_order_only_where_one_is_asked_for(dialect, written):
    assert dialect.row_number().sql(dialect=dialect.value) == written


def test_only_postgres_is_told_to_order_text_by_codes():
    told = {d for d in SqlDialect if "COLLATE" in d.by_codes(exp.column("x")).sql(dialect=d.value)}
    assert told == {SqlDialect.POSTGRES}
