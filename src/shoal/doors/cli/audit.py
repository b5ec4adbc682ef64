"""shoal audit [DIR]."""

import json
from pathlib import Path

import click

from shoal.doors.cli.progress import shown_progress
from shoal.doors.cli.words import say_findings
from shoal.operations.workspace import Workspace
from shoal.reports.answer import finding_answer


@click.command(name="audit")
@click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
@click.option("--as-of", metavar="DATE", help="A day; default yesterday.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def command(folder: Path, *, as_of: str | None, as_json: bool, debug: bool) -> None:
    """Judge the sources and the snapshot of the workspace in DIR (default: here)."""
    del debug
    with shown_progress() as progress:
        audited = Workspace(folder, progress=progress).audit(as_of)
    if as_json:
        findings = [finding_answer(f) for f in audited.findings]
        click.echo(json.dumps({"as_of": audited.as_of.isoformat(), "findings": findings}))
        return
    say_findings(audited.findings)
    click.echo(f"{audited.as_of}: {len(audited.findings)} findings.")
