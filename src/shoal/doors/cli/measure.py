"""shoal measure [DIR]."""

import json
from pathlib import Path

import click

from shoal.doors.cli.progress import shown_progress
from shoal.doors.cli.words import say_findings
from shoal.operations.workspace import Workspace
from shoal.reports.measured import (
    explained_answer,
    explained_lines,
    measured_answer,
    measured_lines,
)


@click.command(name="measure")
@click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
@click.option("--as-of", metavar="DATE", help="A day, or several with commas; default yesterday.")
@click.option("--explain", metavar="METRIC", help="Print what a metric means, and its SQL.")
@click.option("--dry-run", is_flag=True, help="Say what would be measured; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def command(
    folder: Path,
    *,
    as_of: str | None,
    explain: str | None,
    dry_run: bool,
    as_json: bool,
    debug: bool,
) -> None:
    """Measure every account of the workspace in DIR (default: here) as of a date."""
    del debug
    if explain is not None:
        explained = Workspace(folder).explain_metric(explain, as_of)
        _say(explained_answer(explained) if as_json else explained_lines(explained))
        return
    with shown_progress() as progress:
        measured = Workspace(folder, progress=progress).measure(as_of, dry_run=dry_run)
    if not as_json:
        say_findings(measured.findings)
    _say(measured_answer(measured) if as_json else measured_lines(measured))


def _say(told: object) -> None:
    if isinstance(told, dict):
        click.echo(json.dumps(told, allow_nan=False))
        return
    for line in told:  # type: ignore[attr-defined]
        click.echo(line)
