"""What an audit says about the data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # the work stops
    WARNING = "warning"  # the result needs it said beside it
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was noticed, with its numbers and what can be done about it.

    `code` is stable kebab-case. `suggestion` is the sentence a person reads; None where nothing
    is to be done.
    """

    code: str
    severity: Severity
    message: str
    column: str | None = None
    evidence: Mapping[str, float | int | str] = field(default_factory=dict)
    suggestion: str | None = None
