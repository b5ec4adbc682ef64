"""The first screen: the finding, the segments, renewals, trust, and accounts to look at."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Booleans
from shoal.records.evidence import Natural
from shoal.reports.attention import SURE, Attention, accounts_to_look_at
from shoal.reports.headline import Headline, count_accounts, state_finding
from shoal.reports.parting import PartingMetric, parting_metrics
from shoal.reports.reading import Group, Reading
from shoal.reports.renewals import Renewals, weekly_renewals
from shoal.wording import UNKNOWN, format_count, format_share, lower_first

_DENSE_FROM = 8
_MOSTLY = 0.75
_YES = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRow:
    """A line of the segment table; widths of bars in percent."""

    name: str
    anchor: str
    css: str
    number: int
    accounts: str
    accounts_width: float
    share: str
    money: tuple[str, ...]
    money_width: float
    renews: tuple[str, ...]
    near_border: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """Everything on the first screen, in words; empty text is not shown."""

    headline: Headline
    rows: tuple[SegmentRow, ...]
    total: SegmentRow
    unusual: str
    money_title: str
    money_words: str
    has_renewals: bool
    dense: bool
    renewals: Renewals | None
    parting: tuple[PartingMetric, ...]
    trust_question: str
    trust: str
    size_note: str
    attention: Attention | None


def first_screen(reading: Reading) -> Glance:
    """Say what a leader needs in ten seconds."""
    renewals = weekly_renewals(reading)
    question, trust = _trust(reading)
    everyone = np.ones(reading.n_accounts, dtype=bool)
    return Glance(
        headline=state_finding(reading),
        rows=tuple(_row(reading, g) for g in reading.groups),
        total=_total(reading, everyone),
        unusual=_unusual(reading),
        money_title=reading.money.short_label if reading.money else "",
        money_words=_money_words(reading),
        has_renewals=renewals is not None and bool(renewals.bars),
        dense=len(reading.groups) >= _DENSE_FROM,
        renewals=renewals,
        parting=() if renewals is not None and renewals.bars else parting_metrics(reading),
        trust_question=question,
        trust=trust,
        size_note=_size_note(reading),
        attention=None if reading.sliced else accounts_to_look_at(reading),
    )


def _row(reading: Reading, group: Group) -> SegmentRow:
    largest = max(int(g.members.sum()) for g in reading.groups)
    count = int(group.members.sum())
    near = group.members & (reading.study.assignment.confidence < SURE)
    return SegmentRow(
        name=group.segment.name,
        anchor=group.segment.key,
        css=group.css,
        number=group.number,
        accounts=format_count(count),
        accounts_width=round(100.0 * count / max(largest, 1), 1),
        share=format_share(count / reading.n_accounts),
        money=_money(reading, group.members),
        money_width=_money_width(reading, group),
        renews=_renews(reading, group.members),
        near_border=format_count(int(near.sum())),
        about=group.segment.persona if len(reading.groups) < _DENSE_FROM else "",
    )


def _total(reading: Reading, everyone: Booleans) -> SegmentRow:
    near = reading.study.assignment.confidence < SURE
    return SegmentRow(
        name="All",
        anchor="",
        css="",
        number=0,
        accounts=format_count(reading.n_accounts),
        accounts_width=0.0,
        share=format_share(1.0),
        money=_money(reading, everyone),
        money_width=0.0,
        renews=_renews(reading, everyone),
        near_border=format_count(int(near.sum())),
    )


def _money_words(reading: Reading) -> str:
    return reading.money.label_in_sentence if reading.money else ""


def _money(reading: Reading, members: Booleans) -> tuple[str, ...]:
    return (reading.money.parts(members) or (UNKNOWN,)) if reading.money else ()


def _money_width(reading: Reading, group: Group) -> float:
    """Return a bar's length; 0 (no bar) where amounts cannot be compared."""
    if reading.money is None or reading.money.mixed:
        return 0.0
    totals = [max(np.nan_to_num(reading.money.total(g.members)), 0.0) for g in reading.groups]
    own = max(np.nan_to_num(reading.money.total(group.members)), 0.0)
    return round(100.0 * float(own) / (float(max(totals)) or 1.0), 1)


def _renews(reading: Reading, members: Booleans) -> tuple[str, ...]:
    """Write what renews within 90 days: money where known, else accounts."""
    renewing = members & reading.renewing
    if reading.money is None:
        return (format_count(int(renewing.sum())),)
    return reading.money.parts(renewing) or (UNKNOWN if renewing.any() else "0",)


def _unusual(reading: Reading) -> str:
    count = int(reading.study.assignment.unusual.sum())
    if not count:
        return ""
    verb = "fits" if count == 1 else "fit"
    return f"{count_accounts(count)} {verb} nowhere well; counted with the nearest {reading.noun}"


def _trust(reading: Reading) -> tuple[str, str]:
    """Ask whether the groups hold, and answer in counts of accounts."""
    recommendation = reading.study.recommendation
    share = recommendation.same_group_share
    if len(reading.groups) == 1 or np.isnan(share):
        return "", ""
    kept = round(share * reading.n_accounts)
    noun = "slice" if reading.sliced else "group"
    sentence = (
        f"Repeating the work on other samples of your accounts leaves {format_count(kept)} "
        f"of {format_count(reading.n_accounts)} in the same {noun}."
    )
    if reading.sliced:
        return "Can you rely on these slices?", f"For sorting, not as a fact. {sentence}"
    answer = "Yes." if share >= _YES else "Mostly." if share >= _MOSTLY else "With care."
    if recommendation.natural is Natural.WEAK:
        answer = "Their cores, yes; borders are soft." if share >= _MOSTLY else "With care."
    return "Can you rely on these groups?", f"{answer} {sentence}"


def _size_note(reading: Reading) -> str:
    """Say first that segments follow size, where they do."""
    found = [f for f in reading.study.findings if f.code == "segments-follow-size"]
    if not found:
        return ""
    labels = {c.name: lower_first(c.label) for c in reading.study.accounts.context}
    what = labels.get(found[0].column or "", "volume")
    return f"Size plays a part: these {reading.noun}s also sort accounts by {what}."
