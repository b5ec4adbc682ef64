"""What the verbs say when they are done, and how lists are typed."""

import json
from collections.abc import Mapping, Sequence

import click

from shoal.errors import UsageError
from shoal.operations.segment_file import Written
from shoal.records.findings import Finding, Severity
from shoal.records.studies import Study
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


def weighed(text: str | None) -> dict[str, str] | None:
    """Split weights typed as a=0.5,b=2; None stays None. Whether they are numbers is not judged.

    Examples
    --------
    >>> weighed("logins=2, nps = 0.5")
    {'logins': '2', 'nps': '0.5'}
    """
    if text is None:
        return None
    return dict(_pair(part, "--weights", "nps_score=0.5") for part in named(text) or ())


def placed(texts: Sequence[str]) -> dict[str, str]:
    """Split placements typed as NAME=CONDITION at their first equals sign.

    Examples
    --------
    >>> placed(["Trial=stage = 'trial'"])
    {'Trial': "stage = 'trial'"}
    """
    found: dict[str, str] = {}
    for text in texts:
        name, condition = _pair(text, "--place", "\"Trial=stage = 'trial'\"")
        if name in found:
            raise UsageError(
                f"--place names {name} twice.", suggestion="Join the two conditions with OR."
            )
        found[name] = condition
    return found


def say_written(written: Written, *, as_json: bool) -> None:
    """Print the answer to stdout: one JSON object, or the summary and the report's place."""
    if as_json:
        answer = segment_answer(written.study, files=written.files)
        click.echo(json.dumps(answer, allow_nan=False))
        return
    say_study(written.study, files=written.files)


def say_study(study: Study, *, files: Mapping[str, str] | None) -> None:
    """Print the summary of a study, and where its report is if it was written."""
    click.echo("", err=True)
    for line in summary_lines(study):
        click.echo(line)
    if files is not None:
        click.echo(f"\nReport: {files['report']}")


def say_findings(findings: tuple[Finding, ...]) -> None:
    """Print findings to stderr, one a line, with what can be done."""
    for finding in findings:
        where = f"{finding.column}: " if finding.column else ""
        click.echo(f"{_MARKS[finding.severity]} {where}{finding.message}", err=True)
        if finding.suggestion:
            click.echo(f"   {finding.suggestion}", err=True)


def _pair(text: str, option: str, example: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"{option} is {text!r}.", suggestion=f"Write it as {example}.")
    return name.strip(), value.strip()
