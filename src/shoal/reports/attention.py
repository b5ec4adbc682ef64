"""A handful of accounts to look at: why, what to do, and who."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.records.arrays import Booleans
from shoal.reports.days import short_date
from shoal.reports.differences import CLEAR, typical_value
from shoal.reports.headline import focus_groups, focus_members
from shoal.reports.order import OPPORTUNITIES
from shoal.reports.reading import Reading, label_before_number, metric_value, says_unit
from shoal.wording import format_count, join_words, lower_first, quantity_words, upper_first

SURE = 0.6
"""Accounts with less confidence than this stand close to a border."""

_RISKS = 4
_NAMED_METRICS = 3
_WHY_LENGTH = 92


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAt:
    """One account; empty text where the table does not say."""

    account: int
    name: str
    segment: str
    css: str
    money: str
    renews: str
    renews_in: str
    why: str
    action: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """The accounts to look at, and which columns their table has."""

    title: str
    rows: tuple[LookAt, ...]
    has_money: bool
    has_renewal: bool
    action_title: str


def accounts_to_look_at(reading: Reading) -> Attention | None:
    """Return four accounts at risk and one opportunity, as far as the table bears them out.

    Renewals within 90 days come first, then the largest amounts, then who does worst. Accounts
    that fit nowhere or stand close to a border are left out. None without ids and names, with a
    single segment, and where nothing says which way is bad.
    """
    nameless = reading.study.accounts.id_name is None and reading.names is None
    if nameless or len(reading.groups) == 1:
        return None
    rows = [*_risks(reading), *_opportunities(reading)]
    if not rows:
        return None
    acts, owned = any(r.action for r in rows), any(r.owner for r in rows)
    action_title = ("Do now, and who" if owned else "Do now") if acts else "Who" if owned else ""
    one = len(rows) == 1
    return Attention(
        title=f"{upper_first(quantity_words(len(rows)))} account{'' if one else 's'} to look at",
        rows=tuple(rows),
        has_money=any(r.money for r in rows),
        has_renewal=any(r.renews for r in rows),
        action_title=action_title,
    )


def _risks(reading: Reading) -> list[LookAt]:
    focus = focus_groups(reading)
    chosen = _ranked(reading, focus_members(reading), sign=-1.0)[:_RISKS]
    for group in focus:
        if chosen and not group.members[chosen].any():
            chosen = [*chosen[:-1], *_ranked(reading, group.members, sign=-1.0)[:1]]
    return [_look_at(reading, account, sign=-1.0) for account in dict.fromkeys(chosen)]


def _opportunities(reading: Reading) -> list[LookAt]:
    if reading.sliced:
        return []
    for archetype in OPPORTUNITIES:
        group = next((g for g in reading.groups if g.segment.archetype == archetype), None)
        ranked = _ranked(reading, group.members, sign=1.0) if group else []
        if ranked:
            return [_look_at(reading, ranked[0], sign=1.0)]
    return []


def _ranked(reading: Reading, members: Booleans, *, sign: float) -> list[int]:
    """Return accounts that clearly differ in the direction of `sign`, most pressing first."""
    assignment = reading.study.assignment
    notable = (sign * reading.account_better >= CLEAR).any(axis=1)
    sure = ~assignment.unusual & (assignment.confidence >= SURE)
    chosen = np.flatnonzero(members & notable & sure & ~reading.gone)
    renewing = reading.renewing
    amounts = _comparable_amounts(reading)
    reach = sign * reading.account_better.mean(axis=1)
    keys = [(not renewing[i], -amounts[i], -reach[i], i) for i in chosen.tolist()]
    return [key[-1] for key in sorted(keys)]


def _comparable_amounts(reading: Reading) -> NDArray[np.float64]:
    if reading.money is None or reading.money.mixed:
        return np.zeros(reading.n_accounts)
    return np.nan_to_num(reading.money.amounts, nan=0.0)


def _look_at(reading: Reading, account: int, *, sign: float) -> LookAt:
    group = next(g for g in reading.groups if g.members[account])
    renews, renews_in = _renewal(reading, account)
    return LookAt(
        account=account,
        name=reading.account_name(account),
        segment=group.segment.name,
        css=group.css,
        money=reading.money.of(account) if reading.money else "",
        renews=renews,
        renews_in=renews_in,
        why=_why(reading, account, sign=sign),
        action=upper_first(group.segment.plays[0].action) if group.segment.plays else "",
        owner=reading.owner(account),
    )


def _renewal(reading: Reading, account: int) -> tuple[str, str]:
    if reading.days_to_renewal is None or not reading.renewing[account]:
        return "", ""
    days = int(reading.days_to_renewal[account])
    in_words = "today" if not days else f"{format_count(days)} day{'' if days == 1 else 's'}"
    return short_date(reading.study.as_of, days), in_words


def _why(reading: Reading, account: int, *, sign: float) -> str:
    """Name the metrics on which the account differs most in one direction, with what is typical."""
    reach = sign * reading.account_better[account]
    values = reading.study.accounts.values
    first = "Good news: " if sign > 0 else _largest(reading, account)
    parts: list[str] = []
    for j in np.argsort(-reach, kind="stable")[:_NAMED_METRICS]:
        metric = reading.metrics[j]
        here = metric_value(metric, float(values[account, j]), unit=not says_unit(metric))
        everyone = typical_value(values[:, j])
        typical = metric_value(metric, everyone, unit=metric.unit == "%")
        part = f"{label_before_number(metric)} {here} (typical {typical})"
        if reach[j] >= CLEAR and len(", ".join([first, *parts, part])) <= max(
            _WHY_LENGTH, len(first) + len(part) + 2
        ):
            parts.append(part)
    sentence = join_words(parts)
    return f"{first}{sentence if sign > 0 else upper_first(sentence)}."


def _largest(reading: Reading, account: int) -> str:
    """Say that an account is the largest of all that need someone, where it is."""
    amounts = _comparable_amounts(reading)
    members = focus_members(reading)
    renewing = members & reading.renewing
    count = format_count(int(members.sum()))
    if not amounts[account] or reading.money is None or int(members.sum()) == 1:
        return ""
    if renewing[account] and amounts[account] >= amounts[renewing].max():
        return f"Largest renewal of these {count}. "
    if amounts[account] >= amounts[members].max():
        return f"Largest {lower_first(reading.money.label)} of these {count}. "
    return ""
