"""DuckDB relations as tables, through NumPy alone: neither pandas nor pyarrow is needed."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from shoal.errors import NothingToCluster
from shoal.records.tables import Table
from shoal.sources.arrays import draft_of_array
from shoal.sources.cells import table_of
from shoal.sources.drafts import Draft
from shoal.sources.headers import name_columns


def table_of_relation(relation: Any, *, name: str, duckdb: ModuleType) -> Table:  # noqa: ANN401 - no type without loading DuckDB
    """Read a DuckDB relation.

    Parameters
    ----------
    relation
        A `duckdb.DuckDBPyRelation`; its query runs once.
    name
        The table's name, for people.
    duckdb
        The module that made it, handed in so that other frames do not load it.

    Raises
    ------
    duckdb.Error
        The query fails.
    NothingToCluster
        The query has no row.
    """
    names = list(relation.columns)
    named = name_columns(names, source=name)
    arrays = _without_enums(relation, names, duckdb).fetchnumpy()
    n_rows = len(next(iter(arrays.values())))
    if not n_rows:
        raise NothingToCluster(
            f"{name} has {len(names)} column(s) but no row.",
            suggestion="Give a table with one row per customer.",
        )
    drafts = _drafts(arrays, dict(zip(names, named.names, strict=True)))
    return table_of(name, n_rows, drafts, findings=named.findings)


def _without_enums(relation: Any, names: list[str], duckdb: ModuleType) -> Any:  # noqa: ANN401 - as above
    # DuckDB hands enums over as pandas categoricals, and pandas may not be there.
    is_enum = [str(t).startswith("ENUM") for t in relation.types]
    if not any(is_enum):
        return relation
    columns = [duckdb.ColumnExpression(n) for n in names]
    return relation.select(
        *(
            c.cast("VARCHAR").alias(n) if enum else c
            for c, n, enum in zip(columns, names, is_enum, strict=True)
        )
    )


def _drafts(arrays: dict[str, Any], names: dict[str, str]) -> Iterator[Draft]:
    for written, name in names.items():
        yield draft_of_array(name, arrays.pop(written))
