"""Renewals of the next 90 days as thirteen weekly bars in two tones."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.reports.days import short_date
from shoal.reports.headline import count_accounts, focus_groups, focus_members
from shoal.reports.reading import Reading
from shoal.wording import format_count, format_money, join_words

HEIGHT = 104
"""Height of the tallest bar in px."""
TOP = 20
"""Room for the label above it in px."""

_WEEKS = 13
_GAP = 1.2
_MARKED_WEEKS = (0, 4, 8, 12)
_LABEL_REACH = 4
_NAMES_LENGTH = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekBar:
    """One week: `x` and `width` in percent; heights in px, the lower part those in focus."""

    x: float
    width: float
    height: float
    focus_height: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarLabel:
    """Words at a bar: `x` in percent, `y` in px, `anchor` as SVG calls it."""

    text: str
    x: float
    y: float
    anchor: str
    bad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewals:
    """The chart with its words; no bars where nothing renews in these days."""

    focus_words: str
    all_words: str
    bars: tuple[WeekBar, ...] = ()
    labels: tuple[BarLabel, ...] = ()
    ticks: tuple[BarLabel, ...] = ()
    description: str = ""


def weekly_renewals(reading: Reading) -> Renewals | None:
    """Return the bars, in money where all accounts share a currency, else in accounts.

    None if no renewal date is known.
    """
    if reading.days_to_renewal is None or np.isnan(reading.days_to_renewal).all():
        return None
    renewing = reading.renewing
    if not renewing.any():
        return Renewals(focus_words="", all_words="No account renews in these 90 days.")
    focus = focus_members(reading) & renewing
    totals, focused = _sums(reading, renewing), _sums(reading, focus)
    names = _where(reading)
    everything = _words(reading, float(totals.sum()))
    return Renewals(
        focus_words=f"{_words(reading, float(focused.sum()))} {names}" if names else "",
        all_words=f"of {everything}" if names else f"{everything} in all",
        bars=_bars(reading, totals, focused),
        labels=_labels(reading, totals, focused),
        ticks=_ticks(reading),
        description=f"Weekly renewals: {everything} in 90 days.",
    )


def _where(reading: Reading) -> str:
    """Name the groups in focus, or count their accounts where names are long."""
    names = join_words([g.segment.name for g in focus_groups(reading)], last="or")
    if len(names) <= _NAMES_LENGTH:
        return f"in {names}" if names else ""
    return f"in these {count_accounts(int(focus_members(reading).sum()))}"


def _sums(reading: Reading, members: NDArray[np.bool_]) -> NDArray[np.float64]:
    if reading.days_to_renewal is None:
        return np.zeros(_WEEKS)
    days = reading.days_to_renewal[members]
    weights = np.ones(int(members.sum()))
    if _in_money(reading) and reading.money is not None:
        weights = np.nan_to_num(reading.money.amounts[members], nan=0.0)
    weeks = (days // 7).astype(np.intp)
    return np.bincount(weeks, weights=weights, minlength=_WEEKS).astype(np.float64)


def _in_money(reading: Reading) -> bool:
    if reading.money is None or reading.money.mixed:
        return False
    return bool(np.nansum(reading.money.amounts[reading.renewing]) > 0)


def _words(reading: Reading, amount: float, *, short: bool = False) -> str:
    if _in_money(reading) and reading.money is not None:
        known = [c for c in reading.money.currencies if c]
        return format_money(amount, known[0] if known else None)
    return format_count(round(amount)) if short else count_accounts(round(amount))


def _bars(
    reading: Reading, totals: NDArray[np.float64], focused: NDArray[np.float64]
) -> tuple[WeekBar, ...]:
    scale = HEIGHT / (totals.max() or 1.0)
    step = 100.0 / _WEEKS
    return tuple(
        WeekBar(
            x=round(i * step + _GAP / 2, 2),
            width=round(step - _GAP, 2),
            height=round(float(totals[i]) * scale, 1),
            focus_height=round(float(focused[i]) * scale, 1),
            title=f"Week of {short_date(reading.study.as_of, 7 * i)}: "
            f"{_words(reading, float(totals[i]))}",
        )
        for i in range(_WEEKS)
    )


def _labels(
    reading: Reading, totals: NDArray[np.float64], focused: NDArray[np.float64]
) -> tuple[BarLabel, ...]:
    peak = int(np.argmax(totals))
    week = short_date(reading.study.as_of, 7 * peak)
    labels = [
        _label(peak, f"{_words(reading, float(totals[peak]))} in the week of {week}", TOP - 6)
    ]
    worst = int(np.argmax(focused))
    y = TOP + HEIGHT * (1 - float(totals[worst] / totals[peak])) - 6
    clear = abs(worst - peak) > _LABEL_REACH or y > TOP + 10
    if focused[worst] > 0 and worst != peak and clear:
        amount = _words(reading, float(focused[worst]), short=True)
        labels.append(_label(worst, amount, y, bad=True))
    return tuple(labels)


def _label(week: int, text: str, y: float, *, bad: bool = False) -> BarLabel:
    middle = (week + 0.5) * 100.0 / _WEEKS
    short = len(text) < 12  # noqa: PLR2004 - fits over its own bar
    if short or 3 < week < 9:  # noqa: PLR2004 - far enough from both ends
        return BarLabel(text=text, x=round(middle, 2), y=round(y, 1), anchor="middle", bad=bad)
    start = week <= _WEEKS // 2
    edge = week * 100.0 / _WEEKS if start else (week + 1) * 100.0 / _WEEKS
    anchor = "start" if start else "end"
    return BarLabel(text=text, x=round(edge, 2), y=round(y, 1), anchor=anchor, bad=bad)


def _ticks(reading: Reading) -> tuple[BarLabel, ...]:
    anchors = {0: (0.0, "start"), _WEEKS - 1: (100.0, "end")}
    ticks = []
    for week in _MARKED_WEEKS:
        x, anchor = anchors.get(week, ((week + 0.5) * 100.0 / _WEEKS, "middle"))
        text = short_date(reading.study.as_of, 7 * week)
        ticks.append(BarLabel(text=text, x=round(x, 2), y=TOP + HEIGHT + 18, anchor=anchor))
    return tuple(ticks)
