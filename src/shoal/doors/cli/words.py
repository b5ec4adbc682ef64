"""What the verbs say when they are done, and how lists are typed."""

import json

import click

from shoal.operations.segment_file import Written
from shoal.records.findings import Finding, Severity
from shoal.reports.answer import segment_answer
from shoal.reports.summary import summary_lines

_MARKS = {Severity.ERROR: "!!", Severity.WARNING: " !", Severity.NOTE: "  "}


def named(text: str | None) -> tuple[str, ...] | None:
    """Split a list of column names typed with commas; None stays None.

    Examples
    --------
    >>> named("logins, tickets")
    ('logins', 'tickets')
    """
    if text is None:
        return None
    return tuple(name.strip() for name in text.split(",") if name.strip())


def say_study(written: Written, *, as_json: bool) -> None:
    """Print the answer to stdout: one JSON object, or the summary and the report's place."""
    if as_json:
        answer = segment_answer(written.study, files=written.files)
        click.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False))
        return
    click.echo("", err=True)
    for line in summary_lines(written.study):
        click.echo(line)
    click.echo(f"\nReport: {written.files['report']}")


def say_findings(findings: tuple[Finding, ...]) -> None:
    """Print findings to stderr, one a line, with what can be done."""
    for finding in findings:
        where = f"{finding.column}: " if finding.column else ""
        click.echo(f"{_MARKS[finding.severity]} {where}{finding.message}", err=True)
        if finding.suggestion:
            click.echo(f"   {finding.suggestion}", err=True)
