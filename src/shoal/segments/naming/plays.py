"""What a team can do for a segment, as far as the table gives a ground for it."""

from shoal.records.accounts import Accounts
from shoal.records.meanings import ContextRole
from shoal.records.segments import Play
from shoal.segments.naming.archetypes import Archetype
from shoal.segments.naming.concepts import Concept
from shoal.segments.naming.differences import distinct_readings, medians_agree
from shoal.segments.naming.portraits import Portrait

_MAX_GENERIC = 2

# What suits a segment without an archetype: concept and direction that set it apart.
_GENERIC: dict[tuple[Concept, bool], Play] = {
    (Concept.USE, False): Play(
        trigger="On entry", action="CSM asks the sponsor what keeps people from logging in"
    ),
    (Concept.USE, True): Play(
        trigger="Every quarter", action="ask what works for them and pass it on to others"
    ),
    (Concept.AWAY, True): Play(
        trigger="On entry", action="CSM calls the sponsor about the last use and the next one"
    ),
    (Concept.BREADTH, False): Play(
        trigger="Every week", action="one lesson on the next unused feature"
    ),
    (Concept.BREADTH, True): Play(
        trigger="On release", action="invite to the beta of the next feature"
    ),
    (Concept.TREND, False): Play(trigger="On entry", action="find out what changed in their use"),
    (Concept.TREND, True): Play(trigger="On entry", action="ask who drives the growth, and why"),
    (Concept.DEMAND, True): Play(
        trigger="On entry", action="support lead and CSM read their last ten tickets together"
    ),
    (Concept.DELAY, True): Play(
        trigger="Every week", action="support lead reviews their open tickets"
    ),
    (Concept.TROUBLE, True): Play(
        trigger="On entry", action="hand the most frequent failure to engineering"
    ),
    (Concept.MOOD, False): Play(
        trigger="On entry", action="call those who gave the lowest answers"
    ),
    (Concept.MOOD, True): Play(trigger="On entry", action="ask for a reference"),
    (Concept.START, False): Play(
        trigger="Every week", action="check the next onboarding step and its owner"
    ),
}


def archetype_plays(
    portrait: Portrait, archetype: Archetype, accounts: Accounts
) -> tuple[Play, ...]:
    """Return the plays of an archetype, without those the table gives no ground for."""
    has_renewal = accounts.context_of(ContextRole.RENEWAL) is not None
    return tuple(
        Play(trigger=idea.trigger, action=idea.action)
        for idea in archetype.plays
        if (has_renewal or not idea.renewal) and (idea.concept is None or portrait.of(idea.concept))
    )


def generic_plays(portrait: Portrait) -> tuple[Play, ...]:
    """Return at most two plays that go with what sets a segment apart; none for the unknown."""
    plays = [
        _GENERIC[key]
        for reading in distinct_readings(portrait.recognised())
        if reading.concept and medians_agree(reading)
        if (key := (reading.concept, reading.more > 0)) in _GENERIC
    ]
    return tuple(plays[:_MAX_GENERIC])
