"""Every error Shoal raises: one root, four families, a stable code for each class.

A message says what failed, where, what was got and what was expected; `suggestion` says how to
mend it. The doors turn `exit_code` and `http_status` into what a shell or a browser understands.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar, Protocol


class Noticed(Protocol):
    """What an error carries of an audit; `records.findings.Finding` is one."""

    @property
    def code(self) -> str:
        """Stable kebab-case."""

    @property
    def message(self) -> str:
        """The sentence a person reads."""


class ShoalError(Exception):
    """Root of everything Shoal raises on purpose."""

    code: ClassVar[str] = "shoal"
    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(
        self, message: str, *, suggestion: str | None = None, findings: Iterable[Noticed] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion
        self.findings = tuple(findings)


class InternalError(ShoalError):
    """A bug of ours."""

    code = "internal"


class UsageError(ShoalError):
    """The request cannot be carried out as it was put."""

    code = "usage"
    exit_code = 2
    http_status = 400


class UnknownColumn(UsageError):
    """A column was named that the table does not have."""

    code = "unknown-column"


class NotAFile(UsageError):
    """The path is a directory, or nothing is there."""

    code = "not-a-file"


class OutputExists(UsageError):
    """The output folder holds something that Shoal did not write."""

    code = "output-exists"


class OutputBusy(UsageError):
    """Another run is writing into the same output folder."""

    code = "output-busy"


class MissingExtra(UsageError):
    """An optional part is not installed."""

    code = "missing-extra"


class DataError(ShoalError):
    """The data cannot be used as it is."""

    code = "data"
    exit_code = 3
    http_status = 422


class UnreadableFile(DataError):
    """The file's content is not a table that Shoal can read."""

    code = "unreadable-file"


class AmbiguousColumns(DataError):
    """Two columns have the same name, or one has a name that Shoal writes itself."""

    code = "ambiguous-columns"


class DuplicateIds(DataError):
    """One id stands in several rows that differ."""

    code = "duplicate-ids"


class NothingToCluster(DataError):
    """No metric, or too few accounts, are left to find segments in."""

    code = "nothing-to-cluster"


class ModelInvalid(DataError):
    """A model file is cut off, edited, too large or not one of Shoal's."""

    code = "model-invalid"


class ModelTooNew(DataError):
    """A model file was written by a newer version of Shoal."""

    code = "model-too-new"


class ModelMismatch(DataError):
    """The new table lacks what the frozen segmentation was fitted on."""

    code = "model-mismatch"


class NothingToMeasure(DataError):
    """No account counts at the date."""

    code = "nothing-to-measure"


class SnapshotInvalid(DataError):
    """The files of a snapshot do not belong together."""

    code = "snapshot-invalid"


class WorkspaceInvalid(DataError):
    """A workspace file has errors; the findings say which, each with its line."""

    code = "workspace-invalid"


class OutsideError(ShoalError):
    """A system beyond this process did not do its part."""

    code = "outside"
    exit_code = 4
    http_status = 502


class FileAccess(OutsideError):
    """The operating system refused to read or write a file."""

    code = "file-access"


class EngineFailed(OutsideError):
    """The engine gave up: too little memory, a server or cluster that went away."""

    code = "engine-failed"


class SourceFailed(OutsideError):
    """A database or a function that gives a source did not: unreachable, refused, gone."""

    code = "source-failed"


def near_matches(name: str, known: Iterable[str]) -> str:
    """Name what was probably meant, as the end of a sentence.

    >>> near_matches("acount_id", ["account_id", "logins"])
    ' Did you mean account_id?'
    >>> near_matches("zzz", ["account_id"])
    ''
    """
    by_folded = {k.casefold(): k for k in known}
    close = get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(by_folded[c] for c in close)}?" if close else ""
