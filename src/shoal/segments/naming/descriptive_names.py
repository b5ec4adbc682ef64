"""Names that say what is high and what is low, where no archetype is the right answer."""

import re
from collections import Counter
from collections.abc import Sequence

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
    "days_since_last_login": ("long since login", "recent login"),
    "usage_trend": ("higher usage trend", "lower usage trend"),
    "tickets": ("high tickets", "low tickets"),
    "tickets_per_seat": ("high tickets", "low tickets"),
    "resolution_hours": ("slow resolution", "quick resolution"),
    "first_response_hours": ("slow response", "quick response"),
    "onboarding_completion": ("far in onboarding", "early in onboarding"),
    "active_rate": ("high active rate", "low active rate"),
    "survey_response_rate": ("many survey answers", "few survey answers"),
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
    phrases = [_phrases(portrait) for portrait in portraits]
    names = [_join(parts[:2], portrait) for parts, portrait in zip(phrases, portraits, strict=True)]
    for i in _repeated(names, taken):
        names[i] = _join(phrases[i][:3], portraits[i])
    return _tell_apart_by_size(names, [p.size for p in portraits], taken)


def _phrases(portrait: Portrait) -> list[str]:
    """Write "high tickets", "low adoption", ... the clearest first, each noun once."""
    phrases: dict[str, str] = {}
    for reading in distinct_readings(portrait.readings):
        noun = _noun(reading.metric.label)
        phrases.setdefault(noun.casefold(), _phrase(reading, noun))
    return list(dict.fromkeys(phrases.values()))


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
    words = label.partition("(")[0].split()
    end = next((i for i, w in enumerate(words) if i and w.casefold() in _CUT_AT), len(words))
    words = words[: min(end, MAX_HALF_WORDS - 1)]
    while len(words) > 1 and words[-1].casefold() in _NO_LAST_WORD:
        words.pop()
    return " ".join(words) or label.strip()[:20] or "metric"


def _join(phrases: Sequence[str], portrait: Portrait) -> str:
    if phrases:
        return upper_first(", ".join(phrases))
    about_use = any(r.metric.topic is Topic.USE for r in portrait.readings)
    return _TYPICAL_USE if about_use else _TYPICAL


def _repeated(names: Sequence[str], taken: Sequence[str]) -> list[int]:
    """Find names that occur more than once, or that somebody else has."""
    counts = Counter(name.casefold() for name in (*names, *taken))
    return [i for i, name in enumerate(names) if counts[name.casefold()] > 1]


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
