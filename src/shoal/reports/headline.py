"""The finding in one sentence, with accounts and money, and what stands under it."""

from dataclasses import dataclass

import numpy as np

from shoal.records.accounts import Metric
from shoal.records.arrays import Booleans
from shoal.records.evidence import Natural
from shoal.reports.differences import CLEAR
from shoal.reports.reading import (
    RENEWAL_DAYS,
    Group,
    Reading,
    label_before_number,
    metric_value,
    says_unit,
)
from shoal.wording import format_count, join_words, lower_first, quantity_words, upper_first

_NAMED_METRICS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What the page says first; `soft` marks borders that many accounts stand close to."""

    text: str
    lead: str
    soft: bool = False
    banner_title: str = ""
    banner: str = ""


def state_finding(reading: Reading) -> Headline:
    """Return the most useful sentence that the table bears out.

    In this order: no natural groups; one segment; accounts that need someone; the segment that
    does worst on metrics with a good direction; the segment that differs most.
    """
    if reading.sliced:
        return _state_slices(reading)
    if len(reading.groups) == 1:
        alike = f"All {format_count(reading.n_accounts)} accounts behave alike"
        return Headline(text=alike, lead=reading.groups[0].segment.persona)
    text, lead = _state_groups(reading)
    soft = reading.study.recommendation.natural is Natural.WEAK
    return Headline(text=text, lead=lead, soft=soft)


def focus_groups(reading: Reading) -> tuple[Group, ...]:
    """Return the groups that the headline speaks of because they fare badly, if any do."""
    if reading.sliced:
        return ()
    worst = reading.worst()
    return reading.urgent or ((worst,) if worst else ())


def focus_members(reading: Reading) -> Booleans:
    """Return which accounts are in the focus groups, shape (n_accounts,)."""
    members = np.zeros(reading.n_accounts, dtype=bool)
    for group in focus_groups(reading):
        members |= group.members
    return members


def count_accounts(count: int) -> str:
    """Write "1 account" or "59 accounts".

    >>> count_accounts(1), count_accounts(1200)
    ('1 account', '1,200 accounts')
    """
    return f"{format_count(count)} account{'' if count == 1 else 's'}"


def _state_slices(reading: Reading) -> Headline:
    count = len(reading.groups)
    these = f"These {quantity_words(count)} slices are" if count > 1 else "This one slice is"
    return Headline(
        text=f"There are no natural groups here. {these} a convenience.",
        lead="",
        banner_title="Your accounts form one continuum.",
        banner="Each slice can have its own plays. Do not argue about borders: an account near "
        "one could as well be on the other side.",
    )


def _state_groups(reading: Reading) -> tuple[str, str]:
    if reading.urgent:
        return _state_urgent(reading)
    worst = reading.worst()
    if worst is not None:
        return _state_worst(reading, worst)
    return _state_difference(reading)


def _state_urgent(reading: Reading) -> tuple[str, str]:
    members = focus_members(reading) & ~reading.gone
    count = int(members.sum())
    worth = _worth(reading, members)
    text = f"{count_accounts(count)}{worth} need{'s' if count == 1 else ''} someone"
    parts = [_urgent_part(reading, group) for group in reading.urgent]
    sentences = [*parts[: len(parts) if len(parts) > 1 else 0], _renewal_sentence(reading, members)]
    if len(parts) == 1:
        sentences.insert(0, reading.urgent[0].segment.persona)
    sentences.append(_gone_sentence(int((focus_members(reading) & reading.gone).sum())))
    return text, " ".join(s for s in sentences if s)


def _urgent_part(reading: Reading, group: Group) -> str:
    members = group.members & ~reading.gone
    count = int(members.sum())
    verb = "is" if count == 1 else "are"
    worth = reading.money.words(members) if reading.money else ""
    return (
        f"{format_count(count)} {verb} {group.segment.name}{f', worth {worth}' if worth else ''}."
    )


def _gone_sentence(count: int) -> str:
    """Say how many of these segments have left; there is nothing to do for them any more."""
    if not count:
        return ""
    return f"{format_count(count)} more in these segments {'has' if count == 1 else 'have'} left."


def _state_worst(reading: Reading, group: Group) -> tuple[str, str]:
    directed = int(sum(m.better != 0 for m in reading.metrics))
    worse = int((group.better <= -CLEAR).sum())
    count = int(group.members.sum())
    who = f"{count_accounts(count)}{_worth(reading, group.members)} do{'es' if count == 1 else ''}"
    among = f"{format_count(directed)} metrics"
    if directed < len(reading.metrics):
        among = f"the {among} that can be good or bad"
    where = f"{format_count(worse)} of {among}"
    if directed == 1:
        where = lower_first(next(m.label for m in reading.metrics if m.better))
    typical = _typical_sentence(reading, group, order=group.better)
    renewals = _renewal_sentence(reading, group.members)
    return f"{who} worse than the others on {where}", " ".join(s for s in (typical, renewals) if s)


def _state_difference(reading: Reading) -> tuple[str, str]:
    sizes = [float(np.abs(g.higher).max(initial=0.0)) for g in reading.groups]
    group = reading.groups[int(np.argmax(sizes))]
    if max(sizes) < CLEAR:
        text = (
            f"{count_accounts(reading.n_accounts)} fall into {quantity_words(len(sizes))} segments"
        )
        return upper_first(text), "Their typical accounts differ little from one another."
    metric = reading.metrics[int(np.argmax(np.abs(group.higher)))]
    count = int(group.members.sum())
    stand = "stands" if count == 1 else "stand"
    text = f"{count_accounts(count)}{_worth(reading, group.members)} {stand} apart most"
    lead = _typical_sentence(reading, group, order=-np.abs(group.higher))
    return f"{text} by {lower_first(metric.label)}", lead


def _typical_sentence(reading: Reading, group: Group, *, order: np.ndarray) -> str:
    """Write what is typical here and elsewhere for the first metrics by `order`."""
    parts = []
    for j in np.argsort(order, kind="stable")[:_NAMED_METRICS]:
        profile = group.profile(reading.metrics[j])
        if profile is not None and order[j] <= -CLEAR:
            parts.append(_compare(reading.metrics[j], profile.median, profile.others_median))
    return f"{group.segment.name}: typical {join_words(parts)}." if parts else ""


def _compare(metric: Metric, here: float, elsewhere: float) -> str:
    others = metric_value(metric, elsewhere, unit=metric.unit == "%")
    here_words = metric_value(metric, here, unit=not says_unit(metric))
    return f"{label_before_number(metric)} {here_words} (elsewhere {others})"


def _renewal_sentence(reading: Reading, members: Booleans) -> str:
    renewing = members & reading.renewing
    count = int(renewing.sum())
    if not count:
        return ""
    worth = reading.money.words(renewing) if reading.money else ""
    middle = f", worth {worth}," if worth else ""
    renew = "renews" if count == 1 else "renew"
    return f"{format_count(count)} of them{middle} {renew} within {RENEWAL_DAYS} days."


def _worth(reading: Reading, members: Booleans) -> str:
    return reading.money.worth(members) if reading.money else ""
