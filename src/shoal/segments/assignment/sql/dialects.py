"""The databases that a statement can be written for, and where they want it worded differently."""

from enum import StrEnum

from sqlglot import exp


class SqlDialect(StrEnum):
    """Names as in `shoal export sql --dialect`."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SPARK = "spark"
    SNOWFLAKE = "snowflake"
    BIGQUERY = "bigquery"
    REDSHIFT = "redshift"
    DATABRICKS = "databricks"

    @property
    def merges_stages(self) -> bool:
        """Whether the planner would put a stage's formulas into every place that reads them.

        PostgreSQL does; stage upon stage the same logarithm would be taken dozens of times.
        `OFFSET 0` keeps a stage whole without storing it.
        """
        return self is SqlDialect.POSTGRES

    @property
    def escapes_patterns(self) -> bool:
        """Whether a backslash in a LIKE pattern takes the next character as it is."""
        return self not in (SqlDialect.DUCKDB, SqlDialect.SNOWFLAKE)

    def by_codes(self, value: exp.Expr) -> exp.Expr:
        """Return a text that is ordered by its letters' code points, not by a language.

        Only PostgreSQL has to be told; there the order is the database's own.
        """
        if self is not SqlDialect.POSTGRES:
            return value
        return exp.Collate(this=value, expression=exp.to_identifier("C", quoted=True))

    def row_number(self) -> exp.Expr:
        """Return the number of a row, from 1, in the order in which the database reads them."""
        if self not in (SqlDialect.SPARK, SqlDialect.SNOWFLAKE, SqlDialect.DATABRICKS):
            return exp.Window(this=exp.RowNumber())
        # These refuse to number rows without an order; a constant is an order that changes nothing.
        nothing = exp.Ordered(this=exp.null(), nulls_first=self is not SqlDialect.SNOWFLAKE)
        return exp.Window(this=exp.RowNumber(), order=exp.Order(expressions=[nothing]))
