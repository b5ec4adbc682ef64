"""`shoal demo`: a made-up company with a year of logs, and every verb run on it."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from shoal import clock
from shoal.errors import OutputExists, WorkspaceInvalid
from shoal.files import only_writer, write_file
from shoal.operations.asking import ask
from shoal.operations.assign_file import assign_file
from shoal.operations.demo_files import write_tables
from shoal.operations.demo_workspace import workspace_text
from shoal.operations.export_sql import export_sql
from shoal.operations.segment import Progress
from shoal.operations.segment_file import Written, segment_file
from shoal.operations.snapshot_files import read_snapshot
from shoal.operations.snapshot_table import snapshot_table
from shoal.operations.table_csv import table_csv
from shoal.operations.workspace import Workspace
from shoal.records.findings import Finding
from shoal.records.tables import Table
from shoal.spec.workspace import FILE_NAME
from shoal.worlds.company import make_company

COMPANY = "Acme Cloud"
_NAME = "acme-cloud"
_ANOTHER = "Name another folder."
_QUARTER = timedelta(days=91)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo left behind: a workspace, its segments, and what the audit found."""

    folder: Path
    as_of: date
    written: Written
    findings: tuple[Finding, ...]


def make_demo(folder: Path, *, progress: Progress) -> Demo:
    """Make up a company, write its logs and a workspace, and run every verb on it.

    The logs end yesterday, so that verbs without a date find them fresh. The folder keeps whatever
    else is in it.

    Raises
    ------
    OutputExists
        If the folder has a shoal.yml of somebody else.
    """
    as_of = clock.today() - timedelta(days=1)
    workspace = Workspace(folder, progress=progress)
    _write_company(folder, as_of, progress)
    checked = workspace.check()
    if checked.has_error:
        raise WorkspaceInvalid("The demo's workspace has errors.", findings=checked.findings)
    workspace.measure((as_of - _QUARTER, as_of))
    audited = workspace.audit(as_of)
    fitted = workspace.fit(as_of)
    files = fitted.files or {}
    try:
        _use_tables(folder, workspace, as_of, Path(files["model"]), progress)
    except OutputExists as error:  # the demo has no option for any other place
        raise OutputExists(error.message, suggestion=_ANOTHER) from error
    written = Written(study=fitted.study, files=files)
    return Demo(folder=folder, as_of=as_of, written=written, findings=audited.findings)


def _write_company(folder: Path, as_of: date, progress: Progress) -> None:
    progress("Making up a company", 0.0)
    file = folder / FILE_NAME
    text = workspace_text(_NAME)
    if file.exists() and file.read_text(encoding="utf-8") != text:
        raise OutputExists(f"{file} is there and not the demo's.", suggestion=_ANOTHER)
    company = make_company(as_of=as_of)
    with only_writer(file):
        write_file(file, text)
    progress("Writing its logs", 0.0)
    tables = {table.name: table for table in company.tables}
    write_tables(folder, tables, Workspace(folder).spec.engine)


def _use_tables(
    folder: Path, workspace: Workspace, as_of: date, model: Path, progress: Progress
) -> None:
    """Run the verbs that need no workspace: on tables of the company as it was and is."""
    now, before = folder / "customers.csv", folder / "customers-last-quarter.csv"
    _write_table(now, _wide(workspace, as_of))
    _write_table(before, _wide(workspace, as_of - _QUARTER))
    options = ask(id="account_id", as_of=as_of, title=COMPANY)
    out = folder / "customers-segments"
    segment_file(str(now), options, out=out, overwrite=False, progress=progress)
    progress("Assigning and exporting", 0.0)
    assigned = folder / "assigned-last-quarter.csv"
    assign_file(
        model, str(before), out=assigned, on_duplicate_id=None, overwrite=True, progress=progress
    )
    export_sql(model, dialect="duckdb", out=folder / "segments.sql", overwrite=True)


def _wide(workspace: Workspace, as_of: date) -> Table:
    spec = workspace.spec
    return snapshot_table(read_snapshot(spec, as_of), spec.engine, name=COMPANY)


def _write_table(path: Path, table: Table) -> None:
    with only_writer(path):
        write_file(path, table_csv(table))
