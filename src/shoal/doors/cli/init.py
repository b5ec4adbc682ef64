"""shoal init DIR --from FILE..."""

import json
from pathlib import Path

import click

from shoal.operations.init import Begun, begin_workspace
from shoal.reports.answer import finding_answer
from shoal.spec.guessing.guess import SourceGuess
from shoal.wording import format_count


class _Command(click.Command):
    """Takes any number of files after one --from."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write --from before every file that follows it."""
        return super().parse_args(ctx, _repeated(args))


@click.command(name="init", cls=_Command)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--from",
    "given",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE...",
    help="Files, or folders of files, to look at.",
)
@click.option("--dry-run", is_flag=True, help="Print the file; write nothing.")
@click.option("--overwrite", is_flag=True, help="Replace a shoal.yml that is there already.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def command(
    folder: Path,
    *,
    given: tuple[Path, ...],
    dry_run: bool,
    overwrite: bool,
    as_json: bool,
    debug: bool,
) -> None:
    """Write DIR/shoal.yml: what the files are, guessed from their columns and values."""
    del debug
    begun = begin_workspace(folder, given, overwrite=overwrite, write=not dry_run)
    if as_json:
        click.echo(json.dumps(_answer(begun), allow_nan=False, ensure_ascii=False))
        return
    if dry_run:
        click.echo(begun.text, nl=False)
    for line in _summary(begun):
        click.echo(line, err=dry_run)


def _answer(begun: Begun) -> dict[str, object]:
    findings = () if begun.checked is None else begun.checked.findings
    return {
        "workspace": begun.name,
        "file": None if begun.checked is None else str(begun.file),
        "text": begun.text,
        "sources": [_source(s) for s in begun.guess.sources],
        "unused": dict(begun.guess.unused),
        "look_at": list(begun.look_at),
        "findings": [finding_answer(f) for f in findings],
    }


def _source(source: SourceGuess) -> dict[str, object]:
    via = source.via
    return {
        "name": source.name,
        "role": source.role.value,
        "path": source.table.path,
        "columns": dict(source.fields),
        "account_via": None if via is None else {"source": via.source, "on": via.on},
    }


def _summary(begun: Begun) -> list[str]:
    lines = []
    for source in begun.guess.sources:
        way = f", account through {source.via.source}" if source.via else ""
        rows = format_count(source.table.n_rows)
        lines.append(f"{source.name}: {source.role.value} ({rows} rows looked at{way})")
    if begun.look_at:
        lines += ["", "Look at:", *(f"- {told}" for told in begun.look_at)]
    if begun.checked is not None:
        told = [f"- {f.message}" for f in begun.checked.findings]
        lines += ["", *(["shoal check says:", *told, ""] if told else [])]
        lines.append(f"Workspace: {begun.file}")
    return lines


def _repeated(args: list[str]) -> list[str]:
    """Return the arguments with the option's name before each of its values.

    >>> _repeated(["acme", "--from", "a.csv", "b.csv", "--json"])
    ['acme', '--from', 'a.csv', '--from', 'b.csv', '--json']
    """
    found: list[str] = []
    within = False
    for arg in args:
        if arg.startswith("-") and arg != "-":
            within = arg == "--from"
        elif within and found[-1] != "--from":
            found.append("--from")
        found.append(arg)
    return found
