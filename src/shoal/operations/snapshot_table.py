"""A snapshot as one table: metrics and attributes of each account side by side."""

from pathlib import Path

from sqlglot import exp

from shoal.engines.duckdb_engine import DuckDbEngine
from shoal.engines.engine import Engine
from shoal.errors import SnapshotInvalid
from shoal.operations.snapshot_files import refuse_changed
from shoal.records.queries import Query
from shoal.records.snapshots import Snapshot
from shoal.records.tables import Column, Table
from shoal.records.workspace import EngineSpec, Location

ID, AS_OF = "account_id", "as_of"


def snapshot_table(snapshot: Snapshot, settings: EngineSpec, *, name: str) -> Table:
    """Return the metrics of a snapshot, then those attributes that share no name with one.

    Raises
    ------
    SnapshotInvalid
        If the two files are not of the same accounts, or were replaced while they were read.
    """
    folders = [snapshot.metrics.parent, snapshot.attributes.parent]
    with DuckDbEngine(settings, allowed=folders) as engine:
        metrics = _rows(engine, "metrics", snapshot.metrics)
        attributes = _rows(engine, "attributes", snapshot.attributes)
    refuse_changed(snapshot)
    ids = metrics.column(ID).values
    if len(ids) != attributes.n_rows or (ids != attributes.column(ID).values).any():
        raise SnapshotInvalid(
            f"Metrics and attributes of {snapshot.as_of} are not of the same accounts.",
            suggestion=f"Run shoal measure --as-of {snapshot.as_of} again.",
        )
    taken = {AS_OF, *metrics.column_names}
    columns: tuple[Column, ...] = (
        *(c for c in metrics.columns if c.name != AS_OF),
        *(c for c in attributes.columns if c.name not in taken),
    )
    return Table(name=name, n_rows=metrics.n_rows, columns=columns, is_measured=True)


def _rows(engine: Engine, name: str, path: Path) -> Table:
    columns = engine.open(name, Location(path=str(path)), texts=frozenset({ID}))
    select = exp.select(*(exp.column(c.name, quoted=True) for c in columns))
    ordered = select.from_(exp.to_table(name)).order_by(exp.column(ID, quoted=True))
    return engine.rows(Query(tree=ordered, columns=columns))
