"""Columns that are not behaviour, and what becomes of them."""

from collections.abc import Sequence

from shoal.audit.checks.wording import listed
from shoal.audit.roles import YES_OR_NO, Role
from shoal.audit.survey import Survey
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import Kind
from shoal.records.tables import ColumnType


def facts(survey: Survey) -> list[Finding]:
    """List columns about who the customer is; they are not clustered.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        At most one `facts-not-behaviour` and one `flags-not-clustered` (yes or no columns).
    """
    known = [r for r in survey.of_kind(Kind.FACT) if r.meaning is not None and r.is_shown]
    flags = [r for r in survey.of_kind(Kind.FACT) if not r.is_shown and r.why == YES_OR_NO]
    way = survey.names.any_column
    return _list(
        known,
        code="facts-not-behaviour",
        message="who the customer is, not what it does; shown beside the segments, not clustered.",
        suggestion=way and f"Name a column in {way} to cluster on it all the same.",
    ) + _list(
        flags,
        code="flags-not-clustered",
        message="only yes or no; not clustered.",
        suggestion=way and f"{way} takes yes and no as 1 and 0.",
    )


def results(survey: Survey) -> list[Finding]:
    """List outcomes (they would leak) and touches (segments would mirror the team).

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        `outcome-not-clustered`, `touch-not-clustered`, and `outcome-as-metric` where the user
        named an outcome among the metrics.
    """
    asked = [r for r in survey.of_kind(Kind.BEHAVIOUR) if _means(r, Kind.OUTCOME)]
    return [
        *_list(
            survey.of_kind(Kind.OUTCOME),
            code="outcome-not-clustered",
            message="what became of the account. Clustering on that would leak the answer; it is "
            "only shown beside the segments.",
        ),
        *_list(
            survey.of_kind(Kind.TOUCH),
            code="touch-not-clustered",
            message="what the team did. Clustering on that would mirror the team's own habits; "
            "left out.",
        ),
        *_list(
            asked,
            code="outcome-as-metric",
            severity=Severity.WARNING,
            message="what became of the account, clustered because it was asked for. The segments "
            "then hold the answer and cannot foretell it.",
            suggestion=f"Take them out of {survey.names.metrics}.",
        ),
    ]


def texts_and_dates(survey: Survey) -> list[Finding]:
    """List columns of text and dates; they are not clustered.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        `text-not-clustered` and `date-among-metrics`.
    """
    texts = [r for r in survey.of_kind(Kind.TEXT) if not r.is_reserved]
    return _list(
        texts,
        code="text-not-clustered",
        message="text. Only numbers are clustered; left out.",
        suggestion=f"Name a column in {survey.names.context} to see it beside the segments.",
    ) + _list(
        survey.of_kind(Kind.DATE),
        code="date-among-metrics",
        message="a date is no metric; left out.",
        suggestion="Give the days since the date as a column of its own.",
    )


def ids(survey: Survey) -> list[Finding]:
    """List columns of numbers that only name or count rows.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        At most one `id-among-metrics`.
    """
    numeric = [
        r
        for r in survey.of_kind(Kind.ID)
        if r.column.type is ColumnType.NUMBER and "size means nothing" in r.why
    ]
    way = survey.names.any_column
    return _list(
        numeric,
        code="id-among-metrics",
        message="only names or counts the rows; left out.",
        suggestion=way and f"Name a column in {way} if it measures something.",
    )


def reserved_names(survey: Survey) -> list[Finding]:
    """List columns whose name the output needs for itself.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        At most one `reserved-name`.
    """
    return _list(
        [r for r in survey.roles if r.is_reserved],
        code="reserved-name",
        severity=Severity.WARNING,
        message="a name that the output needs for itself; not read.",
        suggestion="Rename the column to use it.",
    )


def _means(role: Role, kind: Kind) -> bool:
    return role.meaning is not None and role.meaning.kind is kind


def _list(
    roles: Sequence[Role],
    *,
    code: str,
    message: str,
    severity: Severity = Severity.NOTE,
    suggestion: str | None = None,
) -> list[Finding]:
    """Make one finding of all columns."""
    if not roles:
        return []
    names = [r.name for r in roles]
    return [
        Finding(
            code=code,
            severity=severity,
            column=names[0] if len(names) == 1 else None,
            message=f"{listed(names)}: {message}",
            evidence={"columns": len(names)},
            suggestion=suggestion,
        )
    ]
