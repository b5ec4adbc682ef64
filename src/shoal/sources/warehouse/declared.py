"""What a driver says about the columns of a result, before the first row has come.

Drivers agree on little: some give a number of their own, some the name of a type, some a class of
Python, SQLite nothing.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from shoal.records.queries import ValueType

Codes = dict[int, ValueType]


def _codes(**types: tuple[int, ...]) -> Codes:
    return {code: ValueType(name) for name, codes in types.items() for code in codes}


_POSTGRES = _codes(
    boolean=(16,),
    whole=(20, 21, 23, 26),
    number=(700, 701, 1700, 1186),
    date=(1082,),
    time=(1114,),
    instant=(1184,),
    text=(17, 18, 19, 25, 114, 790, 1042, 1043, 1083, 1266, 2950, 3802),
)
_SNOWFLAKE = _codes(
    number=(0, 1), text=(2, 5, 9, 10, 11, 12), date=(3,), time=(4, 8), instant=(6, 7), boolean=(13,)
)
# TIMESTAMP of MySQL is an instant, which comes in the session's zone: UTC, see sessions.
_MYSQL = _codes(
    whole=(1, 2, 3, 8, 9, 13),
    number=(0, 4, 5, 11, 246),
    date=(10,),
    time=(12,),
    instant=(7,),
    text=(15, 245, 247, 248, 249, 250, 251, 252, 253, 254),
)
_BY_PRODUCT = {
    "postgresql": _POSTGRES,
    "redshift": _POSTGRES,
    "snowflake": _SNOWFLAKE,
    "mysql": _MYSQL,
    "mariadb": _MYSQL,
}
_BY_NAME = {
    "text": "string varchar char text json struct record array map bytes binary time uuid",
    "number": "float float64 double real decimal numeric bignumeric",
    "whole": "int int64 integer bigint smallint tinyint",
    "boolean": "bool boolean",
    "date": "date",
    "time": "datetime timestamp_ntz",
}
_NAMES = {word: ValueType(type_) for type_, words in _BY_NAME.items() for word in words.split()}
_CLASSES = {
    bool: ValueType.BOOLEAN,
    int: ValueType.WHOLE,
    float: ValueType.NUMBER,
    Decimal: ValueType.NUMBER,
    timedelta: ValueType.NUMBER,
    datetime: ValueType.TIME,
    date: ValueType.DATE,
    str: ValueType.TEXT,
    bytes: ValueType.TEXT,
    bytearray: ValueType.TEXT,
    time: ValueType.TEXT,
}
# In these a plain TIMESTAMP is an instant; in all others a clock on the wall.
_INSTANT_TIMESTAMP = frozenset({"bigquery", "databricks"})


def declared_type(code: object, *, product: str) -> ValueType | None:
    """Return what a column holds by the driver's code of its type; None where that says nothing.

    >>> declared_type(1184, product="postgresql").value
    'instant'
    >>> declared_type("NUMERIC(10, 2)", product="bigquery").value
    'number'
    >>> declared_type(None, product="sqlite") is None
    True
    """
    if isinstance(code, type):
        return _CLASSES.get(code)
    if isinstance(code, str):
        return _named(code.casefold(), product)
    return _BY_PRODUCT.get(product, {}).get(code) if isinstance(code, int) else None


def _named(name: str, product: str) -> ValueType | None:
    word = name.partition("(")[0].partition("<")[0].strip()
    if word == "timestamp":
        zoned = product in _INSTANT_TIMESTAMP or "with time zone" in name
        return ValueType.INSTANT if zoned else ValueType.TIME
    return _NAMES.get(word)
