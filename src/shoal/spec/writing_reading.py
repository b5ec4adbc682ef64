"""How a source's texts are written, as far as the workspace says it."""

from pathlib import PurePosixPath

from shoal.records.workspace import Location
from shoal.records.writing import DateOrder, DecimalSign, Encoding, Writing
from shoal.spec.groups import Given
from shoal.spec.notes import Notes

# What says by itself how its letters are written.
_SELF_DESCRIBING = frozenset({".parquet", ".pq", ".xlsx"})


def read_writing(given: Given, location: Location, notes: Notes, *, what: str) -> Writing:
    """Return how the texts of a source are written; note an encoding where there is no text."""
    dates, decimal, encoding = (given.text(key) for key in ("dates", "decimal", "encoding"))
    path = location.path
    if encoding is not None and (path is None or _suffix(path) in _SELF_DESCRIBING):
        notes.note(
            given.where("encoding"),
            f"{what} has an encoding, but is no file of text.",
            code="conflicting-keys",
            suggestion="Take the line out: such a source says itself how its letters are written.",
        )
    return Writing(
        dates=DateOrder(dates) if dates else None,
        decimal=DecimalSign(decimal) if decimal else None,
        encoding=Encoding(encoding) if encoding else Encoding.UTF_8,
    )


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
