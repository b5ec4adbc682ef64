"""Metrics counted over different stretches of time."""

from shoal.audit.checks.wording import listed
from shoal.audit.names import read_name
from shoal.audit.survey import Survey
from shoal.records.findings import Finding, Severity


def different_windows(survey: Survey) -> list[Finding]:
    """Find counts over windows of different lengths (`logins_30d` beside `tickets_90d`).

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        At most one `different-windows`. Rates (per month) and trends do not count: the one is
        comparable whatever the window, the other has its window by design.
    """
    windows: dict[int, list[str]] = {}
    for metric, role in zip(survey.metrics, survey.origins, strict=True):
        is_trend = role.meaning is not None and role.meaning.signed
        if metric.window_days is None or read_name(role.name).is_rate or is_trend:
            continue
        windows.setdefault(metric.window_days, []).append(role.name)
    if len(windows) < 2:  # noqa: PLR2004 - one window differs from nothing
        return []
    told = "; ".join(f"{days} days: {listed(windows[days])}" for days in sorted(windows))
    return [
        Finding(
            code="different-windows",
            severity=Severity.WARNING,
            message=f"Metrics are counted over windows of different lengths ({told}). "
            "A change of pace shows in the short ones only.",
            evidence={f"{days} days": len(windows[days]) for days in sorted(windows)},
            suggestion="Measure all metrics over one window, 90 days for example.",
        )
    ]
