"""shoal check [DIR]."""

import json
import os
from pathlib import Path

import click

from shoal.errors import DataError
from shoal.operations.check import Checked, check_workspace
from shoal.records.findings import Finding, Severity
from shoal.reports.answer import finding_answer
from shoal.sources.plugins import installed_functions
from shoal.wording import format_count, join_words


@click.command(name="check")
@click.argument("place", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
def command(place: Path, *, as_json: bool, debug: bool) -> None:
    """Check the workspace file in DIR (default: here) and the tables it names.

    Nothing is written or sent. Exits 3 if there is an error.
    """
    del debug
    checked = check_workspace(place, os.environ, functions=installed_functions())
    if as_json:
        findings = [finding_answer(f) for f in checked.findings]
        click.echo(json.dumps({"workspace": checked.name, "findings": findings}, allow_nan=False))
    else:
        for finding in checked.findings:
            click.echo(_told(finding))
        click.echo(_summary(checked))
    if checked.has_error:
        raise SystemExit(DataError.exit_code)


def _told(finding: Finding) -> str:
    """Return a finding as compilers write theirs, so that editors find the line."""
    place, mark, rest = finding.message.partition(": ")
    mend = f"\n    {finding.suggestion}" if finding.suggestion else ""
    return f"{place}{mark}{finding.severity.value}: {rest}{mend}"


def _summary(checked: Checked) -> str:
    if not checked.findings:
        return f"{checked.name}: no findings."
    counts = {s: sum(f.severity is s for f in checked.findings) for s in Severity}
    told = [f"{format_count(n)} {s}{'s' if n > 1 else ''}" for s, n in counts.items() if n]
    return f"{checked.name or 'The workspace'}: {join_words(told)}."
