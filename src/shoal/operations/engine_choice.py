"""The engine that a workspace asks for: a new one is a module and a line here."""

from collections.abc import Callable
from importlib import import_module

from shoal.engines.engine import Engine
from shoal.operations.workspace_reading import places_read
from shoal.records.workspace import EngineKind, WorkspaceSpec

# An engine is loaded when a workspace needs it: Spark must not be waited for by the others.
_ENGINES = {
    EngineKind.DUCKDB: "shoal.engines.duckdb_engine:DuckDbEngine",
    EngineKind.POSTGRES: "shoal.engines.postgres_engine:PostgresEngine",
    EngineKind.SPARK: "shoal.engines.spark_engine:SparkEngine",
}


def engine_of(spec: WorkspaceSpec) -> Engine:
    """Return the engine of a workspace, not yet entered.

    Raises
    ------
    MissingExtra
        If it is not installed.
    OutsideError
        If its server or cluster cannot be reached.
    """
    module, _, name = _ENGINES[spec.engine.kind].partition(":")
    make: Callable[..., Engine] = getattr(import_module(module), name)
    return make(spec.engine, allowed=(*places_read(spec), spec.storage))
