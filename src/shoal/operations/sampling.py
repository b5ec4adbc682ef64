"""A first look at files: columns, types, and some values, through the engine."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlglot import exp

from shoal.audit.vocabulary import recognise
from shoal.engines.engine import Engine
from shoal.errors import NotAFile, near_matches
from shoal.metrics.written import read_text
from shoal.operations.told_encoding import encoding_of
from shoal.operations.told_writing import COUNTS, Seen, habit_measures, habits_of
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.samples import ColumnSample, TableSample, TextHabits
from shoal.records.tables import Table
from shoal.records.workspace import Location
from shoal.records.writing import Encoding, Writing
from shoal.sources.files import read_file

LOOKED_AT_ROWS = 100_000
MOST_VALUES = 50

_SUFFIXES = frozenset({".csv", ".tsv", ".parquet", ".pq", ".jsonl", ".ndjson", ".json", ".xlsx"})
_PACKED = frozenset({".gz", ".zst", ".bz2", ".xz"})
_DIGITS = re.compile(r"\d+(?:[-_.]\d+)*")
_SAME_NUMBER = 2  # from so many files on that differ only in numbers, they are one table
_OFTEN = 0.5  # values are shown where there are at most so many for each row


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A table that was found: a file, or files that are one table, as a pattern."""

    name: str
    path: Path
    first: Path


def find_tables(given: Iterable[Path]) -> tuple[Found, ...]:
    """Find the tables among files and folders.

    Files of a folder whose names differ in numbers only (events-2026-01.csv, ...) are one table; so
    are the files of a folder within a folder that is given.

    Raises
    ------
    NotAFile
        If a file or folder is not there, or nothing in it is a table.
    """
    found: dict[str, Found] = {}
    for path in given:
        tables = list(_in_folder(path)) if path.is_dir() else [_of_file(path)]
        if not tables:
            raise NotAFile(
                f"There is no table in {path}.",
                suggestion="CSV, Parquet, JSON lines and XLSX are read.",
            )
        for table in tables:
            found.setdefault(str(table.path.absolute()), table)
    return tuple(found.values())


def look_at(engine: Engine, found: Found, *, path: str, outside: bool) -> TableSample:
    """Look at the first 100,000 rows of a table.

    Parameters
    ----------
    engine : Engine
    found : Found
    path : str
        The path as it is to stand in the workspace file.
    outside : bool
        Whether it leads out of the workspace.

    Raises
    ------
    ShoalError
        If the table cannot be read.
    """
    location, head = Location(path=str(found.path.absolute())), f"first rows of {path}"
    encoding = Encoding.UTF_8
    if engine.opens(location):
        encoding = encoding_of(found.path)
        columns = engine.open(path, replace(location, writing=Writing(encoding=encoding)))
    else:
        columns = engine.take(path, [read_file(found.path)])
    engine.keep(head, _head(path, columns))
    first = _Head(engine=engine, name=head)
    habits = replace(_habits(first, columns), encoding=encoding)
    n_rows, samples = _samples(first, columns, habits.writing)
    return TableSample(
        name=found.name,
        path=path,
        outside=outside,
        n_rows=n_rows,
        columns=samples,
        habits=habits,
    )


def _in_folder(folder: Path) -> Iterator[Found]:
    files = sorted(p for p in folder.iterdir() if p.is_file() and _is_table(p))
    yield from _grouped(files)
    for inner in sorted(p for p in folder.iterdir() if p.is_dir() and not _is_hidden(p)):
        files = sorted(p for p in inner.rglob("*") if p.is_file() and _is_table(p))
        suffixes = {_suffix(p) for p in files}
        if len(suffixes) == 1 and _suffix(files[0]) not in {".xlsx", ".json"}:
            yield Found(name=inner.name, path=inner, first=files[0])
        else:
            yield from _grouped(files)


def _grouped(files: list[Path]) -> Iterator[Found]:
    """Give files one by one, but those that differ in numbers only together."""
    groups: dict[str, list[Path]] = {}
    for file in files:
        groups.setdefault(_DIGITS.sub("*", file.name), []).append(file)
    for pattern, group in groups.items():
        together = len(group) >= _SAME_NUMBER and _suffix(group[0]) not in {".xlsx", ".json"}
        if together and len({p.parent for p in group}) == 1:
            name = pattern.partition(".")[0].replace("*", "").strip("-_ ")
            yield Found(name=name or "table", path=group[0].parent / pattern, first=group[0])
        else:
            yield from map(_of_file, group)


def _of_file(path: Path) -> Found:
    if not path.is_file():
        siblings = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        raise NotAFile(
            f"There is no file {path}.{near_matches(path.name, siblings)}",
            suggestion="Name files or folders after --from.",
        )
    return Found(name=path.name.partition(".")[0], path=path, first=path)


def _is_table(path: Path) -> bool:
    return not _is_hidden(path) and _suffix(path) in _SUFFIXES


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "_"))


def _suffix(path: Path) -> str:
    inner = path.with_suffix("") if path.suffix.lower() in _PACKED else path
    return inner.suffix.lower()


def _head(name: str, columns: tuple[QueryColumn, ...]) -> Query:
    names = [exp.column(exp.to_identifier(c.name, quoted=True)) for c in columns]
    table = exp.Table(this=exp.to_identifier(name, quoted=True))
    tree = exp.select(*names).from_(table).limit(LOOKED_AT_ROWS)
    return Query(tree=tree, columns=columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The first rows of a table, held by the engine under a name."""

    engine: Engine
    name: str

    def rows(self, tree: exp.Select, **columns: ValueType) -> Table:
        """Run a SELECT over these rows."""
        declared = tuple(QueryColumn(name=n, type=t) for n, t in columns.items())
        table = exp.Table(this=exp.to_identifier(self.name, quoted=True))
        return self.engine.rows(Query(tree=tree.from_(table), columns=declared))


def _habits(head: _Head, columns: tuple[QueryColumn, ...]) -> TextHabits:
    seen = []
    for column in columns:
        if column.type is not ValueType.TEXT:
            continue
        value = exp.column(column.name, quoted=True)
        parts = {"filled": exp.Count(this=value), **habit_measures(value)}
        types = {n: ValueType.TEXT if n == "example" else ValueType.WHOLE for n in parts}
        row = head.rows(exp.select(*(exp.alias_(t, n) for n, t in parts.items())), **types)
        read = {word: int(_cell(row, word)) for word in COUNTS}
        example = row.column("example").values[0] or ""
        seen.append(
            Seen(
                column=column.name,
                n_filled=int(_cell(row, "filled")),
                n_read=read,
                example=str(example),
            )
        )
    return habits_of(seen)


def _samples(
    head: _Head, columns: tuple[QueryColumn, ...], writing: Writing
) -> tuple[int, tuple[ColumnSample, ...]]:
    parts: dict[str, exp.Expr] = {"n": exp.Count(this=exp.Star())}
    for k, column in enumerate(columns):
        parts |= {f"{name}_{k}": tree for name, tree in _measures(column, writing).items()}
    names = [exp.alias_(tree, name) for name, tree in parts.items()]
    row = head.rows(exp.select(*names), **dict.fromkeys(parts, ValueType.NUMBER))
    n_rows = int(_cell(row, "n"))
    found = (_sample(head, column, row, k) for k, column in enumerate(columns))
    return n_rows, tuple(found)


def _measures(column: QueryColumn, writing: Writing) -> dict[str, exp.Expr]:
    value = exp.column(exp.to_identifier(column.name, quoted=True))
    text = exp.cast(value, "text")
    found: dict[str, exp.Expr] = {
        "filled": exp.Count(this=value),
        "distinct": exp.Count(this=exp.Distinct(expressions=[text])),
    }
    is_text = column.type is ValueType.TEXT
    number = read_text(text, "double", writing if is_text else Writing())
    if is_text:
        time = read_text(text, "timestamp", writing)
        found |= {"time": exp.Count(this=time), "number": exp.Count(this=number)}
    found |= {"low": exp.Min(this=number.copy()), "high": exp.Max(this=number.copy())}
    return found


def _sample(head: _Head, column: QueryColumn, row: Table, k: int) -> ColumnSample:
    filled, distinct = int(_cell(row, f"filled_{k}")), int(_cell(row, f"distinct_{k}"))
    is_text = column.type is ValueType.TEXT
    time, number = (
        _cell(row, f"{n}_{k}") / max(filled, 1) if is_text else 0.0 for n in ("time", "number")
    )
    low, high = _cell(row, f"low_{k}"), _cell(row, f"high_{k}")
    meaning = recognise(column.name)
    few = distinct <= MOST_VALUES or distinct <= _OFTEN * filled
    return ColumnSample(
        name=column.name,
        type=column.type,
        n_filled=filled,
        n_distinct=distinct,
        values=_values(head, column) if few and is_text else (),
        as_time=time,
        as_number=number,
        low=None if low != low else low,  # noqa: PLR0124  # not a number: there was none
        high=None if high != high else high,  # noqa: PLR0124
        meaning=None if meaning is None else meaning.key,
    )


def _values(head: _Head, column: QueryColumn) -> tuple[str, ...]:
    """Return the most frequent values, those of one frequency in the order of letters."""
    value = exp.column(exp.to_identifier(column.name, quoted=True))
    tree = (
        exp.select(exp.alias_(value, "v"), exp.alias_(exp.Count(this=exp.Star()), "n"))
        .where(exp.Not(this=exp.Is(this=value.copy(), expression=exp.null())))
        .group_by(value.copy())
        .order_by(exp.Ordered(this=exp.column("n"), desc=True), exp.column("v"))
        .limit(MOST_VALUES)
    )
    rows = head.rows(tree, v=ValueType.TEXT, n=ValueType.WHOLE)
    return tuple(str(v) for v in rows.column("v").values if str(v).strip())


def _cell(table: Table, name: str) -> float:
    return float(table.column(name).values[0])
