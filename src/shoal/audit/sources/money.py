"""Amounts that are not counted, because a rate is lacking."""

from shoal.audit.checks.wording import counted
from shoal.audit.sources.telling import Evidence, shown
from shoal.records.findings import Finding, Severity
from shoal.records.judged import UnratedAmounts
from shoal.wording import join_words


def amounts_without_rate(found: UnratedAmounts, currency: str | None) -> Finding:
    """Return the finding about a source's amounts that no rate turns into a currency.

    Parameters
    ----------
    found : UnratedAmounts
    currency : str or None
        The workspace's.
    """
    evidence: Evidence = {
        "source": found.source,
        "rows": found.rows,
        "accounts": found.accounts,
        "currencies": found.currencies,
    }
    for place, one in enumerate(found.most_frequent, start=1):
        evidence |= {
            f"currency_{place}": shown(one.code),
            f"rows_{place}": one.rows,
            f"accounts_{place}": one.accounts,
        }
    return Finding(
        code="currency-without-rate",
        severity=Severity.WARNING,
        column=f"{found.source}.{found.column}",
        message=f"{found.source}: the amounts of {_counts(found.rows, found.accounts)} are missing,"
        f" for there is no rate to {currency}: {_told(found)}.",
        evidence=evidence,
        suggestion=_mend(found),
    )


def _told(found: UnratedAmounts) -> str:
    parts = [
        f"{shown(one.code) if one.code else 'no currency'} ({_counts(one.rows, one.accounts)})"
        for one in found.most_frequent
    ]
    more = found.currencies - len(parts)
    return join_words([*parts, *([f"{more:,} more"] if more else [])])


def _counts(rows: int, accounts: int) -> str:
    return f"{counted(rows, 'row')} of {counted(accounts, 'account')}"


def _mend(found: UnratedAmounts) -> str:
    codes = [shown(one.code) for one in found.most_frequent if one.code]
    if not codes:
        return "Fill the currencies in at the source."
    return f"Add rates: {{{', '.join(f'{code}: ...' for code in codes)}}} to the workspace."
