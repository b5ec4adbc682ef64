"""How Spark reads files: each column as one of our types, every row held to them."""

from collections.abc import Sequence

from shoal.engines.headers import cells_of, separator_of
from shoal.engines.places import FileKind, Place
from shoal.engines.spark.driver import (
    Column,
    DataFrame,
    DataFrameReader,
    SparkSession,
    functions,
    types,
)
from shoal.records.queries import QueryColumn, ValueType

# Stores that Spark's own connectors read, under the names by which it knows them.
_SCHEMES = {None: "file", "s3": "s3a", "gs": "gs"}
_TYPES: dict[ValueType, types.DataType] = {
    ValueType.TEXT: types.StringType(),
    ValueType.NUMBER: types.DoubleType(),
    ValueType.WHOLE: types.LongType(),
    ValueType.BOOLEAN: types.BooleanType(),
    ValueType.DATE: types.DateType(),
    ValueType.TIME: types.TimestampNTZType(),
    ValueType.INSTANT: types.TimestampType(),
}
_NANOSECONDS = 1000
_EXACT = 1e15  # whole doubles below it are written without an exponent


def reaches(place: Place) -> bool:
    """Whether Spark's workers can read the place by themselves."""
    is_read = place.kind is FileKind.PARQUET or not any(f.endswith(".zst") for f in place.files)
    return place.scheme in _SCHEMES and is_read


def read_place(
    session: SparkSession, place: Place, columns: Sequence[QueryColumn], *, header: str
) -> DataFrame:
    """Return the rows of files; nothing runs yet.

    Parameters
    ----------
    session
        In ANSI mode, in which a cell that does not fit its type ends the query.
    place
        Files of one kind; CSV with the same header in each.
    columns
        What they hold.
    header
        The first line of CSV files; of no meaning for others.
    """
    # Files are named one by one; no sign in a name is a pattern.
    options = {"basePath": _address(place, place.base), "__globPaths__": "false"}
    reader = session.read.options(**options)
    addresses = [_address(place, f) for f in place.files]
    if place.kind is FileKind.PARQUET:
        raw = reader.option("mergeSchema", "true").parquet(*addresses)
    elif place.kind is FileKind.JSON_LINES:
        names = [c.name for c in columns if c.name not in place.keys]
        raw = reader.schema(_texts(names)).option("mode", "FAILFAST").json(addresses)
    else:
        raw = _csv(reader, header, addresses)
    kinds = {f.name: f.dataType for f in raw.schema.fields}
    is_csv = place.kind is FileKind.DELIMITED
    return raw.select(*(typed(c, kinds[c.name], is_csv=is_csv) for c in columns))


def typed(column: QueryColumn, kind: types.DataType, *, is_csv: bool = False) -> Column:
    """Return a column of a frame as its own type of ours; of CSV files an empty cell is missing."""
    cell = functions.col(f"`{column.name.replace('`', '``')}`")
    if is_csv:
        cell = functions.nullif(cell, functions.lit(""))
    if column.type is ValueType.TEXT:
        cell = _text(cell, kind)
    elif isinstance(kind, types.LongType) and column.type in (ValueType.TIME, ValueType.INSTANT):
        cell = functions.timestamp_micros((cell / _NANOSECONDS).cast("long"))
    return cell.cast(_TYPES[column.type]).alias(column.name)


def _csv(reader: DataFrameReader, header: str, addresses: list[str]) -> DataFrame:
    separator = separator_of(header)
    options = {
        "sep": separator,
        "quote": '"',
        "escape": '"',
        "header": "true",
        "mode": "FAILFAST",
        "columnPruning": "false",
    }
    return reader.schema(_texts(cells_of(header, separator))).options(**options).csv(addresses)


def _text(cell: Column, kind: types.DataType) -> Column:
    """Write an id that went through a column of decimals, 7.0, as it is elsewhere: 7."""
    text = cell.cast("string")
    if isinstance(kind, types.DecimalType):
        return functions.regexp_replace(text, r"\.0+$", "")
    if not isinstance(kind, types.DoubleType | types.FloatType):
        return text
    is_whole = (cell == functions.floor(cell)) & (functions.abs(cell) < _EXACT)
    return functions.when(is_whole, cell.cast("long").cast("string")).otherwise(text)


def _texts(names: Sequence[str]) -> types.StructType:
    return types.StructType([types.StructField(n, types.StringType()) for n in names])


def _address(place: Place, path: str) -> str:
    return f"{_SCHEMES[place.scheme]}://{path.partition('://')[2] if place.scheme else path}"
