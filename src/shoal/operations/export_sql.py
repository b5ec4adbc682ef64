"""A frozen segmentation as one SQL statement."""

from pathlib import Path

from sqlglot import exp

from shoal.errors import UsageError, near_matches
from shoal.files import only_writer, write_file
from shoal.operations.file_place import check_place
from shoal.operations.model_file import read_model
from shoal.operations.placement_sql import sql_placements
from shoal.operations.placing import all_segments
from shoal.records.model import Model
from shoal.segments.assignment.sql.dialects import SqlDialect
from shoal.segments.assignment.sql.statement import assignment_query

DEFAULT_TABLE = "accounts"
DIALECTS = tuple(dialect.value for dialect in SqlDialect)
_HEAD = "-- Written by Shoal: accounts into segments.\n"


def sql_text(
    model: Model,
    *,
    dialect: str = SqlDialect.DUCKDB,
    table: str = DEFAULT_TABLE,
    only_segment: bool = False,
) -> str:
    """Return one SQL statement that assigns a table's accounts as `assign` does.

    Parameters
    ----------
    model : Model
    dialect : str, default "duckdb"
        One of duckdb, postgres, spark, snowflake, bigquery, redshift, databricks.
    table : str, default "accounts"
        The table to read, as it is written in that database: `schema.accounts`, `"My table"`.
        It needs the columns that the model was fitted on, as numbers, and those that placements
        read; they are quoted in the statement, so their names are matched letter by letter.
    only_segment : bool, default False
        Leave out all columns but the account and its segment, which is quicker.

    Returns
    -------
    str
        A SELECT with the columns of assignments.csv, one row per row of the table.

    Raises
    ------
    UsageError
        If the dialect is unknown or `table` is not the name of a table.
    """
    known = _dialect(dialect)
    statement = assignment_query(
        model.rule,
        metrics=model.metrics,
        segments=all_segments(model),
        id_name=model.id_name,
        table=_table(table, known),
        dialect=known,
        only_segment=only_segment,
        placements=sql_placements(model, known),
    )
    return f"{_HEAD}{statement.sql(dialect=known.value, pretty=True)}\n"


def export_sql(
    model_path: Path,
    *,
    dialect: str,
    table: str = DEFAULT_TABLE,
    only_segment: bool = False,
    out: Path | None = None,
    overwrite: bool = False,
) -> str:
    """Return the statement of a model.json; with `out` write it there as well.

    Raises
    ------
    NotAFile
        If `out` is a folder.
    OutputExists
        If `out` is a file that Shoal did not write and `overwrite` is false.
    UsageError, DataError, OutsideError
        As reading the model, writing the statement or the file raise them.
    """
    model = read_model(model_path)
    text = sql_text(model, dialect=dialect, table=table, only_segment=only_segment)
    if out is not None:
        with only_writer(out):
            check_place(out, is_ours=_is_ours, overwrite=overwrite)
            write_file(out, text)
    return text


def _is_ours(first_line: bytes) -> bool:
    return first_line == _HEAD.encode()


def _dialect(name: str) -> SqlDialect:
    try:
        return SqlDialect(name.strip().lower())
    except ValueError:
        raise UsageError(
            f"There is no SQL dialect {name!r}.{near_matches(name, DIALECTS)}",
            suggestion=f"Choose one of {', '.join(DIALECTS)}.",
        ) from None


def _table(name: str, dialect: SqlDialect) -> exp.Table:
    table = exp.to_table(name.strip() or "?", dialect=dialect.value)
    is_plain = all(isinstance(part, exp.Identifier) and part.name for part in table.parts)
    said = {key for key, part in table.args.items() if part}
    if not name.strip() or not is_plain or said - {"this", "db", "catalog"}:
        raise UsageError(
            f"{name!r} is not the name of a table.",
            suggestion="Write it as the database does: accounts, or schema.accounts.",
        )
    return table
