"""What a guess writes into the file beside the names of columns."""

from collections.abc import Mapping
from dataclasses import dataclass

Said = str | int | tuple[str, ...] | tuple[int, ...] | Mapping[str, "Said"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A line of the file: `off` writes it as a comment; `look` is what a person has to look at.

    Without a key it is a comment alone.
    """

    key: str
    value: Said
    comment: str = ""
    off: bool = False
    look: str = ""
