"""DuckDB, in this process: the engine that is there without anything else."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlglot import exp

from shoal.engines.casts import as_declared, refuse_unknown_tables, table_named, values_used
from shoal.engines.cells import table_of_arrays
from shoal.engines.dialects.duckdb import duckdb_text
from shoal.engines.duckdb.connection import DuckDbConnection
from shoal.engines.duckdb.copies import as_csv, as_parquet, from_csv
from shoal.engines.duckdb.csv_files import header_of, is_plain
from shoal.engines.duckdb.errors import told_by_duckdb
from shoal.engines.duckdb.reading import reading_of
from shoal.engines.duckdb.taking import Taking
from shoal.engines.encodings import in_utf_8, told_of
from shoal.engines.outputs import put_whole
from shoal.engines.places import Place, can_be_placed, find_files
from shoal.records.queries import Query, QueryColumn
from shoal.records.tables import Table
from shoal.records.workspace import EngineSpec, Location
from shoal.records.writing import Encoding


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What opening files found out: where they are, the first line if they are CSV.

    They are plain if all files have that header.
    """

    place: Place
    header: str
    is_plain: bool


class DuckDbEngine:
    """Opens tables and runs queries in this process.

    Parameters
    ----------
    settings
        How much memory may be used; `spill` is made when it is not there and taken away again.
    allowed
        Folders, and addresses such as s3://bucket, below which files may be read and written.
        DuckDB itself refuses every other file, whatever a query says.
    """

    def __init__(self, settings: EngineSpec, *, allowed: Iterable[Path | str]) -> None:
        self._allowed = tuple(allowed)
        self._columns: dict[str, tuple[QueryColumn, ...]] = {}
        self._seen: dict[str, Seen] = {}
        self._originals: dict[str, str] = {}
        self._connection = DuckDbConnection(settings, allowed=self._allowed)

    @property
    def folder(self) -> Path:
        """A folder that is this engine's own and goes when it closes."""
        return self._connection.folder

    def opens(self, location: Location) -> bool:
        """Whether the location is of CSV, Parquet or JSON lines, here or at a cloud's address."""
        return can_be_placed(location)

    def open(
        self, name: str, location: Location, *, texts: frozenset[str] = frozenset()
    ) -> tuple[QueryColumn, ...]:
        """Make files readable under `name`; see `Engine`."""
        place = find_files(location.path or "", allowed=self._allowed)
        writing = location.writing
        if writing.encoding is not Encoding.UTF_8:
            copied = in_utf_8(place, writing.encoding, self.folder)
            self._originals |= copied.originals
            place = copied.place
        with self._told(f"Reading {name}"):
            reading = reading_of(
                place,
                texts=texts,
                decimal_comma=writing.has_decimal_comma,
                probe=self._connection,
            )
            view = exp.Create(this=table_named(name), kind="VIEW", expression=reading.tree)
            self._connection.run(view)
            header = header_of(place)
        self._seen[name] = Seen(place=place, header=header, is_plain=is_plain(reading.tree))
        self._columns[name] = reading.columns
        return reading.columns

    def take(
        self, name: str, tables: Iterable[Table], *, texts: frozenset[str] = frozenset()
    ) -> tuple[QueryColumn, ...]:
        """Hold tables under `name`; see `Engine`."""
        with self._told(f"Taking in {name}"):
            columns = Taking(self._connection, name, texts=texts).add(tables)
        self._columns[name] = columns
        return columns

    def keep(self, name: str, query: Query) -> None:
        """Run a query once and hold its rows under `name`; see `Engine`."""
        rows = self._checked(query)
        made = exp.Create(this=table_named(name), kind="TABLE", expression=rows)
        with self._told(f"Computing {name}"):
            self._connection.run(made, values_used(query))
        self._columns[name] = query.columns

    def rows(self, query: Query) -> Table:
        """Run a query and return its rows; see `Engine`."""
        tree = self._checked(query)
        with self._told("The query"):
            arrays = self._connection.run(tree, values_used(query)).fetchnumpy()
        return table_of_arrays("rows", query.columns, arrays)

    def write(self, query: Query, path: Path) -> None:
        """Run a query and write its rows as one Parquet file; see `Engine`."""
        tree = self._checked(query)
        with put_whole(path) as beside, self._told(f"Writing {path}"):
            self._connection.run(as_parquet(tree, beside), values_used(query))

    def text(self, query: Query) -> str:
        """Return the query in DuckDB's dialect, for people."""
        return duckdb_text(query.tree, query.parameters, pretty=True)

    def seen(self, name: str) -> Seen:
        """Return what opening files under this name found out about them."""
        return self._seen[name]

    def hand_over(self, name: str, path: Path) -> None:
        """Write a table as CSV for another engine; `from_other` tells how the cells are written."""
        with self._told(f"Handing over {name}"):
            self._connection.run(as_csv(name, self._columns[name], path))

    def from_other(self, columns: tuple[QueryColumn, ...], csv: Path, path: Path) -> None:
        r"""Write rows that another engine gave as one Parquet file, whole or not at all.

        Parameters
        ----------
        columns
            What the cells are, in their order.
        csv
            A file in `folder` without a header; texts are between quotes, a missing cell is \N.
        path
            What is written.
        """
        with put_whole(path) as beside, self._told(f"Writing {path}"):
            self._connection.run(as_parquet(from_csv(columns, csv), beside))

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection and take away what was spilled."""
        self._connection.close()

    @contextmanager
    def _told(self, doing: str) -> Iterator[None]:
        with told_of(self._originals), told_by_duckdb(doing):
            yield

    def _checked(self, query: Query) -> exp.Select:
        refuse_unknown_tables(query, self._columns)
        return as_declared(query)
