"""How one entry of the vocabulary is written down."""

from dataclasses import dataclass

from shoal.records.meanings import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A meaning and the column names that carry it, separated by blanks.

    Case, spelling with `_`, `-`, blanks or capitals, plural and window do not count. Several terms
    may share a key where names want different labels; the first is the canonical one.
    """

    meaning: Meaning
    names: str
