"""Archetypes of customers who are well, those who need the least last."""

from shoal.segments.naming.archetypes import Archetype, Ask, PlayIdea
from shoal.segments.naming.concepts import Concept
from shoal.segments.naming.signs import Sign

_ALARMS = (Sign.FALLING, Sign.UNHAPPY, Sign.AWAY, Sign.IDLE)

CONTENT: tuple[Archetype, ...] = (
    Archetype(
        name="Steady",
        asks=(),
        forbids=(*_ALARMS, Sign.CHURNS, Sign.GROWING, Sign.MANY_TICKETS),
        level=True,
        persona=(),
        plays=(
            PlayIdea(trigger="Every quarter", action="business review with goals for the next one"),
            PlayIdea(trigger="Every month", action="news on features they do not use yet"),
        ),
    ),
    Archetype(
        name="Growing",
        asks=(
            Ask(concept=Concept.TREND, direction=1, must=True),
            Ask(concept=Concept.USE, direction=0.3),
            Ask(concept=Concept.LEARNING, direction=0.3),
        ),
        needs=((Sign.GROWING,),),
        forbids=(Sign.UNHAPPY, Sign.AWAY, Sign.IDLE, Sign.MANY_TICKETS),
        persona=(
            Sign.GROWING,
            Sign.USES_MORE,
            Sign.MORE_USERS,
            Sign.BROADER,
            Sign.HAPPY,
            Sign.RECENT,
        ),
        plays=(
            PlayIdea(trigger="On entry", action="ask what changed and who drives it"),
            PlayIdea(trigger="Every month", action="show the next feature that their team needs"),
        ),
    ),
    Archetype(
        name="Expansion Ready",
        asks=(
            Ask(concept=Concept.TREND, direction=1, must=True),
            Ask(concept=Concept.MOOD, direction=0.6),
            Ask(concept=Concept.USE, direction=0.5),
            Ask(concept=Concept.SEATS, direction=0.7),
            Ask(concept=Concept.BREADTH, direction=-0.2),
            Ask(concept=Concept.HEALTH, direction=0.4),
        ),
        needs=((Sign.GROWING,), (Sign.HAPPY, Sign.FULL)),
        edge=1.2,
        forbids=(*_ALARMS, Sign.MANY_TICKETS, Sign.CHURNS),
        persona=(
            Sign.GROWING,
            Sign.FULL,
            Sign.HAPPY,
            Sign.NARROWER,
            Sign.USES_MORE,
            Sign.MORE_USERS,
        ),
        plays=(
            PlayIdea(trigger="On entry", action="CSM offers the larger plan with a usage summary"),
            PlayIdea(trigger="On entry", action="resume upsell campaigns"),
            PlayIdea(
                trigger="60 days to renewal",
                action="joint review of unused features",
                renewal=True,
            ),
        ),
    ),
    Archetype(
        name="Self-Sufficient Power Users",
        asks=(
            Ask(concept=Concept.USE, direction=1, must=True),
            Ask(concept=Concept.DEMAND, direction=-1, must=True),
            Ask(concept=Concept.BREADTH, direction=0.7),
            Ask(concept=Concept.DELAY, direction=-0.5),
            Ask(concept=Concept.AWAY, direction=-0.4),
            Ask(concept=Concept.START, direction=0.3),
        ),
        forbids=(*_ALARMS, Sign.CHURNS),
        persona=(Sign.USES_MORE, Sign.MORE_USERS, Sign.BROADER, Sign.ASKS_LESS, Sign.QUICKER_HELP),
        plays=(
            PlayIdea(trigger="Every quarter", action="written review, no meeting"),
            PlayIdea(trigger="On release", action="invite to betas and the programming interface"),
        ),
    ),
    Archetype(
        name="Champions",
        asks=(
            Ask(concept=Concept.USE, direction=1, must=True),
            Ask(concept=Concept.MOOD, direction=0.9),
            Ask(concept=Concept.BREADTH, direction=0.8),
            Ask(concept=Concept.AWAY, direction=-0.5),
            Ask(concept=Concept.START, direction=0.3),
            Ask(concept=Concept.SEATS, direction=0.5),
            Ask(concept=Concept.LEARNING, direction=0.4),
            Ask(concept=Concept.HEALTH, direction=0.6),
        ),
        needs=((Sign.HAPPY, Sign.BROAD),),
        edge=1.1,
        forbids=(*_ALARMS, Sign.CHURNS),
        persona=(
            Sign.USES_MORE,
            Sign.MORE_USERS,
            Sign.BROAD,
            Sign.HAPPY,
            Sign.BROADER,
            Sign.ASKS_MORE,
        ),
        plays=(
            PlayIdea(trigger="On entry", action="queue a case study; ask for a reference"),
            PlayIdea(trigger="Every quarter", action="roadmap talk and beta access"),
        ),
    ),
)
