"""One or two sentences that bring a segment to mind; each claim holds for the table at hand."""

from collections.abc import Sequence

from shoal.records.meanings import Topic
from shoal.segments.naming.archetypes import Archetype
from shoal.segments.naming.differences import (
    compare_average,
    compare_typical,
    distinct_readings,
    means_agree,
    medians_agree,
)
from shoal.segments.naming.portraits import Portrait
from shoal.segments.naming.sentences import COVERED_BY, SAID, THEY
from shoal.segments.naming.signs import Sign, shows
from shoal.wording import join_words, upper_first

MAX_WORDS = 30
_MAX_CLAIMS = 4
_COMPARISON = " than others"
_ALL_ALIKE = "What these metrics tell is close to that of the other accounts."
_TOPIC_WORDS = {
    Topic.USE: "use",
    Topic.HELP: "help",
    Topic.MOOD: "mood",
    Topic.START: "onboarding",
    Topic.LEARNING: "learning",
}


def describe_archetype(portrait: Portrait, archetype: Archetype) -> str:
    """Write the persona of a segment with an archetype, at most 30 words.

    Returns
    -------
    str
        Made of the archetype's signs that the segment shows, in the archetype's order; without
        any, as for a segment without an archetype.
    """
    if archetype.level:
        return _describe_level(portrait)
    claims = persona_signs(portrait, archetype)
    for n in range(len(claims), 0, -1):
        text = _write_claims(claims[:n])
        if count_words(text) <= MAX_WORDS:
            return text
    return describe_differences(portrait)


def persona_signs(portrait: Portrait, archetype: Archetype) -> tuple[Sign, ...]:
    """Choose what is said of a segment: at most four signs, none that says the same again."""
    claims: list[Sign] = []
    for sign in archetype.persona:
        told = any(other in claims for other in COVERED_BY.get(sign, ()))
        if not told and shows(portrait, sign):
            claims.append(sign)
    return tuple(claims[:_MAX_CLAIMS])


def describe_differences(portrait: Portrait) -> str:
    """Write the persona of a segment without an archetype, at most 30 words.

    Returns
    -------
    str
        "Tickets are higher than elsewhere (typical 7.0 against 2.1) and ...", of the two metrics
        that set it apart most and whose typical values differ; of averages where none does.
    """
    readings = distinct_readings(portrait.readings)
    typical = [r for r in readings if medians_agree(r)]
    for n in (2, 1):
        if len(typical) >= n:
            parts = [compare_typical(r, first=i == 0) for i, r in enumerate(typical[:n])]
            text = upper_first(join_words(parts)) + "."
            if count_words(text) <= MAX_WORDS:
                return text
    average = next((r for r in readings if means_agree(r)), None)
    return upper_first(compare_average(average)) + "." if average else _ALL_ALIKE


def count_words(text: str) -> int:
    """Count words as a reader does: what stands between blanks, no-break ones too."""
    return len(text.split())


def _write_claims(claims: Sequence[Sign]) -> str:
    """Make one sentence of what is said of the accounts and one of the rest."""
    of_them = _share_comparison([SAID[sign][1] for sign in claims if SAID[sign][0] == THEY])
    rest = [" ".join(SAID[sign]) for sign in claims if SAID[sign][0] != THEY]
    sentences = {True: f"They {join_words(of_them)}.", False: f"{upper_first(join_words(rest))}."}
    order = dict.fromkeys(SAID[sign][0] == THEY for sign in claims)
    return " ".join(sentences[about_them] for about_them in order)


def _share_comparison(phrases: Sequence[str]) -> list[str]:
    """Put the phrases that compare last, and say "than others" once for all of them."""
    comparing = [p for p in phrases if p.endswith(_COMPARISON)]
    others = [p for p in phrases if not p.endswith(_COMPARISON)]
    return [*others, *(p.removesuffix(_COMPARISON) for p in comparing[:-1]), *comparing[-1:]]


def _describe_level(portrait: Portrait) -> str:
    """Say what does not differ, as far as the table measures it."""
    topics = {r.metric.topic for r in portrait.recognised()}
    words = [word for topic, word in _TOPIC_WORDS.items() if topic in topics]
    if not words:
        return _ALL_ALIKE
    verb, those = ("are", "those") if len(words) > 1 else ("is", "that")
    return f"{upper_first(join_words(words))} {verb} close to {those} of the other accounts."
