"""How findings about sources are put: whose rows, how many of how many, names that may be shown."""

from typing import Final

from shoal.audit.checks.wording import MOST_EXAMPLES, listed
from shoal.records.findings import Finding, Severity
from shoal.records.judged import JudgedSource
from shoal.wording import format_count, format_share

Evidence = dict[str, float | int | str]

_LONGEST: Final = 60


def about(
    source: JudgedSource,
    *,
    code: str,
    severity: Severity,
    message: str,
    column: str | None = None,
    suggestion: str | None = None,
    evidence: Evidence | None = None,
) -> Finding:
    """Return a finding about a source; its message begins with the source's name."""
    return Finding(
        code=code,
        severity=severity,
        column=None if column is None else f"{source.name}.{column}",
        message=f"{source.name}: {message}",
        evidence={"source": source.name, **(evidence or {})},
        suggestion=suggestion,
    )


def of_rows(count: int, rows: int) -> str:
    """Write a count of rows beside all of them.

    >>> of_rows(74, 148_087)
    '74 of 148,087 rows (under 0.1%)'
    """
    share = f" ({format_share(count / rows)})" if rows else ""
    return f"{format_count(count)} of {format_count(rows)} rows{share}"


def shown(name: str) -> str:
    """Write an id for people: short, its blanks seen, a person's address veiled.

    >>> shown("AC-1"), shown("AC-1 "), shown("jane.doe@example.com")
    ('AC-1', '"AC-1 "', 'j***@example.com')
    """
    before, at, domain = name.rpartition("@")
    if at:
        return _short(f"{before.strip()[:1]}***@{domain}")
    return _short(f'"{name}"' if name != name.strip() or not name else name)


def most_often(counts: list[tuple[str, int]]) -> str:
    """Name the most frequent, at most five, each with its rows.

    >>> most_often([("AC-1", 1200), ("AC-2", 3)])
    'AC-1 (1,200), AC-2 (3)'
    """
    parts = [f"{name} ({format_count(rows)})" for name, rows in counts[:MOST_EXAMPLES]]
    return ", ".join(parts)


def ranked(counts: list[tuple[str, int]]) -> Evidence:
    """Return names with their rows as evidence, the most frequent first."""
    found: Evidence = {}
    for place, (name, rows) in enumerate(counts, start=1):
        found |= {f"name_{place}": name, f"rows_{place}": rows}
    return found


def some_of(names: list[str]) -> str:
    """Name at most five of many texts, as they may be shown."""
    return listed([shown(name) for name in names])


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
