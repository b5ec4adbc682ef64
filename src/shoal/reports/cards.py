"""One card a segment: who they are, what sets them apart, what to do."""

import re
from dataclasses import dataclass

import numpy as np

from shoal.records.accounts import Metric
from shoal.records.segments import OutcomeShare, PlainRule
from shoal.reports.facts import typical_facts
from shoal.reports.headline import count_accounts
from shoal.reports.reading import Group, Reading, metric_value, says_unit
from shoal.reports.scales import percent_along, prepared_by_name
from shoal.wording import format_count, format_share, lower_first, upper_first

_STRIPS = 4
_LEAST_EFFECT = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A dot strip; `here_x` and `others_x` in percent of the range of all accounts, or None."""

    label: str
    here: str
    others: str
    here_x: float | None
    others_x: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A piece of a sentence, in bold or not."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAndNote:
    """Words with a quieter note: an account with its money, a trigger with its action."""

    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything on one card, in words; empty parts are not shown."""

    anchor: str
    css: str
    number: int
    name: str
    subtitle: str
    persona: str
    strips: tuple[Strip, ...]
    rule: tuple[TextPart, ...]
    rule_reach: str
    typical: tuple[NameAndNote, ...]
    facts: tuple[NameAndNote, ...]
    outcomes: tuple[NameAndNote, ...]
    plays: tuple[NameAndNote, ...]


def segment_cards(reading: Reading) -> tuple[Card, ...]:
    """Return a card for each segment, most urgent first."""
    return tuple(_card(reading, group) for group in reading.groups)


def rule_parts(rule: PlainRule, metrics: tuple[Metric, ...]) -> tuple[TextPart, ...]:
    """Split a rule's sentence so that the metrics' labels can stand in bold."""
    named = {c.metric for c in rule.conditions}
    labels = [lower_first(m.label) for m in metrics if m.name in named]
    if not rule.conditions:  # a placement's own condition, which names columns as they are written
        return (TextPart(text=rule.text),)
    if not labels:
        return (TextPart(text=upper_first(rule.text)),)
    longest_first = sorted((re.escape(label) for label in labels), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(longest_first)})", rule.text, flags=re.IGNORECASE)
    folded = {label.casefold() for label in labels}
    found = [TextPart(text=p, bold=p.casefold() in folded) for p in pieces if p]
    first = TextPart(text=upper_first(found[0].text), bold=found[0].bold)
    return (first, *found[1:])


def _card(reading: Reading, group: Group) -> Card:
    segment, rule = group.segment, group.segment.rule
    return Card(
        anchor=segment.key,
        css=group.css,
        number=group.number,
        name=segment.name,
        subtitle=_subtitle(reading, group),
        persona=segment.persona,
        strips=_strips(reading, group),
        rule=rule_parts(rule, reading.metrics) if rule else (),
        rule_reach=_reach(reading, group, rule) if rule and rule.conditions else "",
        typical=_typical(reading, group),
        facts=tuple(
            NameAndNote(name=f"{f.label}: {f.value}", note=f.note)
            for f in typical_facts(reading, group)
        ),
        outcomes=tuple(_outcome(o) for o in segment.outcomes if not np.isnan(o.share)),
        plays=tuple(NameAndNote(name=p.trigger, note=p.action) for p in segment.plays),
    )


def _subtitle(reading: Reading, group: Group) -> str:
    count = int(group.members.sum())
    words = f"{count_accounts(count)}, {format_share(count / reading.n_accounts)}"
    worth = reading.money.words(group.members) if reading.money else ""
    return f"{words} · {worth}{reading.money.period}" if reading.money and worth else words


def _strips(reading: Reading, group: Group) -> tuple[Strip, ...]:
    """Return the metrics that set a segment apart most, by how many accounts they part."""
    alone = len(reading.groups) == 1
    effects = {p.metric: abs(p.effect) for p in group.segment.metrics if not np.isnan(p.effect)}
    named = [m for m in reading.metrics if alone or effects.get(m.name, 0.0) >= _LEAST_EFFECT]
    named.sort(key=lambda m: -effects.get(m.name, 0.0))
    strips = (_strip(reading, group, metric) for metric in named[:_STRIPS])
    return tuple(s for s in strips if s is not None)


def _strip(reading: Reading, group: Group, metric: Metric) -> Strip | None:
    profile = group.profile(metric)
    if profile is None:
        return None
    prepared = prepared_by_name(reading.study).get(metric.name)
    low, high = profile.low, profile.high
    others = profile.others_median if len(reading.groups) > 1 else float("nan")
    return Strip(
        label=metric.label,
        here=metric_value(metric, profile.median, unit=not says_unit(metric)),
        others=metric_value(metric, others, unit=not says_unit(metric)),
        here_x=percent_along(profile.median, low=low, high=high, prepared=prepared),
        others_x=percent_along(others, low=low, high=high, prepared=prepared),
    )


def _reach(reading: Reading, group: Group, rule: PlainRule) -> str:
    """Say in counts how right the rule is; slices get none, their borders mean little."""
    if reading.sliced or not rule.fits:
        return ""
    share = "all" if rule.hits == rule.fits else format_share(rule.hits / rule.fits)
    verb = "is" if rule.hits == 1 else "are"
    size = format_count(int(group.members.sum()))
    fits = "fits" if rule.fits == 1 else "fit"
    return (
        f"Of {count_accounts(rule.fits)} that {fits}, {format_count(rule.hits)} {verb} "
        f"{group.segment.name} ({share}); it finds {format_count(rule.hits)} of {size}."
    )


def _typical(reading: Reading, group: Group) -> tuple[NameAndNote, ...]:
    positions = {id_: i for i, id_ in enumerate(reading.study.accounts.ids)}
    known = [positions[t] for t in group.segment.typical if t in positions]
    return tuple(
        NameAndNote(name=reading.account_name(i), note=reading.money.of(i) if reading.money else "")
        for i in known
    )


def _outcome(outcome: OutcomeShare) -> NameAndNote:
    low, high = round(100 * outcome.low), round(100 * outcome.high)
    note = f"({low} to {high}) of {count_accounts(outcome.n)}"
    return NameAndNote(name=f"{outcome.label}: {format_share(outcome.share)}", note=note)
