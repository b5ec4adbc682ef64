"""shoal assign MODEL FILE --out F."""

import json
from pathlib import Path

import click

from shoal.doors.cli.progress import shown_progress
from shoal.doors.cli.words import say_findings
from shoal.operations.assign_file import assign_file
from shoal.reports.assigned import assign_answer


@click.command(name="assign")
@click.argument("model", type=click.Path(path_type=Path))
@click.argument("file")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="CSV to write.")
@click.option("--on-duplicate-id", help="error, last or mean; default as at the fit.")
@click.option("--overwrite", is_flag=True, help="Replace a file that Shoal did not write.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def command(
    model: Path,
    file: str,
    *,
    out: Path,
    on_duplicate_id: str | None,
    overwrite: bool,
    as_json: bool,
    debug: bool,
) -> None:
    """Put the customers in FILE into the segments of MODEL, a model.json of shoal segment."""
    del debug
    with shown_progress() as progress:
        assigned = assign_file(
            model,
            file,
            out=out,
            on_duplicate_id=on_duplicate_id,
            overwrite=overwrite,
            progress=progress,
        )
    if as_json:
        answer = assign_answer(
            assigned.assignment, assigned.segments, assigned.findings, out=str(out)
        )
        click.echo(json.dumps(answer, allow_nan=False))
        return
    say_findings(assigned.findings)
    click.echo(f"{len(assigned.accounts.ids)} accounts assigned: {out}")
