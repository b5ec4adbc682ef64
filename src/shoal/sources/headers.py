"""Names of columns: blanks around them dropped, empty ones filled, repeated ones refused."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shoal.errors import AmbiguousColumns
from shoal.records.findings import Finding, Severity

_MOST_EXAMPLES = 5
_NUMBER = re.compile(r"[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One name for each column, and what was decided about names."""

    names: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def name_columns(cells: Sequence[str], *, source: str) -> Header:
    """Make column names from the cells of a header.

    Parameters
    ----------
    cells
        The header as it was written.
    source
        Name of the table, for messages.

    Raises
    ------
    AmbiguousColumns
        Two columns have the same name.

    Examples
    --------
    >>> name_columns(["id ", "", "logins"], source="a.csv").names
    ('id', 'column_2', 'logins')
    """
    # A half character, which JSON may escape, could not be written to any file.
    given = [cell.strip().encode(errors="replace").decode() for cell in cells]
    looks_like_data = _looks_like_data(given)
    _refuse_repeated(given, source=source, looks_like_data=looks_like_data)
    names = _filled(given)
    findings = []
    unnamed = [n for n, g in zip(names, given, strict=True) if not g]
    if unnamed:
        findings.append(_unnamed_finding(unnamed))
    if looks_like_data:
        findings.append(_no_header_finding(given, source=source))
    return Header(names=tuple(names), findings=tuple(findings))


def _looks_like_data(given: Sequence[str]) -> bool:
    return bool(given) and all(_NUMBER.fullmatch(g) for g in given)


def _refuse_repeated(given: Sequence[str], *, source: str, looks_like_data: bool) -> None:
    repeated = [name for name, count in Counter(given).items() if name and count > 1]
    if not repeated:
        return
    shown = ", ".join(repeated[:_MOST_EXAMPLES])
    more = f" and {len(repeated) - _MOST_EXAMPLES} more" if len(repeated) > _MOST_EXAMPLES else ""
    raise AmbiguousColumns(
        f"{source}: these column names stand more than once: {shown}{more}.",
        suggestion="The first line looks like data; add a line with the column names."
        if looks_like_data
        else "Rename the columns so that each name stands once.",
    )


def _filled(given: Sequence[str]) -> list[str]:
    taken = set(given)
    names = []
    for position, name in enumerate(given, start=1):
        filled = name or f"column_{position}"
        while not name and filled in taken:
            filled += "_"
        taken.add(filled)
        names.append(filled)
    return names


def _unnamed_finding(unnamed: Sequence[str]) -> Finding:
    shown = ", ".join(unnamed[:_MOST_EXAMPLES])
    return Finding(
        code="unnamed-columns",
        severity=Severity.NOTE,
        message=f"{len(unnamed)} column(s) have no name and were named by their place: {shown}.",
        evidence={"count": len(unnamed)},
        suggestion="Name these columns in the table.",
    )


def _no_header_finding(given: Sequence[str], *, source: str) -> Finding:
    shown = ", ".join(given[:_MOST_EXAMPLES])
    return Finding(
        code="no-header-suspected",
        severity=Severity.WARNING,
        message=f"{source}: the first line holds only numbers ({shown}) and was taken as names.",
        evidence={"columns": len(given)},
        suggestion="Add a first line with the column names, or that row is lost.",
    )
