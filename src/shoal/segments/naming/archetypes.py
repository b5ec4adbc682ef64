"""The shape of an archetype: data that says what a kind of customer looks like."""

from dataclasses import dataclass

from shoal.segments.naming.concepts import Concept
from shoal.segments.naming.signs import Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The direction an archetype wants of a concept.

    `direction` runs from -1 (far less than others) to 1 (far more); 0 wants no difference.
    `must` says that the table has to measure the concept and that it has to agree.
    """

    concept: Concept
    direction: float
    must: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayIdea:
    """A play, and what a table needs to have for it to make sense."""

    trigger: str
    action: str
    concept: Concept | None = None
    renewal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Archetype:
    """A kind of customer.

    Attributes
    ----------
    name : str
        What the segment is called.
    asks : tuple of Ask
        Directions compared with the other accounts of the base.
    needs : tuple of tuple of Sign
        Of each group at least one sign has to show.
    forbids : tuple of Sign
        None of these may show.
    persona : tuple of Sign
        What is said of the segment, in this order, as far as it shows.
    plays : tuple of PlayIdea
        What suits the segment.
    level : bool
        Whether the archetype is the one where no concept differs.
    edge : float
        Factor on the score, so that of two archetypes that fit the more telling one is taken.
    """

    name: str
    asks: tuple[Ask, ...]
    persona: tuple[Sign, ...]
    plays: tuple[PlayIdea, ...]
    needs: tuple[tuple[Sign, ...], ...] = ()
    forbids: tuple[Sign, ...] = ()
    level: bool = False
    edge: float = 1.0
