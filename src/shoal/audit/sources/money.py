"""Amounts that are not counted, because a rate is lacking."""

from collections.abc import Mapping

from shoal.records.findings import Finding, Severity


def currency_without_rate(
    code: str, currency: str | None, *, evidence: Mapping[str, float | int | str] | None = None
) -> Finding:
    """Return the finding about a currency that cannot be turned into the workspace's."""
    return Finding(
        code="currency-without-rate",
        severity=Severity.WARNING,
        message=f"Amounts in {code} are not counted: there is no rate to {currency}.",
        evidence={"currency": code, **(evidence or {})},
        suggestion=f"Add rates: {{{code}: ...}} to the workspace.",
    )
