"""How DuckDB reads files: a SELECT over one of its reading functions, as a tree."""

from pathlib import Path

from sqlglot import exp

from shoal.engines.duckdb.csv_files import reading_of_csv
from shoal.engines.duckdb.time_texts import SAMPLED_ROWS, is_time, written_otherwise
from shoal.engines.duckdb.trees import (
    Probe,
    Reading,
    all_of,
    call,
    in_our_types,
    quoted,
    struct,
)
from shoal.engines.places import FileKind, Place
from shoal.errors import UnreadableFile

_FUNCTIONS = {FileKind.PARQUET: "read_parquet", FileKind.JSON_LINES: "read_json"}
_SHAPE = ("name", "type", "converted_type", "logical_type")


def reading_of(
    place: Place, *, texts: frozenset[str], decimal_comma: bool, probe: Probe
) -> Reading:
    """Return how DuckDB reads files, with each column as one of our types.

    Parameters
    ----------
    place
        Files of one kind.
    texts
        Columns to be read as text.
    decimal_comma
        Whether numbers of CSV files with a point are to stay text.
    probe
        Asks DuckDB about the files.

    Raises
    ------
    UnreadableFile, AmbiguousColumns
        The files are no tables.
    """
    if place.kind is FileKind.DELIMITED:
        source = reading_of_csv(place, texts=texts, decimal_comma=decimal_comma, probe=probe)
    else:
        source = _self_describing(place, probe)
    return in_our_types(source, probe.describe(all_of(source)), texts=texts)


def _self_describing(place: Place, probe: Probe) -> exp.Expr:
    options: dict[str, exp.Expr] = {
        "hive_partitioning": exp.true() if place.keys else exp.false(),
    }
    if place.kind is FileKind.JSON_LINES:
        _refuse_empty(place)
        options["format"] = quoted("newline_delimited")
        options["sample_size"] = exp.Literal.number(SAMPLED_ROWS)
    if place.kind is FileKind.JSON_LINES or not _are_alike(place, probe):
        options["union_by_name"] = exp.true()
    if place.kind is FileKind.JSON_LINES:
        options |= _types_of_json(place, options, probe)
    return call(_FUNCTIONS[place.kind], place.files, options)


def _refuse_empty(place: Place) -> None:
    """Refuse files without a line, of which DuckDB makes a table with one column of its own."""
    if place.scheme is None and not any(Path(file).stat().st_size for file in place.files):
        raise UnreadableFile(
            f"{place.files[0]} is empty.", suggestion="Export it again, or leave the source out."
        )


def _types_of_json(place: Place, options: dict[str, exp.Expr], probe: Probe) -> dict[str, exp.Expr]:
    """Fix the types of JSON lines where something is written in a way that DuckDB guesses at."""
    function = _FUNCTIONS[FileKind.JSON_LINES]
    found = dict(probe.describe(all_of(call(function, place.files, options))))
    types = {n: own for n, own in found.items() if n not in place.keys}
    times = [n for n, own in types.items() if is_time(own)]
    as_text = types | dict.fromkeys(times, "VARCHAR")
    source = call(function, place.files, options | {"columns": struct(as_text)})
    others = written_otherwise(source, times, probe)
    return {"columns": struct(types | dict.fromkeys(others, "VARCHAR"))} if others else {}


def _are_alike(place: Place, probe: Probe) -> bool:
    """Whether all Parquet files have the same columns.

    If so, a query opens only the files that it needs; else it looks into all of them each time.
    """
    if len(place.files) == 1:
        return True
    parts = [exp.func("coalesce", exp.column(n), quoted("")) for n in _SHAPE]
    column = exp.func("concat_ws", quoted("\n"), *parts)
    shape = exp.func("list_sort", exp.func("list", column))
    files = exp.select(exp.alias_(shape, "shape")).from_(call("parquet_schema", place.files, {}))
    shapes = files.group_by("file_name").subquery("files")
    n_shapes = exp.Count(this=exp.Distinct(expressions=[exp.column("shape")]))
    return probe.first_row(exp.select(n_shapes).from_(shapes)) == (1,)
