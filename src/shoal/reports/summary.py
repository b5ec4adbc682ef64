"""What the terminal shows after a run: the finding, the segments, the verdict, what to check."""

from shoal.records.findings import Severity
from shoal.records.studies import Study
from shoal.reports.headline import state_finding
from shoal.reports.reading import Group, Reading, read_study
from shoal.wording import format_count, format_share

_FINDINGS = 3


def summary_lines(study: Study) -> tuple[str, ...]:
    """Return plain lines of text: headline, a line a segment, verdict, notes, first findings.

    Parameters
    ----------
    study : Study

    Returns
    -------
    tuple of str
        Without line ends or markup. Names are shown as they are; control characters are not.
    """
    reading = read_study(study)
    headline = state_finding(reading)
    lines = [headline.text, *([headline.lead] if headline.lead else []), ""]
    lines += _segment_lines(reading)
    recommendation = study.recommendation
    lines += ["", recommendation.verdict.sentence, *recommendation.notes, *_finding_lines(study)]
    return tuple(_printable(line) for line in lines)


def _segment_lines(reading: Reading) -> list[str]:
    counts = [format_count(int(g.members.sum())) for g in reading.groups]
    width = max(len(count) for count in counts)
    return [
        f"{count:>{width}}  {_share(reading, group):>6}  {group.segment.name}"
        for count, group in zip(counts, reading.groups, strict=True)
    ]


def _share(reading: Reading, group: Group) -> str:
    return format_share(int(group.members.sum()) / reading.n_accounts)


def _finding_lines(study: Study) -> list[str]:
    """Return the most serious findings; notes are left to the report."""
    order = (Severity.ERROR, Severity.WARNING)
    serious = [f for severity in order for f in study.findings if f.severity is severity]
    lines = [f"Check: {f.message}" for f in serious[:_FINDINGS]]
    left = len(study.findings) - len(lines)
    if left:
        lines.append(f"{format_count(left)} more finding{'' if left == 1 else 's'} in the report.")
    return lines


def _printable(line: str) -> str:
    """Drop what a terminal would obey rather than show."""
    return "".join(c for c in line if c.isprintable())
