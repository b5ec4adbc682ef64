"""The files of a segmentation, as text."""

from collections.abc import Mapping

import numpy as np

from shoal.files import SafeCsv
from shoal.operations.model_file import model_text
from shoal.records.accounts import Accounts
from shoal.records.model import Model
from shoal.records.scoring import Assignment
from shoal.records.segments import Segment
from shoal.records.studies import Study
from shoal.reports.page import render_report

ASSIGNMENTS, PROFILES, MODEL, REPORT = (
    "assignments.csv",
    "profiles.csv",
    "model.json",
    "report.html",
)
FILE_NAMES = (ASSIGNMENTS, PROFILES, MODEL, REPORT)
ROW_NAME = "row"
ASSIGNMENT_COLUMNS = ("segment", "segment_name", "confidence", "second_segment", "unusual")
_CONFIDENCE_DIGITS = 4


def study_files(study: Study, model: Model) -> dict[str, str]:
    """Return name and text of the four files."""
    columns = assignment_columns(study.accounts, study.assignment, study.segments)
    return {
        ASSIGNMENTS: csv_text(columns),
        PROFILES: csv_text(profile_columns(study.segments)),
        MODEL: model_text(model),
        REPORT: render_report(study),
    }


def assignment_columns(
    accounts: Accounts,
    assignment: Assignment,
    segments: tuple[Segment, ...],
    *,
    per_row: bool = False,
) -> dict[str, list[object]]:
    """Return the columns of assignments.csv.

    One entry per account in the order of the input; with `per_row` one per input row, so that
    rows that repeat an account repeat its segment.
    """
    order = accounts.rows if per_row else np.argsort(accounts.first_rows, kind="stable")
    names = {segment.key: segment.name for segment in segments}
    keys = [assignment.keys[s] for s in assignment.segment[order]]
    seconds = assignment.second[order].tolist()
    confidence = np.round(assignment.confidence[order], _CONFIDENCE_DIGITS).tolist()
    ids: list[object] = [accounts.ids[i] for i in order]
    if accounts.id_name is None:
        ids = [int(accounts.first_rows[i]) + 1 for i in order]
    return {
        accounts.id_name or ROW_NAME: ids,
        "segment": list(keys),
        "segment_name": [names[key] for key in keys],
        "confidence": list(confidence),
        "second_segment": [assignment.keys[s] if s >= 0 else None for s in seconds],
        "unusual": list(assignment.unusual[order].tolist()),
    }


def profile_columns(segments: tuple[Segment, ...]) -> dict[str, list[object]]:
    """Return the columns of profiles.csv: one entry per segment and metric."""
    rows = [(segment, profile) for segment in segments for profile in segment.metrics]
    figures = ("mean", "median", "overall_mean", "overall_median", "effect")
    return {
        "segment": [s.key for s, _ in rows],
        "segment_name": [s.name for s, _ in rows],
        "metric": [p.metric for _, p in rows],
        **{figure: [getattr(p, figure) for _, p in rows] for figure in figures},
        "unit": [p.unit for _, p in rows],
    }


def csv_text(columns: Mapping[str, list[object]]) -> str:
    """Return columns of equal length as CSV that is safe to open in a spreadsheet."""
    table = SafeCsv(tuple(columns))
    for cells in zip(*columns.values(), strict=True):
        table.add(cells)
    return table.text()
