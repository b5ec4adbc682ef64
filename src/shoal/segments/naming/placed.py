"""Name, persona and plays of a segment that a rule made before anything was clustered."""

from shoal.records.accounts import Accounts, Placed
from shoal.records.segments import PlainRule
from shoal.segments.naming.catalogue import ARCHETYPES
from shoal.segments.naming.names import Naming
from shoal.segments.naming.plays import archetype_plays, generic_plays
from shoal.segments.naming.portraits import Portrait


def name_placed(placed: Placed, accounts: Accounts, portrait: Portrait) -> Naming:
    """Name a placed segment as its rule does.

    It never counts as an archetype, since nobody looked whether its accounts behave like one; the
    plays of an archetype of the same name are offered all the same.
    """
    alike = next((a for a in ARCHETYPES if a.name.casefold() == placed.name.casefold()), None)
    return Naming(
        name=placed.name,
        persona=f"Placed here by a rule, before the others were grouped: {placed.text}.",
        reason=f"The rule of the placement: {placed.text}.",
        plays=archetype_plays(portrait, alike, accounts) if alike else generic_plays(portrait),
    )


def rule_of_placed(placed: Placed) -> PlainRule:
    """Return the placement's own rule: it finds all its accounts and nobody else."""
    n_placed = len(placed.accounts)
    return PlainRule(
        text=placed.text, conditions=(), precision=1.0, coverage=1.0, fits=n_placed, hits=n_placed
    )
