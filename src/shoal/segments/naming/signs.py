"""Signs that a segment shows or does not: each is a claim that its medians bear out.

Absolute signs hold against a fixed number; relative ones compare with the other accounts.
"""

from collections.abc import Callable
from enum import StrEnum, auto

from shoal.segments.naming.concepts import Concept
from shoal.segments.naming.portraits import Portrait, Reading

FALLING_BELOW = -20.0  # % against the window before
GROWING_FROM = 10.0
LEVEL_WITHIN = 5.0
AWAY_DAYS = 21.0
GONE_DAYS = 60.0
RECENT_DAYS = 8.0
NARROW_BELOW = 40.0  # % of the features
BROAD_FROM = 50.0
UNFINISHED_BELOW = 80.0  # % of the steps
FULL_FROM = 80.0  # % of the seats
IDLE_PERCENT = 5.0  # of the seats or days
TENFOLD = 10.0
_RATES = frozenset({"active_rate", "stickiness", "active_against_peak"})
MANY_TIMES = 1.5  # what others ask for
SILENT_BELOW = 0.5  # share of accounts that answer
APART = 0.3  # rank effect from which a relative claim is made
_HAPPY = ((1.0, 0.9, 0.6), (5.0, 4.2, 3.5), (10.0, 8.0, 6.0), (100.0, 80.0, 60.0))
_HAPPY_NPS = ((10.0, 8.0, 6.0), (100.0, 30.0, 0.0))


class Sign(StrEnum):
    """Something that can be said of a segment."""

    FALLING = auto()
    GROWING = auto()
    LEVEL = auto()
    AWAY = auto()
    GONE = auto()
    RECENT = auto()
    NARROW = auto()
    BROAD = auto()
    UNFINISHED = auto()
    FULL = auto()
    IDLE = auto()
    HAPPY = auto()
    UNHAPPY = auto()
    SILENT = auto()
    CHURNS = auto()
    MANY_TICKETS = auto()
    USES_MORE = auto()
    USES_LESS = auto()
    MORE_USERS = auto()
    FEWER_USERS = auto()
    BROADER = auto()
    NARROWER = auto()
    ASKS_MORE = auto()
    ASKS_LESS = auto()
    SLOWER_HELP = auto()
    QUICKER_HELP = auto()
    UNHAPPIER = auto()
    BEHIND_START = auto()
    MORE_TROUBLE = auto()


RELATIVE = frozenset(
    {
        Sign.MANY_TICKETS,
        Sign.USES_MORE,
        Sign.USES_LESS,
        Sign.MORE_USERS,
        Sign.FEWER_USERS,
        Sign.BROADER,
        Sign.NARROWER,
        Sign.ASKS_MORE,
        Sign.ASKS_LESS,
        Sign.SLOWER_HELP,
        Sign.QUICKER_HELP,
        Sign.UNHAPPIER,
        Sign.BEHIND_START,
        Sign.MORE_TROUBLE,
    }
)


def shows(portrait: Portrait, sign: Sign) -> bool:
    """Tell whether a segment shows a sign; never where the table cannot tell."""
    return _PREDICATES[sign](portrait)


def percent(reading: Reading) -> float:
    """Give the segment's median as percent, also where the column holds 0 to 1.

    A change is taken as a fraction only where some accounts fall, none by more than one, and none
    grows by more than ten.
    """
    as_fraction = reading.lowest >= -1 and (
        reading.highest <= 1
        or (reading.metric.signed and reading.lowest < 0 and reading.highest <= TENFOLD)
    )
    return reading.profile.median * (100.0 if as_fraction else 1.0)


def _percent_in(key: str, low: float, high: float) -> Callable[[Portrait], bool]:
    """Build the claim that a metric's median is at least `low` and under `high` percent."""

    def claim(portrait: Portrait) -> bool:
        reading = portrait.meaning(key)
        return reading is not None and low <= percent(reading) < high

    return claim


def _days_in(low: float, high: float) -> Callable[[Portrait], bool]:
    """Build the claim that the last login is at least `low`, under `high` days ago."""

    def claim(portrait: Portrait) -> bool:
        reading = portrait.meaning("days_since_last_login")
        return reading is not None and low <= reading.profile.median < high

    return claim


def _apart(concept: Concept, direction: int) -> Callable[[Portrait], bool]:
    """Build the claim that there is more (or less) of a concept here than elsewhere.

    All metrics of the concept that say something must say the same, and the medians with them.
    """

    def claim(portrait: Portrait) -> bool:
        level = portrait.level(concept)
        readings = [r for r in portrait.of(concept) if r.weight * abs(r.more) >= APART / 2]
        return (
            level is not None
            and direction * level >= APART
            and all(direction * r.more > 0 and _medians_agree(r) for r in readings)
            and bool(readings)
        )

    return claim


def _medians_agree(reading: Reading) -> bool:
    gap = reading.profile.median - reading.profile.others_median
    return gap * reading.profile.effect > 0


def _content(portrait: Portrait) -> int:
    """Tell whether those who answer are happy (1), unhappy (-1) or neither (0); 0 if at odds."""
    moods = {_mood_of(r) for key in ("nps", "csat") if (r := portrait.meaning(key)) is not None} - {
        0
    }
    return moods.pop() if len(moods) == 1 else 0


def _mood_of(reading: Reading) -> int:
    """Hold a median against the bounds of the scale that the column is on."""
    is_nps = reading.metric.meaning == "nps"
    on_hundred = is_nps and reading.lowest < 0
    scales = _HAPPY_NPS[-1:] if on_hundred else _HAPPY_NPS if is_nps else _HAPPY
    for top, happy_from, unhappy_below in scales:
        if reading.highest <= top:
            median = reading.profile.median
            return 1 if median >= happy_from else -1 if median < unhappy_below else 0
    return 0


def _is_silent(portrait: Portrait) -> bool:
    """Most accounts give no answer, and fewer than elsewhere."""
    rate = portrait.meaning("survey_response_rate")
    if rate is not None:
        return percent(rate) < 100 * SILENT_BELOW and rate.more < -APART
    moods = [r for r in portrait.of(Concept.MOOD) if r.others_answered > 0]
    return bool(moods) and all(
        r.answered < SILENT_BELOW and r.answered < r.others_answered - APART for r in moods
    )


def _is_idle(portrait: Portrait) -> bool:
    """Every measure of use is zero for the typical account, or next to it where it is a rate."""
    readings = [r for r in portrait.of(Concept.USE) if r.answered > 0]
    return bool(readings) and all(
        r.profile.median == 0 or (r.metric.meaning in _RATES and percent(r) <= IDLE_PERCENT)
        for r in readings
    )


def _counts_heads_only(portrait: Portrait) -> bool:
    """Use is measured by nothing but active users, who are more where the customer is larger."""
    return all(r.is_head_count for r in portrait.of(Concept.USE))


def _has_many_tickets(portrait: Portrait) -> bool:
    readings = [r for r in portrait.of(Concept.DEMAND) if r.metric.meaning != "escalations"]
    return any(
        r.profile.median >= MANY_TIMES * r.profile.others_median and r.more >= APART
        for r in readings
        if r.answered > 0
    )


_INFINITE = float("inf")
_MORE_USE, _LESS_USE = _apart(Concept.USE, 1), _apart(Concept.USE, -1)
_PREDICATES: dict[Sign, Callable[[Portrait], bool]] = {
    Sign.FALLING: _percent_in("usage_trend", -_INFINITE, FALLING_BELOW),
    Sign.GROWING: _percent_in("usage_trend", GROWING_FROM, _INFINITE),
    Sign.LEVEL: _percent_in("usage_trend", -LEVEL_WITHIN, LEVEL_WITHIN),
    Sign.AWAY: _days_in(AWAY_DAYS, _INFINITE),
    Sign.GONE: _days_in(GONE_DAYS, _INFINITE),
    Sign.RECENT: _days_in(0, RECENT_DAYS),
    Sign.NARROW: _percent_in("feature_adoption", -_INFINITE, NARROW_BELOW),
    Sign.BROAD: _percent_in("feature_adoption", BROAD_FROM, _INFINITE),
    Sign.UNFINISHED: _percent_in("onboarding_completion", -_INFINITE, UNFINISHED_BELOW),
    Sign.FULL: _percent_in("seat_utilisation", FULL_FROM, _INFINITE),
    Sign.IDLE: _is_idle,
    Sign.HAPPY: lambda p: _content(p) > 0,
    Sign.UNHAPPY: lambda p: _content(p) < 0,
    Sign.SILENT: _is_silent,
    Sign.CHURNS: lambda p: p.churns,
    Sign.MANY_TICKETS: _has_many_tickets,
    Sign.USES_MORE: lambda p: not _counts_heads_only(p) and _MORE_USE(p),
    Sign.USES_LESS: lambda p: not _counts_heads_only(p) and _LESS_USE(p),
    Sign.MORE_USERS: lambda p: _counts_heads_only(p) and _MORE_USE(p),
    Sign.FEWER_USERS: lambda p: _counts_heads_only(p) and _LESS_USE(p),
    Sign.BROADER: _apart(Concept.BREADTH, 1),
    Sign.NARROWER: _apart(Concept.BREADTH, -1),
    Sign.ASKS_MORE: _apart(Concept.DEMAND, 1),
    Sign.ASKS_LESS: _apart(Concept.DEMAND, -1),
    Sign.SLOWER_HELP: _apart(Concept.DELAY, 1),
    Sign.QUICKER_HELP: _apart(Concept.DELAY, -1),
    Sign.UNHAPPIER: _apart(Concept.MOOD, -1),
    Sign.BEHIND_START: _apart(Concept.START, -1),
    Sign.MORE_TROUBLE: _apart(Concept.TROUBLE, 1),
}
