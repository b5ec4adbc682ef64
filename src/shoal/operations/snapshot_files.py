"""Snapshots on disc: metrics, attributes, and a page that says what they are.

The page holds the hashes of both. New files are made ready beside the old ones; writing the page
decides, and what is ready then takes its place. A run that is killed before leaves the old
snapshot, one that is killed after leaves the new one, which the next reader puts in place.
"""

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from shoal.errors import DataError, NotAFile, SnapshotInvalid, near_matches
from shoal.files import only_writer, replace_whole, write_file
from shoal.records.definitions import MetricDefinition
from shoal.records.meanings import Better, Kind
from shoal.records.snapshots import Snapshot
from shoal.records.workspace import WhenNothing, WorkspaceSpec

FORMAT, VERSION = "shoal-snapshot", 1
_BLOCK = 1 << 20
_PLACES = re.compile(r"place=Place\([^)]*\)")  # a line more above changes nothing that is said


def metrics_path(spec: WorkspaceSpec, as_of: date) -> Path:
    """Return where the metrics of a date are."""
    return spec.storage / "snapshots" / f"{as_of}.parquet"


def attributes_path(spec: WorkspaceSpec, as_of: date) -> Path:
    """Return where the attributes of a date are."""
    return spec.storage / "attributes" / f"{as_of}.parquet"


def page_path(spec: WorkspaceSpec, as_of: date) -> Path:
    """Return where the page of a date is."""
    return spec.storage / "snapshots" / f"{as_of}.json"


def ready_path(path: Path) -> Path:
    """Return where a file is made ready to take the place of `path`."""
    return path.with_name(f".{path.name}.ready")


def content_hash(path: Path) -> str:
    """Return the SHA-256 of a file, or of all files of a folder in the order of their names."""
    hashed = hashlib.sha256()
    files = sorted(p for p in path.rglob("*.parquet")) if path.is_dir() else [path]
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                hashed.update(block)
    return hashed.hexdigest()


def declarations_hash(spec: WorkspaceSpec) -> str:
    """Return the SHA-256 of what a workspace says of sources and metrics, wherever it stands."""
    said = [spec.timezone, spec.currency, dict(spec.rates), spec.metrics, list(spec.sources)]
    text = _PLACES.sub("", repr(said)).replace(str(spec.folder), "")
    return hashlib.sha256(text.encode()).hexdigest()


def put_in_place(spec: WorkspaceSpec, snapshot: Snapshot) -> Snapshot:
    """Let what is ready become the snapshot of its date, all of it or nothing.

    Returns
    -------
    Snapshot
        With the hashes of its files.
    """
    whole = replace(
        snapshot,
        metrics_hash=content_hash(ready_path(snapshot.metrics)),
        attributes_hash=content_hash(ready_path(snapshot.attributes)),
    )
    _write_page(spec, whole)
    for file, known_hash in _hashes(whole):
        _settle(file, known_hash)
    return whole


def refuse_changed(snapshot: Snapshot) -> None:
    """Refuse a snapshot whose files are not those that its page speaks of.

    Raises
    ------
    SnapshotInvalid
        If one was changed, or the date was measured again after the page was read.
    """
    for file, known_hash in _hashes(snapshot):
        if not file.exists() or content_hash(file) != known_hash:
            why = f"{file.name} is not the file that was written with it"
            raise _invalid(snapshot.as_of, why)


def read_snapshot(spec: WorkspaceSpec, as_of: date) -> Snapshot:
    """Return a snapshot that was measured before.

    Raises
    ------
    NotAFile
        If there is none of this date.
    SnapshotInvalid
        If its files do not belong together.
    """
    path = page_path(spec, as_of)
    if not path.is_file():
        known = sorted(p.stem for p in path.parent.glob("*.json"))
        raise NotAFile(
            f"There is no snapshot of {as_of}.{near_matches(str(as_of), known)}",
            suggestion=f"Run shoal measure --as-of {as_of} first.",
        )
    snapshot = _read(spec, as_of, path)
    for file, known_hash in _hashes(snapshot):
        _settle(file, known_hash)
    refuse_changed(snapshot)
    return snapshot


def dates_measured(spec: WorkspaceSpec) -> tuple[date, ...]:
    """Return the dates that there are snapshots of, in order."""
    folder = spec.storage / "snapshots"
    return tuple(sorted(date.fromisoformat(p.stem) for p in folder.glob("????-??-??.json")))


def _write_page(spec: WorkspaceSpec, snapshot: Snapshot) -> None:
    page = {
        "format": FORMAT,
        "version": VERSION,
        "as_of": snapshot.as_of.isoformat(),
        "accounts": snapshot.n_accounts,
        "window_days": snapshot.window_days,
        "declarations_sha256": declarations_hash(spec),
        "metrics_sha256": snapshot.metrics_hash,
        "attributes_sha256": snapshot.attributes_hash,
        "metrics": [_plain(definition) for definition in snapshot.definitions],
    }
    path = page_path(spec, snapshot.as_of)
    with only_writer(path):
        write_file(path, json.dumps(page, indent=1) + "\n")


def _hashes(snapshot: Snapshot) -> tuple[tuple[Path, str], ...]:
    return (
        (snapshot.metrics, snapshot.metrics_hash),
        (snapshot.attributes, snapshot.attributes_hash),
    )


def _settle(file: Path, known_hash: str) -> None:
    """Put the file in place that the page speaks of, if it still lies ready."""
    ready = ready_path(file)
    # Another reader may be first, or the storage only be read; what is not whole is refused later.
    with suppress(OSError):
        if content_hash(ready) == known_hash:
            replace_whole(ready, file)


def _plain(definition: MetricDefinition) -> dict[str, object]:
    return {
        name: getattr(value, "value", value)
        for name, value in asdict(definition).items()
        if name not in {"formula", "needs"}
    }


def _read(spec: WorkspaceSpec, as_of: date, path: Path) -> Snapshot:
    try:
        page = json.loads(path.read_text(encoding="utf-8"))
        if page["format"] != FORMAT or page["version"] != VERSION:
            raise _invalid(as_of, "it is of another format or version")
        return Snapshot(
            as_of=as_of,
            metrics=metrics_path(spec, as_of),
            attributes=attributes_path(spec, as_of),
            n_accounts=int(page["accounts"]),
            window_days=int(page["window_days"]),
            definitions=tuple(_definition(m) for m in page["metrics"]),
            declarations_hash=str(page["declarations_sha256"]),
            metrics_hash=str(page["metrics_sha256"]),
            attributes_hash=str(page["attributes_sha256"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _invalid(as_of, "its page cannot be read") from error


def _definition(plain: dict[str, object]) -> MetricDefinition:
    return MetricDefinition(
        name=str(plain["name"]),
        unit=str(plain["unit"]),
        better=Better(int(str(plain["better"]))),
        kind=Kind(str(plain["kind"])),
        meaning=str(plain["meaning"]),
        formula="",
        missing=WhenNothing(str(plain["missing"])),
    )


def _invalid(as_of: date, why: str) -> DataError:
    return SnapshotInvalid(
        f"The snapshot {as_of} cannot be used: {why}.",
        suggestion=f"Run shoal measure --as-of {as_of} again.",
    )
