"""shoal fit [DIR]."""

import json
from pathlib import Path

import click

from shoal.doors.cli.progress import shown_progress
from shoal.doors.cli.words import say_findings, say_study
from shoal.operations.workspace import Workspace
from shoal.reports.answer import segment_answer


@click.command(name="fit")
@click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
@click.option("--as-of", metavar="DATE", help="A day; default yesterday.")
@click.option("--segmentation", metavar="NAME", help="Which one, where there are several.")
@click.option("--dry-run", is_flag=True, help="Find the segments; leave nothing behind.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def command(
    folder: Path,
    *,
    as_of: str | None,
    segmentation: str | None,
    dry_run: bool,
    as_json: bool,
    debug: bool,
) -> None:
    """Segment the accounts of the workspace in DIR (default: here) as of a date."""
    del debug
    with shown_progress() as progress:
        workspace = Workspace(folder, progress=progress)
        fitted = workspace.fit(as_of, segmentation=segmentation, dry_run=dry_run)
    if not as_json:
        say_findings(fitted.findings)
        say_study(fitted.study, files=fitted.files)
        return
    answer = segment_answer(fitted.study, files=fitted.files)
    head = {"segmentation": fitted.segmentation, "as_of": fitted.study.as_of.isoformat()}
    click.echo(json.dumps(head | answer, allow_nan=False))
