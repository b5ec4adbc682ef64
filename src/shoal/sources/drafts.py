"""A column on its way: its cells read, their meaning not yet decided."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.records.findings import Finding
from shoal.records.tables import Column
from shoal.sources.missing import is_missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Either text `cells` ("" where nothing stood) or a `column` whose type is known already."""

    name: str
    cells: list[str] | None = None
    column: Column | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinct:
    """The different texts of a column, so that each is looked at once.

    Shapes: `codes` (n_rows,) index into `texts`; `counts` and `missing` (n_texts,). `texts` are
    as written, `stripped` without the blanks around them.
    """

    texts: list[str]
    stripped: list[str]
    codes: NDArray[np.intp]
    counts: NDArray[np.intp]
    missing: NDArray[np.bool_]

    @property
    def n_answered(self) -> int:
        """Rows with an answer."""
        return int(self.counts[~self.missing].sum())

    def count(self, mask: NDArray[np.bool_]) -> int:
        """Rows whose text is marked in `mask` (n_texts,)."""
        return int(self.counts[mask].sum())

    def share(self, mask: NDArray[np.bool_]) -> float:
        """Share of the answered rows whose text is marked in `mask` (n_texts,)."""
        return self.count(mask & ~self.missing) / max(self.n_answered, 1)

    def spread(self) -> NDArray[np.object_]:
        """Cells as written, None where missing, shape (n_rows,)."""
        cells = np.array(self.texts, dtype=object)
        cells[self.missing] = None
        spread: NDArray[np.object_] = cells[self.codes]
        return spread

    def examples(self, mask: NDArray[np.bool_], *, most: int = 5) -> tuple[str, ...]:
        """Return the first few stripped texts that are marked in `mask` (n_texts,)."""
        return tuple(self.stripped[i][:40] for i in np.flatnonzero(mask)[:most])


def distinct_of(cells: Sequence[str]) -> Distinct:
    """Find the different texts of a column, in order of appearance.

    >>> distinct_of(["a", "b", "a"]).counts.tolist()
    [2, 1]
    """
    index: dict[str, int] = {}
    place = index.setdefault
    codes = np.fromiter((place(c, len(index)) for c in cells), dtype=np.intp, count=len(cells))
    texts = _without_surrogates(list(index))
    stripped = [t.strip() for t in texts]
    return Distinct(
        texts=texts,
        stripped=stripped,
        codes=codes,
        counts=np.bincount(codes, minlength=len(texts)).astype(np.intp),
        missing=np.fromiter((is_missing(t) for t in stripped), dtype=np.bool_, count=len(texts)),
    )


def _without_surrogates(texts: list[str]) -> list[str]:
    """Put "?" for half characters, which JSON may escape but no file can hold."""
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return [t.encode(errors="replace").decode() for t in texts]
    return texts
