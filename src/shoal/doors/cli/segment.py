"""shoal segment FILE."""

from pathlib import Path
from typing import Any

import click

from shoal.doors.cli.progress import shown_progress
from shoal.doors.cli.words import named, placed, say_written, weighed
from shoal.operations.asking import AVAILABLE, ask
from shoal.operations.segment_file import default_out, segment_file
from shoal.records.options import SearchOptions

_USUAL = SearchOptions()
_PLACE_HELP = "Accounts for which the condition holds get this segment; may be repeated."


@click.command(name="segment")
@click.argument("file")
@click.option("--id", "id_", metavar="COL", help="The id column; guessed when evident.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the files.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--segments", metavar="N", help="How many, or 4-6; else the evidence decides.")
@click.option("--algorithm", metavar="A", help=f"One of {', '.join(AVAILABLE)}.")
@click.option("--metrics", metavar="A,B", help="Columns to cluster on; column=meaning declares.")
@click.option("--context", metavar="C,D", help="Columns shown beside the segments.")
@click.option("--outcome", metavar="COL", help="What became of the customers; never clustered.")
@click.option("--seats", metavar="COL", help="Column that volumes are divided by.")
@click.option("--weights", metavar="A=0.5,B=2", help="How much metrics count; the others 1.")
@click.option("--drop-noise", is_flag=True, help="Leave out metrics that carry nothing.")
@click.option("--place", multiple=True, metavar="NAME=CONDITION", help=_PLACE_HELP)
@click.option(
    "--smallest-share",
    type=float,
    metavar="S",
    help=f"No segment smaller; {_USUAL.smallest_share:g}.",
)
@click.option("--largest-share", type=float, metavar="S", help="None larger, if possible.")
@click.option(
    "--unusual-share",
    type=float,
    metavar="S",
    help=f"Share listed as unusual; {_USUAL.unusual_share:g}.",
)
@click.option("--apply-suggestions", default="safe", help="safe (default) or none.")
@click.option("--on-duplicate-id", default="error", help="error (default), last or mean.")
@click.option("--as-of", metavar="DATE", help="The day the table describes; default today.")
@click.option("--seed", type=int, default=0, help="For everything random; default 0.")
@click.option("--title", help="What the report calls these customers.")
@click.option("--overwrite", is_flag=True, help="Write into a folder that holds other files.")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def command(file: str, **given: Any) -> None:  # noqa: ANN401  # click hands over what was typed
    """Find segments in FILE: CSV, Parquet, JSON lines or XLSX; - reads standard input."""
    out: Path = given["out"] or default_out(file)
    options = ask(
        id=given["id_"],
        segments=given["segments"],
        algorithm=given["algorithm"],
        metrics=named(given["metrics"]),
        context=named(given["context"]) or (),
        outcome=named(given["outcome"]),
        seats=given["seats"],
        smallest_share=given["smallest_share"],
        largest_share=given["largest_share"],
        unusual_share=given["unusual_share"],
        weights=weighed(given["weights"]),
        placements=placed(given["place"]),
        drop_noise=given["drop_noise"],
        apply_suggestions=given["apply_suggestions"],
        on_duplicate_id=given["on_duplicate_id"],
        as_of=given["as_of"],
        seed=given["seed"],
        title=given["title"],
    )
    with shown_progress() as progress:
        written = segment_file(
            file, options, out=out, overwrite=given["overwrite"], progress=progress
        )
    say_written(written, as_json=given["as_json"])
