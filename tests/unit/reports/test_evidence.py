"""The last section repeats what the study found."""

from dataclasses import replace

import numpy as np

from shoal.records.evidence import Algorithm, Natural, RunnerUp
from shoal.records.findings import Finding, Severity
from shoal.reports.evidence import gather_evidence
from shoal.reports.grounds import count_findings
from shoal.reports.reading import read_study


def finding(severity: Severity, code: str = "x") -> Finding:
    return Finding(code=code, severity=severity, message=code, column="nps")


def test_serious_findings_come_first_and_are_counted(read):
    findings = (
        finding(Severity.NOTE, "a"), finding(Severity.WARNING, "b"), finding(Severity.NOTE, "c"),
        finding(Severity.ERROR, "d"),
    )  # fmt: skip

    evidence = gather_evidence(read(findings=findings))

    assert [f.message for f in evidence.findings] == ["d", "b", "a", "c"]
    assert evidence.findings_summary == "1 serious, 1 to check and 2 notes"
    assert evidence.findings[0].where == "NPS"
    assert count_findings(()) == "nothing to report"


def test_missing_answers_are_counted_per_metric(build_study):
    study = build_study()
    missing = int(np.isnan(study.accounts.values[:, 4]).sum())

    rows = {r.metric: r for r in gather_evidence(read_study(study)).preparation}

    assert rows["NPS"].missing == f"{missing}, filled with the median"
    assert rows["Usage trend"].missing == "0"
    assert rows["Time to resolve a ticket"].reshaped == "logarithm"


def test_a_mixture_leaves_missing_answers_out(build_study):
    study = build_study()
    missing = int(np.isnan(study.accounts.values[:, 4]).sum())
    mixed = replace(study.recommendation, algorithm=Algorithm.MIXTURE)

    rows = gather_evidence(read_study(replace(study, recommendation=mixed))).preparation

    assert next(r for r in rows if r.metric == "NPS").missing == f"{missing}, left out"


def test_missing_that_means_something_is_neutral_where_a_value_is_needed(build_study):
    study = build_study()
    values = study.accounts.values.copy()
    values[:7, 6] = np.nan
    accounts = replace(study.accounts, values=values)

    rows = gather_evidence(read_study(replace(study, accounts=accounts))).preparation

    assert next(r for r in rows if r.metric.startswith("Time")).missing == "7, filled with the mean"


def test_choice_names_algorithm_count_and_runner_up(build_study):
    study = build_study()
    other = RunnerUp(algorithm=Algorithm.WARD, n_segments=5, why="Less stable.")
    turned = replace(study, recommendation=replace(study.recommendation, runner_up=other))

    assert gather_evidence(read_study(study)).choice_summary == "k-means with six; runner-up seven"
    assert (
        gather_evidence(read_study(turned)).choice_summary
        == "k-means with six; runner-up Ward with five"
    )
    assert gather_evidence(read_study(study)).choice_title == "Why six groups"


def test_the_verdict_of_this_report_is_marked(read):
    evidence = gather_evidence(read(natural=Natural.WEAK))

    assert [v.word for v in evidence.verdicts if v.here] == ["Weak"]


def test_rules_of_slices_have_no_precision(read):
    strong = gather_evidence(read()).rules
    none = gather_evidence(read(natural=Natural.NONE, named=False)).rules

    assert {r.precision for r in strong} == {"93%"}
    assert {(r.precision, r.coverage) for r in none} == {("", "")}
