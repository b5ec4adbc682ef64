"""Apache Spark: the metrics are computed on a cluster."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Self

from sqlglot import exp

from shoal.engines.casts import (
    as_declared,
    refuse_unknown_tables,
    select_as,
    table_named,
    values_used,
)
from shoal.engines.cells import table_of_rows
from shoal.engines.dialects.spark import spark_text
from shoal.engines.duckdb_engine import DuckDbEngine
from shoal.engines.outputs import put_whole
from shoal.engines.places import FileKind, Place
from shoal.engines.spark.errors import told_by_spark
from shoal.engines.spark.reading import reaches, read_place
from shoal.engines.spark.session import SparkHeld
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.tables import Table
from shoal.records.workspace import EngineSpec, Location


class SparkEngine:
    """Opens tables and runs queries on Apache Spark.

    Files are read and written by Spark's workers, which must see them under the same paths: on one
    machine, on a shared disc, or in a store that the cluster has a connector for. What they cannot
    read, and what is taken in, they get as Parquet in `spill`. DuckDB looks at the first rows to
    tell names and types.

    Parameters
    ----------
    settings
        `url` is the cluster's (spark://host:7077), or local[n]; None for all cores of this
        machine. If the calling program has an active session, that is used and `url` is not.
        `memory_limit` counts for local ones only.
    allowed
        As in `DuckDbEngine`.

    Raises
    ------
    MissingExtra
        pyspark is not installed, which is raised when this module is loaded, or Java.
    EngineFailed
        The cluster cannot be reached.
    """

    def __init__(self, settings: EngineSpec, *, allowed: Iterable[Path | str]) -> None:
        self._columns: dict[str, tuple[QueryColumn, ...]] = {}
        self._files = DuckDbEngine(settings, allowed=allowed)
        try:
            self._spark = SparkHeld(settings)
        except BaseException:
            self._files.__exit__()
            raise

    def opens(self, location: Location) -> bool:
        """Whether the location is of CSV, Parquet or JSON lines, here or at a cloud's address."""
        return self._files.opens(location)

    def open(
        self, name: str, location: Location, *, texts: frozenset[str] = frozenset()
    ) -> tuple[QueryColumn, ...]:
        """Make files readable under `name`; see `Engine`."""
        columns = self._files.open(name, location, texts=texts)
        seen = self._files.seen(name)
        if not (reaches(seen.place) and seen.is_plain):
            return self._through_parquet(name, columns)
        with told_by_spark(f"Reading {name}"):
            frame = read_place(self._spark.session, seen.place, columns, header=seen.header)
            self._spark.name(name, frame)
        self._columns[name] = columns
        return columns

    def take(
        self, name: str, tables: Iterable[Table], *, texts: frozenset[str] = frozenset()
    ) -> tuple[QueryColumn, ...]:
        """Hold tables under `name`; see `Engine`."""
        return self._through_parquet(name, self._files.take(name, tables, texts=texts))

    def keep(self, name: str, query: Query) -> None:
        """Run a query once and hold its rows under `name`; see `Engine`."""
        tree, values = self._checked(query), values_used(query)
        with told_by_spark(f"Computing {name}"):
            self._spark.keep(name, self._spark.frame(tree, values))
        self._columns[name] = query.columns

    def rows(self, query: Query) -> Table:
        """Run a query and return its rows; see `Engine`."""
        # Python would turn a time with a zone into one of this machine's.
        plain = replace(query, columns=tuple(_without_zone(c) for c in query.columns))
        tree, values = self._checked(plain), values_used(query)
        with told_by_spark("The query"):
            found = self._spark.frame(tree, values).collect()
        return table_of_rows("rows", query.columns, map(tuple, found))

    def write(self, query: Query, path: Path) -> None:
        """Run a query and have the workers write its rows as a folder of Parquet files."""
        tree, values = self._checked(query), values_used(query)
        with put_whole(path, folder=True) as beside, told_by_spark(f"Writing {path}"):
            self._spark.write(self._spark.frame(tree, values), beside)

    def text(self, query: Query) -> str:
        """Return the query in Spark's dialect, for people."""
        return spark_text(query.tree, query.parameters, pretty=True)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give back what the cluster holds, and what was spilled."""
        try:
            self._spark.close()
        finally:
            self._files.__exit__()

    def _through_parquet(
        self, name: str, columns: tuple[QueryColumn, ...]
    ) -> tuple[QueryColumn, ...]:
        everything = Query(tree=select_as(columns).from_(table_named(name)), columns=columns)
        path = self._files.folder / f"taken{len(self._columns)}.parquet"
        self._files.write(everything, path)
        place = Place(kind=FileKind.PARQUET, files=(str(path),), base=str(path.parent))
        with told_by_spark(f"Taking in {name}"):
            self._spark.name(name, read_place(self._spark.session, place, columns, header=""))
        self._columns[name] = columns
        return columns

    def _checked(self, query: Query) -> exp.Select:
        refuse_unknown_tables(query, self._columns)
        return as_declared(query)


def _without_zone(column: QueryColumn) -> QueryColumn:
    return replace(column, type=ValueType.TIME) if column.type is ValueType.INSTANT else column
