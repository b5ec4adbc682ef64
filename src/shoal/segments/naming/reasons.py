"""On what grounds a segment has its name, in one sentence."""

from collections.abc import Sequence

from shoal.segments.naming.archetypes import Archetype
from shoal.segments.naming.differences import distinct_readings, spoken_label
from shoal.segments.naming.portraits import Portrait, Reading
from shoal.segments.naming.scores import agreeing
from shoal.segments.naming.sentences import SAID
from shoal.segments.naming.signs import RELATIVE, Sign, shows
from shoal.wording import MINUS, join_words

_COMPARED = "Compared with the other accounts of this base"
_SHOWN = 4


def archetype_reason(portrait: Portrait, archetype: Archetype) -> str:
    """Name the metrics that agree with an archetype, and the signs that it needs and found.

    Returns
    -------
    str
        "Compared with the other accounts of this base: usage trend lower (−0.92), ...; besides,
        use is falling." The number is the rank effect size.
    """
    readings = agreeing(portrait, archetype)[:_SHOWN]
    if archetype.level:
        labels = join_words([spoken_label(r.metric) for r in readings])
        return f"{_COMPARED}: no large difference in {labels}."
    signs = [
        s for group in archetype.needs for s in group if s not in RELATIVE and shows(portrait, s)
    ]
    besides = f"; besides, {join_words(_said(signs))}" if signs else ""
    return f"{_COMPARED}: {_listed(readings)}{besides}."


def descriptive_reason(portrait: Portrait) -> str:
    """Name the metrics that set a segment without an archetype apart."""
    readings = distinct_readings(portrait.readings)[:_SHOWN]
    return f"{_COMPARED}: {_listed(readings) if readings else 'no difference worth a name'}."


def _listed(readings: Sequence[Reading]) -> str:
    return join_words([_side(r) for r in readings])


def _side(reading: Reading) -> str:
    effect = reading.profile.effect
    number = f"{effect:+.2f}".replace("-", MINUS)
    return f"{spoken_label(reading.metric)} {'higher' if effect > 0 else 'lower'} ({number})"


def _said(signs: Sequence[Sign]) -> list[str]:
    return list(dict.fromkeys(" ".join(SAID[sign]) for sign in signs))
