"""What sets a segment apart, in order, and the words for one metric against the others."""

import math
import re
from collections.abc import Iterable

from shoal.records.accounts import Metric
from shoal.segments.naming.portraits import Reading
from shoal.wording import format_value, lower_first, unit_beside

LEAST_EFFECT = 0.15  # rank effect under which nothing is said to differ
_MORE_DIGITS = 3
_DIGITS = 3
_WHOLE_UNITS = frozenset({"%", "hours", "days", "minutes"})
_LABEL_WORDS = 8
_PREPOSITIONS = frozenset({"per", "since", "to", "of", "in", "for", "against", "with", "by"})


def distinct_readings(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Order readings by how far they set a segment apart, each concept once.

    Returns
    -------
    tuple of Reading
        Only those with a rank effect of 0.15 at least; head counts that follow the customer's
        size come later than their effect alone would have them.
    """
    apart = [r for r in readings if abs(r.profile.effect) >= LEAST_EFFECT]
    apart.sort(key=lambda r: -abs(r.profile.effect) * r.weight)
    kept: dict[str, Reading] = {}
    for reading in apart:
        kept.setdefault(reading.concept or f"metric {reading.metric.name}", reading)
    return tuple(kept.values())


def medians_agree(reading: Reading) -> bool:
    """Tell whether the typical values differ in the direction of the effect."""
    gap = reading.profile.median - reading.profile.others_median
    return gap * reading.profile.effect > 0


def means_agree(reading: Reading) -> bool:
    """Tell whether the averages differ in the direction of the effect."""
    gap = reading.profile.mean - reading.profile.overall_mean
    return gap * reading.profile.effect > 0


def compare_typical(reading: Reading, *, first: bool) -> str:
    """Say how the typical account differs: "tickets are higher (7.0 against 2.1)".

    The first comparison of a sentence also says what is compared with what.
    """
    profile = reading.profile
    here, others = _apart(reading.metric, profile.median, profile.others_median)
    elsewhere, typical = (" than elsewhere", "typical ") if first else ("", "")
    return f"{_sides(reading)}{elsewhere} ({typical}{here} against {others})"


def compare_average(reading: Reading) -> str:
    """Say how the average differs from that of all accounts, where the typical does not."""
    profile = reading.profile
    here, all_ = _apart(reading.metric, profile.mean, profile.overall_mean)
    return f"{_sides(reading)} than in the whole base ({here} against {all_} on average)"


def is_plural(label: str) -> bool:
    """Tell whether a label wants "are".

    >>> [is_plural(x) for x in ("Tickets per seat", "Days since last login", "Usage trend")]
    [True, True, False]
    >>> [is_plural(x) for x in ("NPS", "Time to resolve tickets", "Account status")]
    [False, False, False]
    """
    words = label.split() or [""]
    end = next((i for i, w in enumerate(words) if i and w.casefold() in _PREPOSITIONS), len(words))
    noun = words[end - 1].strip("(),.;:")
    return noun.endswith("s") and not noun.isupper() and not noun.endswith(("ss", "us", "is"))


def spoken_label(metric: Metric) -> str:
    """Return the label as it stands inside a sentence: no brackets.

    >>> spoken_label(Metric(name="t", column="t", label="Usage trend (last 90 days)"))
    'usage trend'
    """
    spoken = " ".join(re.sub(r"\([^)]*\)", " ", metric.label).split())
    return lower_first(spoken or metric.label)


def _sides(reading: Reading) -> str:
    """Write "tickets are higher"."""
    label = spoken_label(reading.metric)
    words = label.split()
    short = label if len(words) <= _LABEL_WORDS else f"{' '.join(words[:_LABEL_WORDS])} …"
    verb = "are" if is_plural(short) else "is"
    return f"{short} {verb} {'higher' if reading.profile.effect > 0 else 'lower'}"


def _apart(metric: Metric, here: float, others: float) -> tuple[str, str]:
    """Write two values with enough digits to tell them apart."""
    written = ("", "")
    whole = here.is_integer() and others.is_integer()
    decimals = 0 if whole else _decimals(metric, max(abs(here), abs(others)))
    for extra in range(_MORE_DIGITS + 1):
        written = (
            _value(metric, here, decimals + extra),
            _value(metric, others, decimals + extra),
        )
        if written[0] != written[1] or math.isclose(here, others):
            break
    return written


def _decimals(metric: Metric, size: float) -> int:
    """Digits after the point that a sentence needs: none for percent and times, few for much."""
    if metric.unit in _WHOLE_UNITS or not size:
        return 0
    return min(metric.decimals, max(0, _DIGITS - 1 - math.floor(math.log10(size))))


def _value(metric: Metric, value: float, decimals: int) -> str:
    return format_value(
        value,
        unit=unit_beside(metric.label, metric.unit),
        signed=metric.signed,
        decimals=decimals if value else 0,
    )
