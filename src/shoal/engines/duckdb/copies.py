r"""What DuckDB writes to files, and the CSV in which rows go to and come from other engines.

In that CSV every text is between quotes and a missing cell is \N without them.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlglot import exp

from shoal.engines.casts import select_as, table_named
from shoal.engines.duckdb.trees import call, own_type, quoted, struct
from shoal.records.queries import QueryColumn

MISSING = r"\N"


def as_parquet(tree: exp.Select, path: Path) -> exp.Copy:
    """Return what writes the rows of a SELECT, in their order, as Parquet."""
    return _copy(tree, path, {"FORMAT": exp.var("parquet"), "COMPRESSION": exp.var("zstd")})


def as_csv(name: str, columns: Sequence[QueryColumn], path: Path) -> exp.Copy:
    """Return what writes the columns of a table as CSV without a header."""
    options: dict[str, exp.Expr] = {
        "FORMAT": exp.var("csv"),
        "HEADER": exp.false(),
        "NULLSTR": quoted(MISSING),
        "FORCE_QUOTE": exp.Tuple(expressions=[exp.column(c.name, quoted=True) for c in columns]),
    }
    return _copy(select_as(columns).from_(table_named(name)), path, options)


def from_csv(columns: Sequence[QueryColumn], path: Path) -> exp.Select:
    """Return a SELECT of the rows of such a file."""
    options: dict[str, exp.Expr] = {
        "header": exp.false(),
        "auto_detect": exp.false(),
        "delim": quoted(","),
        "quote": quoted('"'),
        "escape": quoted('"'),
        "nullstr": quoted(MISSING),
        "allow_quoted_nulls": exp.false(),
        "columns": struct({c.name: own_type(c.type) for c in columns}),
    }
    return select_as(columns).from_(call("read_csv", [str(path)], options))


def _copy(tree: exp.Select, path: Path, options: dict[str, exp.Expr]) -> exp.Copy:
    return exp.Copy(
        this=tree.subquery(copy=False),
        kind=False,
        files=[quoted(str(path))],
        params=[exp.CopyParameter(this=exp.var(n), expression=v) for n, v in options.items()],
    )
