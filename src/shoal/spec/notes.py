"""Findings about a workspace file, collected while it is read: all of them are told together."""

from collections.abc import Mapping

from shoal.errors import UsageError
from shoal.records.findings import Finding, Severity
from shoal.records.workspace import Place


class Notes:
    """Collects findings, each with the place it speaks of.

    `places` tells where every key stands, by its path (`sources.accounts.id`), for what is found
    only later.
    """

    def __init__(self) -> None:
        self._noted: list[tuple[Place, Finding]] = []
        self.places: dict[str, Place] = {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, from the top of the file to its end."""
        ordered = sorted(self._noted, key=lambda n: (n[0].file, n[0].line, n[0].column))
        return tuple(finding for _, finding in ordered)

    @property
    def has_error(self) -> bool:
        """Whether one of them stops the work."""
        return any(f.severity is Severity.ERROR for _, f in self._noted)

    def note(
        self,
        place: Place,
        message: str,
        *,
        code: str,
        severity: Severity = Severity.ERROR,
        suggestion: str | None = None,
        column: str | None = None,
        evidence: Mapping[str, float | int | str] | None = None,
    ) -> None:
        """Add a finding; `message` is a sentence without the place."""
        finding = finding_at(
            place,
            message,
            code=code,
            severity=severity,
            suggestion=suggestion,
            column=column,
            evidence=evidence,
        )
        if (place, finding) not in self._noted:
            self._noted.append((place, finding))

    def note_failure(self, place: Place, error: UsageError, *, code: str) -> None:
        """Add what an error says."""
        self.note(place, error.message, code=code, suggestion=error.suggestion)


def finding_at(
    place: Place,
    message: str,
    *,
    code: str,
    severity: Severity = Severity.ERROR,
    suggestion: str | None = None,
    column: str | None = None,
    evidence: Mapping[str, float | int | str] | None = None,
) -> Finding:
    """Return a finding whose message begins with file, line and column, as editors read them.

    Examples
    --------
    >>> place = Place(file="shoal.yml", line=4, column=3)
    >>> finding_at(place, "There is no key nmae.", code="unknown-key").message
    'shoal.yml:4:3: There is no key nmae.'
    """
    return Finding(
        code=code,
        severity=severity,
        message=f"{place.file}:{place.line}:{place.column}: {message}",
        column=column,
        evidence={"file": place.file, "line": place.line, **(evidence or {})},
        suggestion=suggestion,
    )
