"""shoal audit [DIR]."""

import json
from pathlib import Path

import click

from shoal.doors.cli.progress import shown_progress
from shoal.operations.workspace import Workspace
from shoal.reports.audited import audited_answer, audited_lines


@click.command(name="audit")
@click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
@click.option("--as-of", metavar="DATE", help="A day; default yesterday.")
@click.option("--dry-run", is_flag=True, help="Leave nothing behind, no snapshot either.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def command(folder: Path, *, as_of: str | None, dry_run: bool, as_json: bool, debug: bool) -> None:
    """Judge the sources and the snapshot of the workspace in DIR (default: here).

    First the join: how many rows found their account. If there is no snapshot of the date, it is
    measured and kept. Exits 0 whatever is found.
    """
    del debug
    with shown_progress() as progress:
        audited = Workspace(folder, progress=progress).audit(as_of, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(audited_answer(audited), allow_nan=False))
        return
    for line in audited_lines(audited):
        click.echo(line)
