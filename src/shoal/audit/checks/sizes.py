"""Volumes that grow with the customer, seats to divide them by, and tables that are too small."""

import numpy as np

from shoal.audit.checks.wording import counted, listed
from shoal.audit.measures import is_volume
from shoal.audit.readings import numbers
from shoal.audit.survey import Survey
from shoal.records.findings import Finding, Severity

_ACCOUNTS_PER_METRIC = 10


def volumes(survey: Survey) -> list[Finding]:
    """Find metrics that grow with the customer's size.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        `volume-without-seats` where there is nothing to divide by, else `volume-per-seat`.
    """
    if survey.sized:
        return [_taken_per_seat(survey)]
    names = [
        r.name
        for m, r in zip(survey.metrics, survey.origins, strict=True)
        if m.per is None and is_volume(r)
    ]
    if not names:
        return []
    if survey.seats is not None:
        return [_could_be_per_seat(names, survey)]
    return [
        Finding(
            code="volume-without-seats",
            severity=Severity.WARNING,
            column=names[0] if len(names) == 1 else None,
            message=f"Volumes such as {listed(names)} usually grow with a customer. Without "
            "a column of seats, segments may follow size.",
            evidence={"columns": len(names)},
            suggestion=f"Add a column of seats and name it with {survey.names.seats}, or give the "
            "metrics per user.",
        )
    ]


def zero_seats(survey: Survey) -> list[Finding]:
    """Find accounts without seats, whose ratios are missing.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        At most one `zero-seats`.
    """
    if survey.seats is None or not any(m.per for m in survey.metrics):
        return []
    column = next(r.column for r in survey.roles if r.name == survey.seats)
    count = int(np.count_nonzero(~(numbers(column) > 0)))
    if not count:
        return []
    return [
        Finding(
            code="zero-seats",
            severity=Severity.WARNING,
            column=survey.seats,
            message=f"{counted(count, 'account')} without seats, or with none on record. "
            "Metrics per seat are missing there.",
            evidence={"accounts": count},
            suggestion="Fill in the seats of these accounts.",
        )
    ]


def too_few_rows(survey: Survey) -> list[Finding]:
    """Find tables with fewer than ten accounts per metric.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        At most one `too-few-rows`.
    """
    n_metrics = len(survey.metrics)
    if not n_metrics or survey.n_accounts >= _ACCOUNTS_PER_METRIC * n_metrics:
        return []
    return [
        Finding(
            code="too-few-rows",
            severity=Severity.WARNING,
            message=f"{survey.n_accounts:,} accounts are few for {counted(n_metrics, 'metric')}; "
            "ten for each metric are a fair least. Segments may not hold on other data.",
            evidence={"accounts": survey.n_accounts, "metrics": n_metrics},
            suggestion=f"Choose fewer metrics with {survey.names.metrics}, or add accounts.",
        )
    ]


def _taken_per_seat(survey: Survey) -> Finding:
    names = [e.column for e in survey.sized]
    return Finding(
        code="volume-per-seat",
        severity=Severity.NOTE,
        column=names[0] if len(names) == 1 else None,
        message=f"Volumes such as {listed(names)} usually grow with a customer. "
        f"They are taken per seat ({survey.seats}).",
        evidence={"columns": len(names)},
        suggestion=survey.names.suggestions
        and f"{survey.names.suggestions} none keeps the plain volumes.",
    )


def _could_be_per_seat(names: list[str], survey: Survey) -> Finding:
    return Finding(
        code="volume-per-seat",
        severity=Severity.WARNING,
        column=names[0] if len(names) == 1 else None,
        message=f"Volumes such as {listed(names)} usually grow with a customer, and the table "
        f"has seats ({survey.seats}) to divide by.",
        evidence={"columns": len(names)},
        suggestion=survey.names.suggestions
        and f"{survey.names.suggestions} safe takes them per seat.",
    )
