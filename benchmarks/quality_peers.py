"""Other tools, each in an environment of its own; tables and clusters are exchanged as files.

``peers/NAME.txt`` pins what a tool needs, ``peers/run_NAME.py`` uses it. A tool that cannot be
installed, fails or takes too long is listed with its error.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from quality_scores import Attempt

from shoal.records.worlds import World

FOLDER = Path(__file__).parent / "peers"
CACHE = Path(os.environ.get("SHOAL_PEERS", "~/.cache/shoal-peers")).expanduser()
PEERS: Mapping[str, Sequence[str]] = {
    "yellowbrick": ("distortion-free", "distortion-held", "silhouette-free", "silhouette-held"),
    "pycaret": (
        "default",
        "normalised",
        "elbow-free",
        "elbow-held",
        "silhouette-free",
        "silhouette-held",
    ),
    "clusteval": ("free", "held"),
    "mclust": ("free", "held"),
}
# All are measured on one thread.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "LOKY_MAX_CPU_COUNT": "1",
    "MPLBACKEND": "Agg",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A tool that is ready to be started by `command`, or the error that keeps it from it."""

    name: str
    command: tuple[str, ...] = ()
    error: str = ""


def prepare(name: str, *, cache: Path, python: str) -> Peer:
    """Make the tool's environment, unless it is there from an earlier run.

    Parameters
    ----------
    name
        A key of `PEERS`.
    cache
        Folder of the environments.
    python
        The interpreter they are made with; PyCaret 3.3 needs 3.9 to 3.11.
    """
    if name == "mclust":
        return _prepare_mclust()
    pins = FOLDER / f"{name}.txt"
    stamp = hashlib.sha256(pins.read_bytes()).hexdigest()[:16]
    home = cache / f"{name}-{stamp}"
    interpreter = home / "bin" / "python"
    if not (home / "complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        pip = (str(interpreter), "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
        steps = (
            (python, "-m", "venv", str(home)),
            (*pip, "--require-hashes", "--requirement", str(pins)),
        )
        for step in steps:
            error = _failure_of(step)
            if error:
                return Peer(name=name, error=error)
        (home / "complete").touch()
    return Peer(name=name, command=(str(interpreter), str(FOLDER / f"run_{name}.py")))


def ask(peer: Peer, world: World, *, timeout_seconds: float) -> Mapping[str, Attempt]:
    """Let a tool segment a world in all its ways.

    Returns
    -------
    mapping of str to Attempt
        By way; those that were not reached carry the reason.
    """
    if peer.error:
        return {way: Attempt(error=peer.error) for way in PEERS[peer.name]}
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.csv"
        _write_table(table, world)
        error = _start([*peer.command, str(table), folder], Path(folder), timeout_seconds)
        return {way: _read_attempt(Path(folder) / f"{way}.json", error) for way in PEERS[peer.name]}


def _prepare_mclust() -> Peer:
    script = shutil.which("Rscript")
    if script is None:
        error = "no Rscript; on Debian: apt-get install r-base-core r-cran-mclust"
        return Peer(name="mclust", error=error)
    error = _failure_of((script, "--vanilla", "-e", "library(mclust)"))
    if error:
        return Peer(name="mclust", error=error)
    return Peer(name="mclust", command=(script, "--vanilla", str(FOLDER / "run_mclust.R")))


def _failure_of(step: Sequence[str]) -> str:
    """Run a step; return its last words if it fails, else nothing."""
    try:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
    except OSError as failure:
        return str(failure)
    return _last_line(done.stderr) if done.returncode else ""


def _start(command: Sequence[str], folder: Path, timeout_seconds: float) -> str:
    """Run a tool in a folder of its own; return why it did not end well, or nothing."""
    with (folder / "errors.log").open("w+", encoding="utf-8") as log:
        running = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | ONE_THREAD,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
        try:
            code = running.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)  # with all that the tool has started
            running.wait()
            return f"stopped after {timeout_seconds:g} s"
        log.seek(0)
        return _last_line(log.read()) if code else "wrote no answer"


def _write_table(file: Path, world: World) -> None:
    rows = world.matrix()
    lines = [",".join("" if np.isnan(v) else repr(float(v)) for v in row) for row in rows]
    file.write_text("\n".join([",".join(world.metrics), *lines, ""]), "utf-8")


def _read_attempt(file: Path, error: str) -> Attempt:
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return Attempt(error=error)
    if "error" in told:
        return Attempt(error=told["error"])
    return Attempt(clusters=np.asarray(told["clusters"], dtype=np.intp), seconds=told["seconds"])


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "failed without a word"
