"""The JSON answer of `shoal segment --json`: one object, its keys fixed, no NaN in it."""

import math
from collections.abc import Mapping

from shoal.records.accounts import ExcludedColumn
from shoal.records.evidence import EvidenceRow, Recommendation, RunnerUp
from shoal.records.findings import Finding
from shoal.records.segments import MetricProfile, PlainRule, Play, Segment
from shoal.records.studies import Study

Json = dict[str, object]
"""A JSON object: text, numbers, true, false, null, lists and objects of them."""


def segment_answer(study: Study, *, files: Mapping[str, str] | None = None) -> Json:
    """Return what a program reads of a study.

    Parameters
    ----------
    study : Study
    files : mapping of str to str, optional
        Paths of the files written, by `assignments`, `profiles`, `model`, `report`; None, which
        becomes null, where none were written.

    Returns
    -------
    dict
        `recommendation`, `audit`, `segments`, `excluded_columns`, `applied`, `files`. Numbers that
        are not known are null; enums are their text; sizes of segments add up to the accounts.
    """
    return {
        "recommendation": recommendation_answer(study.recommendation),
        "audit": {"findings": [finding_answer(f) for f in study.findings]},
        "segments": [_segment(s) for s in study.segments],
        "excluded_columns": [_excluded(e) for e in study.excluded],
        "applied": list(study.applied),
        "files": None if files is None else dict(files),
    }


def finding_answer(finding: Finding) -> Json:
    """Return a finding as every door gives it out."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "column": finding.column,
        "message": finding.message,
        "evidence": {name: _plain(value) for name, value in finding.evidence.items()},
        "suggestion": finding.suggestion,
    }


def recommendation_answer(recommendation: Recommendation) -> Json:
    """Return what was chosen, on what grounds, and what was not."""
    return {
        "algorithm": recommendation.algorithm.value,
        "preparation": recommendation.preparation,
        "n_segments": int(recommendation.n_segments),
        "natural": recommendation.natural.value,
        "reasons": list(recommendation.reasons),
        "runner_up": _runner_up(recommendation.runner_up),
        "evidence": [_evidence(row) for row in recommendation.evidence],
        "same_group_share": _number(recommendation.same_group_share),
        "agreement": _number(recommendation.agreement),
        "alone": {criterion: int(count) for criterion, count in recommendation.alone},
        "segment_jaccards": _numbers(recommendation.segment_jaccards),
        "contributions": _numbers(recommendation.contributions),
    }


def _runner_up(runner_up: RunnerUp | None) -> Json | None:
    if runner_up is None:
        return None
    return {
        "algorithm": runner_up.algorithm.value,
        "n_segments": int(runner_up.n_segments),
        "why": runner_up.why,
    }


def _evidence(row: EvidenceRow) -> Json:
    return {
        "algorithm": row.algorithm.value,
        "preparation": row.preparation,
        "n_segments": int(row.n_segments),
        "silhouette": _number(row.silhouette),
        "silhouette_error": _number(row.silhouette_error),
        "stability": _number(row.stability),
        "inertia": _number(row.inertia),
        "smallest": _number(row.smallest),
        "bic": _number(row.bic),
        "calinski_harabasz": _number(row.calinski_harabasz),
        "davies_bouldin": _number(row.davies_bouldin),
        "prediction_strength": _number(row.prediction_strength),
        "jaccards": [_number(jaccard) for jaccard in row.jaccards],
        "fidelity": _number(row.fidelity),
        "chosen": bool(row.chosen),
    }


def _segment(segment: Segment) -> Json:
    return {
        "key": segment.key,
        "name": segment.name,
        "archetype": segment.archetype,
        "size": int(segment.size),
        "share": _number(segment.share),
        "persona": segment.persona,
        "rule": _rule(segment.rule),
        "metrics": {p.metric: _profile(p) for p in segment.metrics},
        "plays": [_play(p) for p in segment.plays],
    }


def _rule(rule: PlainRule | None) -> Json | None:
    if rule is None:
        return None
    return {
        "text": rule.text,
        "precision": _number(rule.precision),
        "coverage": _number(rule.coverage),
    }


def _profile(profile: MetricProfile) -> Json:
    return {
        "mean": _number(profile.mean),
        "median": _number(profile.median),
        "overall_median": _number(profile.overall_median),
        "effect": _number(profile.effect),
    }


def _play(play: Play) -> Json:
    return {"trigger": play.trigger, "action": play.action}


def _excluded(excluded: ExcludedColumn) -> Json:
    return {"column": excluded.column, "kind": excluded.kind.value, "why": excluded.why}


def _number(value: float | None) -> float | None:
    """Return a plain float; None where it is not finite, which JSON cannot say."""
    if value is None or not math.isfinite(value):
        return None
    return float(value)


def _numbers(named: tuple[tuple[str, float], ...]) -> Json:
    return {name: _number(value) for name, value in named}


def _plain(value: float | str) -> float | int | str | None:
    """Return evidence as JSON has it: text and whole numbers as they are."""
    if isinstance(value, str | int):
        return value
    return _number(value)
