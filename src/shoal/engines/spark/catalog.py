"""Tables that Spark's own catalog has: of Hive, Iceberg, Delta, or saved by Spark."""

from shoal.engines.spark.driver import DataFrame, SparkSession, types
from shoal.engines.spark.reading import typed
from shoal.errors import UsageError, near_matches
from shoal.records.queries import QueryColumn, ValueType

_TYPES: dict[type[types.DataType], ValueType] = {
    types.ByteType: ValueType.WHOLE,
    types.ShortType: ValueType.WHOLE,
    types.IntegerType: ValueType.WHOLE,
    types.LongType: ValueType.WHOLE,
    types.FloatType: ValueType.NUMBER,
    types.DoubleType: ValueType.NUMBER,
    types.DecimalType: ValueType.NUMBER,
    types.BooleanType: ValueType.BOOLEAN,
    types.DateType: ValueType.DATE,
    types.TimestampNTZType: ValueType.TIME,
    types.TimestampType: ValueType.INSTANT,
}


def read_table(
    session: SparkSession, table: str, *, texts: frozenset[str]
) -> tuple[DataFrame, tuple[QueryColumn, ...]]:
    """Return the rows of a table and what its columns are; nothing runs yet.

    Parameters
    ----------
    session
    table
        Its name, with that of its catalog and schema before it where they are not the usual ones.
    texts
        Columns to be read as text; what is of a type that is none of ours is text too.

    Raises
    ------
    UsageError
        The catalog has no such table.
    """
    parts = table.split(".")
    name = _quoted(parts)
    if not all(parts) or not session.catalog.tableExists(name):
        near = near_matches(parts[-1], _near(session, parts))
        raise UsageError(
            f"Spark's catalog has no table {table}.{near}",
            suggestion="Name it as Spark does: schema.table.",
        )
    raw = session.table(name)
    kinds = {field.name: field.dataType for field in raw.schema.fields}
    columns = tuple(
        QueryColumn(
            name=n, type=ValueType.TEXT if n in texts else _TYPES.get(type(kind), ValueType.TEXT)
        )
        for n, kind in kinds.items()
    )
    return raw.select(*(typed(c, kinds[c.name]) for c in columns)), columns


def _near(session: SparkSession, parts: list[str]) -> list[str]:
    if not all(parts):
        return []
    schema = _quoted(parts[:-1] or [session.catalog.currentDatabase()])
    if not session.catalog.databaseExists(schema):
        return []
    return [found.name for found in session.catalog.listTables(schema)]


def _quoted(parts: list[str]) -> str:
    return ".".join(f"`{part.replace('`', '``')}`" for part in parts)
