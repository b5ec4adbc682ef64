"""How the values of metrics are spread: constant, heavy-tailed, piled up at zero, far out."""

import numpy as np
from numpy.typing import NDArray

from shoal.audit.checks.wording import listed, number
from shoal.audit.survey import Survey
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import Kind
from shoal.wording import format_share

_NEARLY_ALL = 0.98
_HEAVY_SKEW = 3.0
_MANY_ZEROS = 0.40
_FAR_SIGMAS = 10.0
_SIGMA_PER_MAD = 1.4826  # of a bell curve
_DOMINATES = 0.90


def constant_columns(survey: Survey) -> list[Finding]:
    """Find columns that are the same, or nearly the same, in every row.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        `constant-column` (not used) and `near-constant-column` (98 % of accounts or more; used).
    """
    findings = [
        Finding(
            code="constant-column",
            severity=Severity.WARNING,
            column=role.name,
            message=f"{role.name} is the same in every row. It is not used.",
            suggestion="Remove the column, or check the export.",
        )
        for role in survey.of_kind(Kind.CONSTANT)
    ]
    for metric, values in _answers(survey):
        # A value that 98 % of the accounts share is also the median.
        middle = float(np.median(values))
        share = float(np.mean(values == middle))
        if share >= _NEARLY_ALL:
            findings.append(
                Finding(
                    code="near-constant-column",
                    severity=Severity.WARNING,
                    column=metric,
                    message=f"{metric} is {number(middle)} for {format_share(share)} of accounts. "
                    "It says little about most of them.",
                    evidence={"share": round(share, 4), "value": middle},
                    suggestion=f"Leave the column out with {survey.names.metrics} if it does not"
                    " matter.",
                )
            )
    return findings


def heavy_tails(survey: Survey) -> list[Finding]:
    """Find metrics with a skewness over 3: a few accounts have very large values.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        One `heavy-tail` for each metric.

    Notes
    -----
    Skewness is the third central moment over the second to the power 1.5.
    """
    findings = []
    for metric, values in _answers(survey):
        skew = _skewness(values)
        if skew > _HEAVY_SKEW:
            findings.append(
                Finding(
                    code="heavy-tail",
                    severity=Severity.NOTE,
                    column=metric,
                    message=f"A few accounts have far larger values of {metric} than all others "
                    f"(skewness {skew:.1f}).",
                    evidence={"skewness": round(skew, 2)},
                    suggestion="Nothing to do: the preparation chooses a scale that tames it.",
                )
            )
    return findings


def zero_inflation(survey: Survey) -> list[Finding]:
    """Find metrics that are zero for 40 % of accounts or more.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        One `zero-inflation` for each metric.
    """
    findings = []
    for metric, values in _answers(survey):
        share = float(np.mean(values == 0))
        if share >= _MANY_ZEROS:
            findings.append(
                Finding(
                    code="zero-inflation",
                    severity=Severity.NOTE,
                    column=metric,
                    message=f"{metric} is zero for {format_share(share)} of accounts.",
                    evidence={"share": round(share, 4)},
                    suggestion="Check that zero means nothing happened, not that nothing is known.",
                )
            )
    return findings


def outliers(survey: Survey) -> list[Finding]:
    """Find values more than ten robust standard deviations from the median.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        One `outliers` for each metric, with at most five accounts.

    Notes
    -----
    The robust standard deviation is 1.4826 times the median absolute deviation from the median;
    zeros, a state of their own, are left out.
    """
    findings = []
    kind = "rows " if survey.id_name is None else ""
    for i, metric in enumerate(survey.metrics):
        far = np.flatnonzero(_is_far(survey.values[:, i]))
        if not len(far):
            continue
        who = "1 account lies" if len(far) == 1 else f"{len(far):,} accounts lie"
        named = listed([survey.ids[j] for j in far])
        findings.append(
            Finding(
                code="outliers",
                severity=Severity.NOTE,
                column=metric.column,
                message=f"{who} far from all others on {metric.name}: {kind}{named}.",
                evidence={"accounts": len(far), "largest": float(np.nanmax(survey.values[:, i]))},
                suggestion="Check these values; the preparation keeps them from deciding alone.",
            )
        )
    return findings


def dominating_scale(survey: Survey) -> list[Finding]:
    """Find a metric whose variance is over 90 % of the sum of all variances.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        At most one `dominating-scale`.
    """
    if len(survey.metrics) < 2:  # noqa: PLR2004 - one metric alone dominates nothing
        return []
    spreads = np.array([_spread(values) for _, values in _answers(survey)])
    shares = (spreads / spreads.max()) ** 2
    shares = shares / shares.sum()
    first = int(np.argmax(shares))
    if shares[first] <= _DOMINATES:
        return []
    metric = survey.metrics[first]
    return [
        Finding(
            code="dominating-scale",
            severity=Severity.NOTE,
            column=metric.column,
            message=f"Taken as they are, the large numbers of {metric.name} would decide nearly "
            f"alone: {format_share(float(shares[first]))} of the total variance is its own.",
            evidence={"variance_share": round(float(shares[first]), 4)},
            suggestion="Nothing to do: every metric is brought to the same scale first.",
        )
    ]


def _answers(survey: Survey) -> list[tuple[str, NDArray[np.float64]]]:
    """Pair each metric's column with its answered values."""
    found = []
    for i, metric in enumerate(survey.metrics):
        values = survey.values[:, i]
        found.append((metric.column, values[~np.isnan(values)]))
    return found


def _skewness(values: NDArray[np.float64]) -> float:
    # Division by the largest size keeps the powers within what a float can hold.
    scaled = values / (np.abs(values).max() or 1.0)
    away = scaled - scaled.mean()
    second = float(np.mean(away**2))
    return float(np.mean(away**3)) / second**1.5 if second > 1e-24 else 0.0  # noqa: PLR2004


def _spread(values: NDArray[np.float64]) -> float:
    largest = np.abs(values).max() or 1.0
    return float(np.std(values / largest) * largest)


def _is_far(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    counted = values[~np.isnan(values) & (values != 0)]
    if not len(counted):
        return np.zeros(values.shape, dtype=np.bool_)
    middle = np.median(counted)
    sigma = _SIGMA_PER_MAD * np.median(np.abs(counted - middle))
    if sigma == 0:
        return np.zeros(values.shape, dtype=np.bool_)
    far: NDArray[np.bool_] = np.abs(values - middle) > _FAR_SIGMAS * sigma
    far &= values != 0
    return far
