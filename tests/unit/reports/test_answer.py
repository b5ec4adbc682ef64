"""The JSON answer has the documented keys, and only what JSON can say."""

import json
from dataclasses import replace

import numpy as np

from shoal.records.findings import Finding, Severity
from shoal.reports.answer import segment_answer

FILES = {"assignments": "a", "profiles": "p", "model": "m", "report": "r"}


def test_keys_are_those_of_the_contract(build_study):
    answer = segment_answer(build_study(), files=FILES)

    assert set(answer) == {
        "recommendation", "audit", "segments", "excluded_columns", "applied", "files",
    }  # fmt: skip
    assert set(answer["recommendation"]) == {
        "algorithm", "preparation", "n_segments", "natural", "reasons", "runner_up", "evidence",
        "same_group_share", "agreement", "alone", "segment_jaccards", "contributions",
    }  # fmt: skip
    assert set(answer["recommendation"]["evidence"][0]) == {
        "algorithm", "preparation", "n_segments", "silhouette", "stability", "inertia",
        "smallest", "silhouette_error", "bic", "calinski_harabasz", "davies_bouldin",
        "prediction_strength", "jaccards", "fidelity", "chosen",
    }  # fmt: skip
    assert set(answer["segments"][0]) == {
        "key", "name", "archetype", "size", "share", "persona", "rule", "metrics", "plays",
    }  # fmt: skip
    assert set(answer["segments"][0]["rule"]) == {"text", "precision", "coverage"}
    assert set(answer["segments"][0]["metrics"]["nps"]) == {
        "mean", "median", "overall_median", "effect",
    }  # fmt: skip
    assert set(answer["excluded_columns"][0]) == {"column", "kind", "why"}
    assert answer["files"] == FILES


def test_sizes_add_up_and_one_candidate_is_chosen(build_study):
    study = build_study()

    answer = segment_answer(study)

    assert sum(s["size"] for s in answer["segments"]) == len(study.accounts.ids)
    assert sum(row["chosen"] for row in answer["recommendation"]["evidence"]) == 1


def test_what_is_not_known_is_null(build_study):
    study = build_study(named=False)
    blank = replace(study.segments[0].metrics[0], median=float("nan"), effect=float("inf"))
    first = replace(study.segments[0], rule=None, metrics=(blank,))
    study = replace(
        study,
        segments=(first, *study.segments[1:]),
        recommendation=replace(study.recommendation, runner_up=None),
    )

    answer = json.loads(json.dumps(segment_answer(study), allow_nan=False))

    assert answer["files"] is None
    assert answer["recommendation"]["runner_up"] is None
    assert answer["segments"][0]["archetype"] is None
    assert answer["segments"][0]["rule"] is None
    assert answer["segments"][0]["metrics"]["active_rate"]["median"] is None
    assert answer["segments"][0]["metrics"]["active_rate"]["effect"] is None


def test_evidence_that_was_not_measured_is_null_and_the_rest_a_number(build_study):
    study = build_study()
    told = replace(
        study.recommendation.evidence[0], bic=-12.5, fidelity=float("nan"), silhouette_error=0.01
    )
    chosen = replace(
        study.recommendation,
        evidence=(told,),
        same_group_share=0.9,
        alone=(("BIC", 7),),
        segment_jaccards=(("s1", 0.8), ("s2", float("nan"))),
        contributions=(("nps", 0.25),),
    )

    answer = segment_answer(replace(study, recommendation=chosen))["recommendation"]

    (row,) = answer["evidence"]
    assert (row["bic"], row["silhouette_error"]) == (-12.5, 0.01)
    unknown = ("calinski_harabasz", "davies_bouldin", "prediction_strength", "fidelity")
    assert [row[key] for key in unknown] == [None] * 4
    assert answer["same_group_share"] == 0.9
    assert answer["alone"] == {"BIC": 7}
    assert answer["segment_jaccards"] == {"s1": 0.8, "s2": None}
    assert answer["contributions"] == {"nps": 0.25}


def test_findings_keep_their_numbers(build_study):
    found = Finding(
        code="missing-cells",
        severity=Severity.NOTE,
        column="nps",
        message="…",
        evidence={"cells": 3, "share": np.float64(0.5), "odd": float("nan"), "where": "nps"},
    )

    answer = segment_answer(build_study(findings=(found,)))

    assert json.loads(json.dumps(answer, allow_nan=False))["audit"]["findings"] == [
        {
            "code": "missing-cells",
            "severity": "note",
            "column": "nps",
            "message": "…",
            "evidence": {"cells": 3, "share": 0.5, "odd": None, "where": "nps"},
            "suggestion": None,
        }
    ]


def test_plays_are_triggers_with_actions(build_study):
    plays = segment_answer(build_study())["segments"][0]["plays"]

    assert plays[0] == {
        "trigger": "On entry",
        "action": "high-priority task for the CSM, due in 2 days",
    }
