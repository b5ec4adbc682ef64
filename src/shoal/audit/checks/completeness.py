"""Cells and columns that hold nothing."""

import numpy as np

from shoal.audit.roles import Role
from shoal.audit.survey import Survey
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import Kind
from shoal.records.tables import Column, ColumnType
from shoal.wording import format_share

_WORTH_SAYING = 0.05
_MUCH = 0.40


def missing_cells(survey: Survey) -> list[Finding]:
    """Find columns with more than 5 % missing cells; over 40 % is a warning.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        One `missing-cells` for each column.
    """
    structural = {m.column for m in survey.metrics if m.structural}
    findings = []
    for role in survey.roles:
        if role.kind not in {Kind.BEHAVIOUR, Kind.FACT, Kind.OUTCOME} or _is_event(role):
            continue
        share = missing_share(role.column)
        if share > _WORTH_SAYING:
            is_structural = role.name in structural
            findings.append(_missing(role, share, survey, is_structural=is_structural))
    return findings


def empty_columns(survey: Survey) -> list[Finding]:
    """Find columns without a single answer.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        One `empty-column` for each.
    """
    return [
        Finding(
            code="empty-column",
            severity=Severity.WARNING,
            column=role.name,
            message=f"{role.name} is empty in every row. It is not used.",
            suggestion="Check whether the export left it out, or remove the column.",
        )
        for role in survey.of_kind(Kind.EMPTY)
    ]


def missing_share(column: Column) -> float:
    """Return the share of cells that hold nothing.

    >>> values = np.array([1.0, np.nan])
    >>> missing_share(Column(name="n", type=ColumnType.NUMBER, values=values))
    0.5
    """
    if not len(column.values):
        return 0.0
    if column.type is ColumnType.TEXT:
        return sum(v is None for v in column.values) / len(column.values)
    if column.type is ColumnType.DATE:
        return float(np.mean(np.isnat(column.values)))
    return float(np.mean(~np.isfinite(column.values)))


def _is_event(role: Role) -> bool:
    """Tell whether a missing cell says that nothing happened, as in a date of loss."""
    return role.kind is Kind.OUTCOME and role.column.type is ColumnType.DATE


def _missing(role: Role, share: float, survey: Survey, *, is_structural: bool) -> Finding:
    if is_structural:
        message = (
            f"{role.name} has no value for {format_share(share)} of accounts, which means that "
            "there was nothing to measure. It is left out when the account is placed."
        )
        suggestion = None
    elif role.kind is Kind.BEHAVIOUR:
        message = (
            f"{role.name} is missing for {format_share(share)} of accounts. "
            "A missing answer is left out when the account is placed."
        )
        suggestion = (
            f"Fill the gaps at the source, or leave the column out with {survey.names.metrics}."
        )
    else:
        message = f"{role.name} is missing for {format_share(share)} of accounts."
        suggestion = "Fill the gaps at the source."
    is_much = share > _MUCH and not is_structural
    return Finding(
        code="missing-cells",
        severity=Severity.WARNING if is_much else Severity.NOTE,
        column=role.name,
        message=message,
        evidence={"share": round(share, 4)},
        suggestion=suggestion,
    )
