"""Names that say what is high and what is low, where no archetype is the right answer."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shoal.records.meanings import Topic
from shoal.segments.naming.differences import distinct_readings
from shoal.segments.naming.portraits import Portrait, Reading
from shoal.wording import lower_first, upper_first

MAX_HALF_WORDS = 4
_TYPICAL_USE = "Typical use"
_TYPICAL = "Typical throughout"
_ORDINALS = ("largest", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_SINCE = re.compile(
    r"(?:days|weeks|months) since (?:the )?(?:last )?(\w+(?: \w+)?)$", re.IGNORECASE
)
_CUT_AT = frozenset({"per", "since", "in", "against", "with", "by"})
_NO_LAST_WORD = frozenset({"to", "of", "a", "an", "the", "for", "and", "from", "on"})

# Shorter than the labels, and English where "high days since last login" is not.
_SHORT = {
    "feature_adoption": ("high adoption", "low adoption"),
    "usage_trend": ("higher usage trend", "lower usage trend"),
    "tickets": ("high tickets", "low tickets"),
    "tickets_per_seat": ("high tickets", "low tickets"),
    "resolution_hours": ("slow resolution", "quick resolution"),
    "first_response_hours": ("slow response", "quick response"),
    "onboarding_completion": ("far in onboarding", "early in onboarding"),
    "active_rate": ("high active rate", "low active rate"),
    "survey_response_rate": ("many survey answers", "few survey answers"),
    "minutes_per_user": ("many minutes", "few minutes"),
    "active_days": ("many active days", "few active days"),
    "active_against_peak": ("near peak activity", "far below peak"),
    "feature_velocity": ("many new features", "few new features"),
    "integrations": ("many integrations", "few integrations"),
    "api_calls_per_seat": ("many API calls", "few API calls"),
    "top_user_share": ("use by one user", "use by many users"),
    "key_user_silent_days": ("key user silent", "key user active"),
    "few_users": ("few users", "many users"),
    "people_share": ("use by people", "use by programs"),
    "ticket_trend": ("more tickets lately", "fewer tickets lately"),
    "severe_ticket_share": ("many severe tickets", "few severe tickets"),
    "onboarding_velocity": ("quick onboarding", "slow onboarding"),
    "time_to_value_days": ("slow to value", "quick to value"),
    "education": ("much training", "little training"),
}


def name_differences(
    portraits: Sequence[Portrait], *, taken: Sequence[str] = ()
) -> tuple[str, ...]:
    """Name segments after the two metrics that set each apart most; no two names are equal.

    Parameters
    ----------
    portraits : sequence of Portrait
        The segments to name.
    taken : sequence of str
        Names that other segments of the base have already.

    Returns
    -------
    tuple of str
        "High tickets, low adoption": at most four words per half; "Typical use" where no effect
        reaches 0.15. Equal names are told apart by a third metric, then by size.
    """
    halves = [_halves(portrait) for portrait in portraits]
    names = [_join(h[:2], portrait) for h, portrait in zip(halves, portraits, strict=True)]
    for i in _repeated(names, taken):
        names[i] = _join(halves[i][:3], portraits[i])
    for i in _repeated(names, taken):
        names[i] = _superlative(names[i], halves[i], i, portraits)
    return _tell_apart_by_size(names, [p.size for p in portraits], taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Half:
    """Half of a name: "high tickets", and the metric it speaks of."""

    phrase: str
    noun: str
    reading: Reading


def _halves(portrait: Portrait) -> list[_Half]:
    """Write what sets a segment apart, the clearest first, each noun once.

    The second half speaks of something else than the first, if that sets apart half as much.
    """
    halves: dict[str, _Half] = {}
    for reading in distinct_readings(portrait.readings):
        noun = _noun(reading.metric.label)
        half = _Half(phrase=_phrase(reading, noun), noun=noun, reading=reading)
        if half.phrase not in {h.phrase for h in halves.values()}:
            halves.setdefault(noun.casefold(), half)
    first, *rest = halves.values() or (None,)
    if first is None:
        return []
    enough = abs(first.reading.profile.effect) / 2
    rest.sort(key=lambda h: _is_alike(first, h) or abs(h.reading.profile.effect) < enough)
    return [first, *rest]


def _is_alike(one: _Half, other: _Half) -> bool:
    """Tell whether two metrics share a word, as purchases and purchase frequency do."""
    return bool({*one.noun.casefold().split()} & {*other.noun.casefold().split()})


def _phrase(reading: Reading, noun: str) -> str:
    high = reading.profile.effect > 0
    meaning = reading.metric.meaning or ""
    if meaning in _SHORT:
        return _SHORT[meaning][0 if high else 1]
    since = _SINCE.match(reading.metric.label)
    if since:
        return f"long since {since[1]}" if high else f"recent {since[1]}"
    return f"{'high' if high else 'low'} {lower_first(noun)}"


def _noun(label: str) -> str:
    """Cut a label to three words: up to "per", "since", ..., brackets left out.

    >>> _noun("Tickets per 100 seats and month"), _noun("Number of items in the cart (30 days)")
    ('Tickets', 'Number of items')
    """
    words = label.partition("(")[0].split() or re.sub(r"[()]", " ", label).split()
    end = next((i for i, w in enumerate(words) if i and w.casefold() in _CUT_AT), len(words))
    words = words[: min(end, MAX_HALF_WORDS - 1)]
    while len(words) > 1 and words[-1].casefold() in _NO_LAST_WORD:
        words.pop()
    return " ".join(words) or "metric"


def _join(halves: Sequence[_Half], portrait: Portrait) -> str:
    if halves:
        return upper_first(", ".join(half.phrase for half in halves))
    about_use = any(r.metric.topic is Topic.USE for r in portrait.readings)
    return _TYPICAL_USE if about_use else _TYPICAL


def _repeated(names: Sequence[str], taken: Sequence[str]) -> list[int]:
    """Find names that occur more than once, or that somebody else has."""
    counts = Counter(name.casefold() for name in (*names, *taken))
    return [i for i, name in enumerate(names) if counts[name.casefold()] > 1]


def _superlative(
    name: str, halves: Sequence[_Half], here: int, portraits: Sequence[Portrait]
) -> str:
    """Say "highest" for "high" where no other segment's typical account has as much."""
    if not halves:
        return name
    reading = halves[0].reading
    direction = 1 if reading.profile.effect > 0 else -1
    others = [
        direction * r.profile.median
        for i, portrait in enumerate(portraits)
        if i != here
        for r in portrait.readings
        if r.metric == reading.metric
    ]
    if not others or direction * reading.profile.median <= max(others):
        return name
    return re.sub(r"^(High|Low) ", r"\1est ", name)


def _tell_apart_by_size(
    names: Sequence[str], sizes: Sequence[int], taken: Sequence[str]
) -> tuple[str, ...]:
    """Add "larger" and "smaller", or a rank by size, to equal names until none are left."""
    told = list(names)
    while repeated := _repeated(told, taken):
        groups: dict[str, list[int]] = {}
        for i in sorted(repeated, key=lambda i: (-sizes[i], i)):
            groups.setdefault(told[i].casefold(), []).append(i)
        for members in groups.values():
            for rank, i in enumerate(members):
                told[i] = f"{told[i]}, {_size_word(rank, len(members))}"
    return tuple(told)


def _size_word(rank: int, n: int) -> str:
    if n <= 2:  # noqa: PLR2004 - a pair has its own words
        return ("larger", "smaller")[rank]
    return _ORDINALS[rank] if rank < len(_ORDINALS) else f"number {rank + 1}"
