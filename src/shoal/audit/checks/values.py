"""Values that cannot be: beyond their scale, infinite, or on two scales in one column."""

import numpy as np
from numpy.typing import NDArray

from shoal.audit.checks.wording import counted, number
from shoal.audit.names import read_name
from shoal.audit.readings import numbers
from shoal.audit.roles import Role
from shoal.audit.scales import is_outside, scale_of
from shoal.audit.survey import Survey
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import Kind
from shoal.records.tables import ColumnType

_SHARE_WORDS = frozenset({
    "pct", "percent", "percentage", "prozent", "rate", "share", "anteil", "quote",
})  # fmt: skip
_BOTH = 0.05  # each of two scales must hold more than this share of the values
_FEWEST = 3
_APART = 20.0  # 0..1 against 0..100 puts the middles about a hundredfold apart
_GAP = 5.0  # and leaves a gap between the groups
_ABOVE_FRACTION = 1.5


def impossible_values(survey: Survey) -> list[Finding]:
    """Find negative counts, shares and scores outside their scale.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        One `impossible-values` for each column.
    """
    findings = []
    for role in survey.of_kind(Kind.BEHAVIOUR):
        if role.meaning is None or role.meaning.kind is not Kind.BEHAVIOUR:
            continue
        values = numbers(role.column)
        scale = scale_of(role.meaning, values)
        outside = values[is_outside(values, scale.low, scale.high)]
        if len(outside):
            findings.append(_impossible(role, outside, (scale.low, scale.high), survey))
    return findings


def infinite_values(survey: Survey) -> list[Finding]:
    """Find infinities; they are read as missing.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        One `infinite-values` for each column of numbers.
    """
    findings = []
    for role in survey.roles:
        if role.column.type is not ColumnType.NUMBER:
            continue
        count = int(np.count_nonzero(np.isinf(role.column.values)))
        if count:
            findings.append(
                Finding(
                    code="infinite-values",
                    severity=Severity.WARNING,
                    column=role.name,
                    message=f"{role.name} is infinite in {counted(count, 'row')}; read as missing.",
                    evidence={"rows": count},
                    suggestion="Look for a division by zero where the column is made.",
                )
            )
    return findings


def mixed_percent(survey: Survey) -> list[Finding]:
    """Find shares written partly as 0..1 and partly as 0..100.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        One `mixed-percent` for each column; none of what was measured on a known scale.

    Notes
    -----
    More than 5 % of the values other than zero (and at least three) lie within (0, 1], as many
    above 1.5; the two groups' medians are at least twentyfold apart, with a gap of five between
    them. Small percentages that run smoothly through 1 do not fit this.
    """
    findings: list[Finding] = []
    for role in () if survey.is_measured else survey.of_kind(Kind.BEHAVIOUR):
        if not _is_share(role):
            continue
        low, high = _two_scales(numbers(role.column))
        if low:
            findings.append(_mixed(role.name, low, high))
    return findings


def _impossible(
    role: Role,
    outside: NDArray[np.float64],
    bounds: tuple[float | None, float | None],
    survey: Survey,
) -> Finding:
    low, high = bounds
    if high is None:
        wanted = f"at least {number(low or 0)}"
    else:
        wanted = f"{number(low or 0)} to {number(high)}"
    done = "read as missing" if survey.is_safe else "kept"
    way = survey.names.suggestions
    worst = float(outside[np.argmax(np.abs(outside))])
    return Finding(
        code="impossible-values",
        severity=Severity.WARNING,
        column=role.name,
        message=f"{role.name} has {counted(len(outside), 'value')} that cannot be, such as "
        f"{number(worst)}; expected is {wanted}; {done}.",
        evidence={"values": len(outside), "worst": worst},
        suggestion="Correct them at the source."
        if survey.is_safe or way is None
        else f"Read them as missing ({way} safe), or correct them at the source.",
    )


def _is_share(role: Role) -> bool:
    if role.meaning is not None:
        return role.meaning.unit == "%" and not role.meaning.signed
    return bool(_SHARE_WORDS & set(read_name(role.name).words))


def _two_scales(values: NDArray[np.float64]) -> tuple[int, int]:
    """Count values on each scale; (0, 0) where there is only one."""
    positive = values[values > 0]
    low, high = positive[positive <= 1], positive[positive > _ABOVE_FRACTION]
    fewest = max(_FEWEST, _BOTH * len(positive))
    if min(len(low), len(high)) < fewest:
        return 0, 0
    is_apart = np.median(high) >= _APART * np.median(low)
    has_gap = np.quantile(high, 0.1) >= _GAP * np.quantile(low, 0.9)
    return (len(low), len(high)) if is_apart and has_gap else (0, 0)


def _mixed(name: str, low: int, high: int) -> Finding:
    return Finding(
        code="mixed-percent",
        severity=Severity.WARNING,
        column=name,
        message=f"{name} seems to mix shares from 0 to 1 ({low:,} values) with shares from 0 to "
        f"100 ({high:,} values). They are taken as they stand.",
        evidence={"within_1": low, "above_1": high},
        suggestion="Write all of them on one scale at the source.",
    )
