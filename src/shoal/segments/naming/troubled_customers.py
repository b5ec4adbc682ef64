"""Archetypes of customers who need somebody, the most urgent first."""

from shoal.segments.naming.archetypes import Archetype, Ask, PlayIdea
from shoal.segments.naming.concepts import Concept
from shoal.segments.naming.signs import Sign

TROUBLED: tuple[Archetype, ...] = (
    Archetype(
        name="At Risk",
        asks=(
            Ask(concept=Concept.TREND, direction=-1),
            Ask(concept=Concept.MOOD, direction=-1),
            Ask(concept=Concept.USE, direction=-0.6),
            Ask(concept=Concept.DELAY, direction=0.6),
            Ask(concept=Concept.DEMAND, direction=0.5),
            Ask(concept=Concept.TROUBLE, direction=0.5),
            Ask(concept=Concept.HEALTH, direction=-0.7),
            Ask(concept=Concept.AWAY, direction=0.3),
            Ask(concept=Concept.BREADTH, direction=-0.3),
        ),
        needs=((Sign.FALLING, Sign.UNHAPPY, Sign.CHURNS),),
        forbids=(Sign.HAPPY, Sign.GROWING),
        persona=(
            Sign.FALLING,
            Sign.SLOWER_HELP,
            Sign.UNHAPPY,
            Sign.CHURNS,
            Sign.ASKS_MORE,
            Sign.USES_LESS,
            Sign.FEWER_USERS,
            Sign.UNHAPPIER,
        ),
        plays=(
            PlayIdea(trigger="On entry", action="high-priority task for the CSM, due in two days"),
            PlayIdea(trigger="On entry", action="stop upsell campaigns; tell the account team"),
            PlayIdea(
                trigger="Every week",
                action="support lead reviews open tickets",
                concept=Concept.DEMAND,
            ),
            PlayIdea(
                trigger="90 days to renewal",
                action="sponsor call with a recovery plan",
                renewal=True,
            ),
        ),
    ),
    Archetype(
        name="Silent Churners",
        asks=(
            Ask(concept=Concept.USE, direction=-1, must=True),
            Ask(concept=Concept.AWAY, direction=1),
            Ask(concept=Concept.DEMAND, direction=-0.8),
            Ask(concept=Concept.BREADTH, direction=-0.7),
            Ask(concept=Concept.ANSWERS, direction=-0.7),
            Ask(concept=Concept.TREND, direction=-0.3),
            Ask(concept=Concept.LEARNING, direction=-0.3),
            Ask(concept=Concept.HEALTH, direction=-0.5),
        ),
        needs=((Sign.AWAY, Sign.FALLING, Sign.CHURNS),),
        forbids=(Sign.MANY_TICKETS, Sign.GROWING, Sign.RECENT),
        persona=(
            Sign.AWAY,
            Sign.USES_LESS,
            Sign.FEWER_USERS,
            Sign.ASKS_LESS,
            Sign.SILENT,
            Sign.FALLING,
            Sign.CHURNS,
            Sign.NARROWER,
        ),
        plays=(
            PlayIdea(trigger="On entry", action="CSM calls the sponsor, not the users"),
            PlayIdea(
                trigger="After 14 days", action="restart workshop, 45 minutes, with their own data"
            ),
            PlayIdea(trigger="On entry", action="stop product newsletters"),
        ),
    ),
    Archetype(
        name="Dormant",
        asks=(
            Ask(concept=Concept.USE, direction=-1, must=True),
            Ask(concept=Concept.AWAY, direction=1),
            Ask(concept=Concept.BREADTH, direction=-0.9),
            Ask(concept=Concept.DEMAND, direction=-0.4),
            Ask(concept=Concept.SEATS, direction=-0.6),
            Ask(concept=Concept.LEARNING, direction=-0.4),
        ),
        needs=((Sign.GONE, Sign.IDLE),),
        edge=1.05,
        forbids=(Sign.MANY_TICKETS, Sign.GROWING, Sign.RECENT),
        persona=(
            Sign.GONE,
            Sign.IDLE,
            Sign.NARROWER,
            Sign.ASKS_LESS,
            Sign.USES_LESS,
            Sign.FEWER_USERS,
        ),
        plays=(
            PlayIdea(
                trigger="On entry", action="check that the sponsor and the contract are still there"
            ),
            PlayIdea(
                trigger="On entry", action="one personal offer to start again, with a named contact"
            ),
            PlayIdea(trigger="After 30 days", action="decide: win back, downsize or let go"),
        ),
    ),
    Archetype(
        name="Struggling Adopters",
        asks=(
            Ask(concept=Concept.START, direction=-1),
            Ask(concept=Concept.BREADTH, direction=-0.9),
            Ask(concept=Concept.DEMAND, direction=0.9, must=True),
            Ask(concept=Concept.DELAY, direction=0.5),
            Ask(concept=Concept.TROUBLE, direction=0.4),
            Ask(concept=Concept.USE, direction=-0.3),
        ),
        needs=((Sign.NARROW, Sign.UNFINISHED), (Sign.NARROWER, Sign.BEHIND_START)),
        forbids=(Sign.AWAY, Sign.IDLE),
        persona=(
            Sign.UNFINISHED,
            Sign.NARROWER,
            Sign.ASKS_MORE,
            Sign.SLOWER_HELP,
            Sign.NARROW,
        ),
        plays=(
            PlayIdea(
                trigger="On entry", action="guided onboarding, second half, with a named trainer"
            ),
            PlayIdea(trigger="Every week", action="one lesson on the next unused feature"),
            PlayIdea(
                trigger="Every month",
                action="turn their most frequent question into a guide",
                concept=Concept.DEMAND,
            ),
        ),
    ),
    Archetype(
        name="Support-Heavy",
        asks=(
            Ask(concept=Concept.DEMAND, direction=1, must=True),
            Ask(concept=Concept.DELAY, direction=0.6),
            Ask(concept=Concept.TROUBLE, direction=0.6),
            Ask(concept=Concept.USE, direction=0.3),
            Ask(concept=Concept.MOOD, direction=-0.2),
        ),
        needs=((Sign.MANY_TICKETS,),),
        forbids=(Sign.AWAY, Sign.IDLE, Sign.FALLING),
        persona=(
            Sign.ASKS_MORE,
            Sign.SLOWER_HELP,
            Sign.MORE_TROUBLE,
            Sign.USES_MORE,
            Sign.MORE_USERS,
            Sign.UNHAPPIER,
        ),
        plays=(
            PlayIdea(
                trigger="On entry",
                action="support lead and CSM read their last ten tickets together",
            ),
            PlayIdea(trigger="Every month", action="fix or document the top cause"),
            PlayIdea(trigger="Every quarter", action="offer an admin training"),
        ),
    ),
    Archetype(
        name="Onboarding",
        asks=(
            Ask(concept=Concept.START, direction=-1, must=True),
            Ask(concept=Concept.BREADTH, direction=-0.4),
            Ask(concept=Concept.USE, direction=-0.3),
            Ask(concept=Concept.TREND, direction=0.3),
            Ask(concept=Concept.LEARNING, direction=0.2),
        ),
        needs=((Sign.UNFINISHED,),),
        forbids=(Sign.AWAY, Sign.IDLE, Sign.FALLING, Sign.MANY_TICKETS),
        persona=(
            Sign.UNFINISHED,
            Sign.NARROWER,
            Sign.GROWING,
            Sign.USES_LESS,
            Sign.FEWER_USERS,
            Sign.RECENT,
        ),
        plays=(
            PlayIdea(trigger="On entry", action="agree on the first goal and a date for it"),
            PlayIdea(trigger="Every week", action="check the next onboarding step and its owner"),
            PlayIdea(trigger="When done", action="hand over to the CSM with the goal reached"),
        ),
    ),
    Archetype(
        name="Casual",
        asks=(
            Ask(concept=Concept.USE, direction=-1, must=True),
            Ask(concept=Concept.BREADTH, direction=-0.6),
            Ask(concept=Concept.DEMAND, direction=-0.4),
            Ask(concept=Concept.AWAY, direction=0.4),
            Ask(concept=Concept.LEARNING, direction=-0.3),
        ),
        forbids=(
            Sign.AWAY,
            Sign.IDLE,
            Sign.FALLING,
            Sign.UNHAPPY,
            Sign.CHURNS,
            Sign.MANY_TICKETS,
        ),
        persona=(
            Sign.USES_LESS,
            Sign.FEWER_USERS,
            Sign.NARROWER,
            Sign.ASKS_LESS,
            Sign.LEVEL,
            Sign.RECENT,
        ),
        plays=(
            PlayIdea(trigger="On entry", action="show one use that fits their team"),
            PlayIdea(trigger="Every month", action="send one short lesson; measure who opens it"),
            PlayIdea(
                trigger="90 days to renewal",
                action="confirm the value they see in one call",
                renewal=True,
            ),
        ),
    ),
)
