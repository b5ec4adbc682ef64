"""A connection of DuckDB's that reads and writes where it may, and nowhere else."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from shoal.engines.dialects.duckdb import duckdb_text
from shoal.engines.duckdb.errors import told_by_duckdb
from shoal.engines.duckdb.trees import Described
from shoal.engines.places import file_system, scheme_of
from shoal.errors import FileAccess, UsageError
from shoal.records.workspace import EngineSpec

# Nothing is fetched: what is in DuckDB's wheel is enough.
_CLOSED = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


class DuckDbConnection:
    """Runs trees; has a folder of its own for what does not fit into memory.

    Parameters
    ----------
    settings
        How much memory may be used, and the folder in which this one makes its own.
    allowed
        As in `DuckDbEngine`.
    """

    def __init__(self, settings: EngineSpec, *, allowed: Iterable[Path | str]) -> None:
        self._spill = settings.spill
        self.folder = _new_folder(settings.spill)
        try:
            self._connection = _connect(settings.memory_limit, self.folder, tuple(allowed))
        except BaseException:
            self._clear()
            raise

    def run(self, tree: exp.Expr, values: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - DuckDB's own type is incomplete
        """Run a tree; `values` are those that it uses and no others."""
        return self._connection.execute(duckdb_text(tree, values), values)

    def describe(self, tree: exp.Select) -> Described:
        """Return name and DuckDB's type of each column that a SELECT gives, without running it."""
        with told_by_duckdb("Looking at the columns"):
            found = self._connection.execute(f"DESCRIBE {duckdb_text(tree)}").fetchall()
        return [(str(row[0]), str(row[1])) for row in found]

    def first_row(self, tree: exp.Select) -> tuple[object, ...]:
        """Run a SELECT and return its first row."""
        with told_by_duckdb("Looking at the rows"):
            row: tuple[object, ...] = self.run(tree).fetchall()[0]
        return row

    def lend(self, name: str, arrays: dict[str, Any]) -> None:
        """Let queries read arrays under a name, until they are taken back."""
        self._connection.register(name, arrays)

    def take_back(self, name: str) -> None:
        """End what `lend` began."""
        self._connection.unregister(name)

    def close(self) -> None:
        """Close the connection and take away its folder."""
        self._connection.close()
        self._clear()

    def _clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        with suppress(OSError):
            self._spill.rmdir()  # only if nothing of anybody else is in it


def _connect(memory_limit: str, folder: Path, allowed: tuple[Path | str, ...]) -> Any:  # noqa: ANN401 - as above
    connection = duckdb.connect(":memory:", config=dict(_CLOSED))
    folders = [os.path.realpath(a) for a in allowed if scheme_of(str(a)) is None]
    addresses = [str(a) for a in allowed if scheme_of(str(a)) is not None]
    schemes = sorted({address.partition("://")[0] for address in addresses})
    systems = {scheme: file_system(scheme) for scheme in schemes}
    for system in systems.values():
        connection.register_filesystem(system)
    settings = {
        "memory_limit": memory_limit,
        "temp_directory": str(folder),
        "TimeZone": "UTC",
        "allowed_directories": [*folders, *_as_named(addresses, systems), str(folder)],
        "enable_external_access": False,
        "lock_configuration": True,
    }
    for name, value in settings.items():
        _set(connection, name, value)
    return connection


def _set(connection: Any, name: str, value: object) -> None:  # noqa: ANN401 - as above
    setting = exp.SetItem(this=exp.EQ(this=exp.var(name), expression=exp.convert(value)))
    try:
        connection.execute(duckdb_text(exp.Set(expressions=[setting])))
    except duckdb.Error as error:
        raise UsageError(
            f"The engine cannot have {name} {value}: {str(error).splitlines()[0]}.",
            suggestion='Memory is written as in memory_limit: "4GB".',
        ) from error


def _as_named(addresses: list[str], systems: Mapping[str, Any]) -> list[str]:
    """Return addresses under every name of their scheme: DuckDB asks again by one it prefers.

    The memory of fsspec, which is this process's own, is read whole: it writes its addresses with
    one stroke more than it is given.
    """
    found = []
    for address in addresses:
        scheme, _, rest = address.partition("://")
        names = systems[scheme].protocol
        names = {scheme, *([names] if isinstance(names, str) else names)}
        rest = "" if scheme == "memory" else rest.rstrip("/") + "/"
        found += [f"{name}://{rest}" for name in sorted(names)]
    return found


def _sweep(spill: Path) -> None:
    """Take away what runs that were killed have left; those that live keep theirs."""
    for folder in spill.glob("engine-*-*"):
        number = folder.name.split("-")[1]
        if (
            number.isdecimal()
            and not Path(f"/proc/{number}").exists()
            and Path("/proc/self").exists()
        ):
            shutil.rmtree(folder, ignore_errors=True)


def _new_folder(spill: Path) -> Path:
    """Make a folder of this engine's own: several runs may share what the workspace names."""
    try:
        spill.mkdir(parents=True, exist_ok=True)
        _sweep(spill)
        return Path(tempfile.mkdtemp(prefix=f"engine-{os.getpid()}-", dir=os.path.realpath(spill)))
    except OSError as error:
        raise FileAccess(
            f"Could not make a folder in {spill}: {error.strerror or error}.",
            suggestion="Name another folder under engine: spill.",
        ) from error
