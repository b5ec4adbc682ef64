"""A PostgreSQL server of the tests' own: on a socket, in a folder that goes with it."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from servers.installed import debian_package

_START_SECONDS = "60"


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `url` is SQLAlchemy's form, and libpq's."""

    folder: Path
    programs: Path

    @property
    def url(self):
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def kill(self):
        """End it as a machine that loses power would."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Start a server and stop it at the end.

    It listens on a socket only. As root it runs as the user postgres, for it refuses root.
    """
    server = PostgresServer(
        folder=Path(tempfile.mkdtemp(prefix="shoal-pg-", dir="/tmp")), programs=_programs()
    )
    try:
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(server.folder, owner.pw_uid, owner.pw_gid)
        server.folder.chmod(0o755)
        data = server.folder / "data"
        _run(
            server,
            "initdb",
            "-D",
            str(data),
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale",
            "C.UTF-8",
            "--no-sync",
        )
        settings = (
            f"-c listen_addresses='' -c unix_socket_directories='{server.folder}' -c fsync=off"
        )
        log = str(server.folder / "log")
        _run(
            server,
            "pg_ctl",
            "-D",
            str(data),
            "-w",
            "-t",
            _START_SECONDS,
            "-l",
            log,
            "-o",
            settings,
            "start",
        )
        yield server
    finally:
        _stop(server)
        shutil.rmtree(server.folder, ignore_errors=True)


def _stop(server: PostgresServer) -> None:
    data = server.folder / "data"
    if (data / "postmaster.pid").exists():
        _run(server, "pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop", check=False)


def _programs() -> Path:
    """Return the folder of the newest PostgreSQL that is installed; Debian has it off the path."""
    debian_package("postgresql", lambda: _newest() is not None)
    newest = _newest()
    assert newest is not None, "PostgreSQL is not installed: sudo apt-get install -y postgresql"
    return newest


def _newest() -> Path | None:
    if (found := shutil.which("initdb")) is not None:
        return Path(found).parent
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name)
    )
    return folders[-1] if folders else None


def _run(server: PostgresServer, program: str, *arguments: str, check: bool = True) -> None:
    command: Sequence[str] = [str(server.programs / program), *arguments]
    as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    # pg_ctl hands its output on to the server, which would keep a pipe open for ever.
    with (server.folder / f"{program}.txt").open("wb") as said:
        subprocess.run(
            command,
            check=check,
            cwd=server.folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            **(as_user if os.getuid() == 0 else {}),
        )
