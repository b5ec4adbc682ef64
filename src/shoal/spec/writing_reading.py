"""How a source's texts are written, as far as the workspace says it."""

from pathlib import PurePosixPath

from shoal.records.workspace import Location
from shoal.records.writing import DateOrder, DecimalSign, Encoding, Writing
from shoal.spec.groups import Given
from shoal.spec.notes import Notes

# What says by itself how its letters are written, or is read by what finds it out.
_TOLD = frozenset({".parquet", ".pq", ".xlsx", ".json", ".bz2", ".xz"})


def read_writing(given: Given, location: Location, notes: Notes, *, what: str) -> Writing:
    """Return how the texts of a source are written; note an encoding where there is no text."""
    dates, decimal, encoding = (given.text(key) for key in ("dates", "decimal", "encoding"))
    path = location.path
    if encoding is not None and (path is None or _suffix(path) in _TOLD):
        notes.note(
            given.where("encoding"),
            f"{what} has an encoding; its letters are read without one.",
            code="conflicting-keys",
            suggestion="Take the line out: only CSV and JSON lines need it.",
        )
    return Writing(
        dates=DateOrder(dates) if dates else None,
        decimal=DecimalSign(decimal) if decimal else None,
        encoding=Encoding(encoding) if encoding else Encoding.UTF_8,
    )


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
