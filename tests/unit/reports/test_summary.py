"""The terminal gets the finding, every segment and what to check."""

from dataclasses import replace

from shoal.records.findings import Finding, Severity
from shoal.reports.summary import summary_lines


def test_every_segment_has_a_line_with_count_and_share(build_study):
    study = build_study()

    lines = summary_lines(study)

    for i, segment in enumerate(study.segments):
        count = int((study.assignment.segment == i).sum())
        line = next(line for line in lines if line.endswith(f"  {segment.name}"))
        assert line.split()[:2] == [str(count), f"{100 * count / 500:.0f}%"]


def test_headline_comes_first_and_the_verdict_after_the_segments(build_study):
    study = build_study()

    lines = summary_lines(study)

    assert lines[0].startswith("130 accounts worth $")
    assert lines.index(study.recommendation.verdict.sentence) > 6


def test_what_became_of_a_share_that_was_asked_for_is_told_after_the_verdict(build_study):
    study = build_study()
    bent = replace(study.recommendation, notes=("The largest segment has 33% of the accounts.",))

    lines = summary_lines(replace(study, recommendation=bent))

    verdict = lines.index(study.recommendation.verdict.sentence)
    assert lines[verdict + 1] == "The largest segment has 33% of the accounts."


def test_warnings_are_told_and_the_rest_counted(build_study):
    findings = [
        Finding(code="c", severity=s, message=f"{s.value} {i}")
        for i in range(3)
        for s in (Severity.NOTE, Severity.WARNING)
    ]

    lines = summary_lines(build_study(findings=tuple(findings)))

    assert lines[-4:] == (
        "Check: warning 0",
        "Check: warning 1",
        "Check: warning 2",
        "3 more findings in the report.",
    )


def test_a_name_cannot_steer_the_terminal(build_study):
    study = build_study()
    named = replace(study.segments[0], name="\x1b[31mRed\nline")

    lines = summary_lines(replace(study, segments=(named, *study.segments[1:])))

    assert not [line for line in lines if "\x1b" in line or "\n" in line]
