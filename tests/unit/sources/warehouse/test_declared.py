from datetime import datetime
from decimal import Decimal

import pytest

from shoal.sources.warehouse.declared import declared_type


@pytest.mark.parametrize(
    ("product", "code", "type_"),
    [
        ("postgresql", 16, "boolean"),
        ("postgresql", 20, "whole"),
        ("postgresql", 1700, "number"),
        ("postgresql", 1082, "date"),
        ("postgresql", 1114, "time"),
        ("postgresql", 1184, "instant"),
        ("postgresql", 2950, "text"),
        ("redshift", 1114, "time"),
        ("snowflake", 0, "number"),
        ("snowflake", 8, "time"),
        ("snowflake", 6, "instant"),
        ("mysql", 7, "instant"),
        ("mysql", 12, "time"),
        ("mysql", 246, "number"),
        ("bigquery", "TIMESTAMP", "instant"),
        ("bigquery", "DATETIME", "time"),
        ("bigquery", "BIGNUMERIC", "number"),
        ("databricks", "timestamp_ntz", "time"),
        ("databricks", "decimal(10,2)", "number"),
        ("databricks", "array<int>", "text"),
        ("trino", "timestamp(3) with time zone", "instant"),
        ("trino", "timestamp(3)", "time"),
        ("mssql", datetime, "time"),
        ("mssql", Decimal, "number"),
        ("mssql", bool, "boolean"),
    ],
)
def test_each_database_tells_types_in_its_own_way(product, code, type_):
    assert declared_type(code, product=product).value == type_


@pytest.mark.parametrize(
    ("product", "code"), [("sqlite", None), ("postgresql", 99_999), ("trino", "hyperloglog")]
)
def test_what_says_nothing_is_left_open(product, code):
    assert declared_type(code, product=product) is None
