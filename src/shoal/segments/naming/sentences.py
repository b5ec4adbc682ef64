"""The words for each sign: a subject and what is said of it."""

from shoal.segments.naming.signs import Sign

THEY = "they"

SAID: dict[Sign, tuple[str, str]] = {
    Sign.FALLING: ("use", "is falling"),
    Sign.GROWING: ("use", "is growing"),
    Sign.LEVEL: ("use", "is level"),
    Sign.AWAY: ("the typical last login", "is three weeks ago or more"),
    Sign.GONE: ("the last login", "is 60 days ago or more"),
    Sign.RECENT: ("the typical last login", "is a week ago at most"),
    Sign.NARROW: (THEY, "use under half of the features"),
    Sign.BROAD: (THEY, "use at least half of the features"),
    Sign.UNFINISHED: ("onboarding", "is not finished"),
    Sign.FULL: ("most seats", "are in use"),
    Sign.IDLE: ("there", "is hardly any use"),
    Sign.HAPPY: ("those who answer surveys", "are happy"),
    Sign.UNHAPPY: ("those who answer surveys", "are unhappy"),
    Sign.SILENT: ("most", "do not answer surveys"),
    Sign.CHURNS: (THEY, "leave more often than the whole base"),
    Sign.USES_MORE: (THEY, "are more active than others"),
    Sign.USES_LESS: (THEY, "are less active than others"),
    Sign.MORE_USERS: (THEY, "have more active users than others"),
    Sign.FEWER_USERS: (THEY, "have fewer active users than others"),
    Sign.BROADER: (THEY, "use more of the product than others"),
    Sign.NARROWER: (THEY, "use less of the product than others"),
    Sign.ASKS_MORE: (THEY, "ask for help more than others"),
    Sign.ASKS_LESS: (THEY, "ask for help less than others"),
    Sign.SLOWER_HELP: ("help", "takes longer than elsewhere"),
    Sign.QUICKER_HELP: ("help", "comes sooner than elsewhere"),
    Sign.UNHAPPIER: ("the mood", "is worse than elsewhere"),
    Sign.BEHIND_START: ("onboarding", "is less far than elsewhere"),
    Sign.MANY_TICKETS: (THEY, "open at least half as many tickets again as others"),
    Sign.MORE_TROUBLE: ("more", "goes wrong than elsewhere"),
}

# A sign says nothing new beside one of these.
COVERED_BY: dict[Sign, tuple[Sign, ...]] = {
    Sign.NARROW: (Sign.NARROWER,),
    Sign.BROADER: (Sign.BROAD,),
    Sign.UNHAPPIER: (Sign.UNHAPPY,),
    Sign.USES_LESS: (Sign.IDLE,),
    Sign.BEHIND_START: (Sign.UNFINISHED,),
}
