"""shoal export sql MODEL --dialect D."""

from pathlib import Path

import click

from shoal.operations.export_sql import DEFAULT_TABLE, DIALECTS, export_sql


@click.group(name="export")
def command() -> None:
    """Write a segmentation in a form that other systems run."""


@command.command(name="sql")
@click.argument("model", type=click.Path(path_type=Path))
@click.option("--dialect", required=True, metavar="D", help=f"One of {', '.join(DIALECTS)}.")
@click.option("--table", default=DEFAULT_TABLE, metavar="NAME", help="Default: accounts.")
@click.option("--only-segment", is_flag=True, help="The account and its segment alone; quicker.")
@click.option("--out", type=click.Path(path_type=Path), help="File to write; else it is printed.")
@click.option("--overwrite", is_flag=True, help="Replace a file that Shoal did not write.")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def sql(
    model: Path,
    *,
    dialect: str,
    table: str,
    only_segment: bool,
    out: Path | None,
    overwrite: bool,
    debug: bool,
) -> None:
    """Write MODEL, a model.json of shoal segment, as one SQL statement.

    The statement reads a table with the columns of the fit and gives the columns of
    assignments.csv. Without an id column it numbers the rows as the database reads them.
    """
    del debug
    text = export_sql(
        model,
        dialect=dialect,
        table=table,
        only_segment=only_segment,
        out=out,
        overwrite=overwrite,
    )
    click.echo(text if out is None else f"Statement: {out}", nl=out is not None)
