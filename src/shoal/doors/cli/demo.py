"""shoal demo [DIR]."""

from pathlib import Path

import click

from shoal.doors.cli.progress import shown_progress
from shoal.doors.cli.words import say_written
from shoal.operations.demo import make_demo


@click.command(name="demo")
@click.argument("folder", type=click.Path(path_type=Path), default="demo", metavar="[DIR]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def command(folder: Path, *, as_json: bool, debug: bool) -> None:
    """Make up a company with a year of logs in DIR (default: demo) and run every verb on it."""
    del debug
    with shown_progress() as progress:
        demo = make_demo(folder, progress=progress)
    say_written(demo.written, as_json=as_json)
    if not as_json:
        click.echo(f"Workspace: {demo.folder}, logs up to {demo.as_of}; try shoal audit {folder}")
