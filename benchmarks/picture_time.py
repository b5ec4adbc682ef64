"""Seconds against number of accounts, as one picture of what `choose.py` kept."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from choose import Timing
from svg import FAINT, OTHERS, OURS, QUIET, SMALL, Page, Point

_TITLE = "Time against number of accounts"
_LEFT, _TOP, _RIGHT, _BOTTOM = 80.0, 84.0, 580.0, 370.0
_LINE = 17.0  # px from one word to the next below it


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Seconds by number of accounts."""

    label: str
    seconds: Mapping[int, float]
    tone: str = OTHERS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decades:
    """A scale on which each step is ten times as many, from one px to another."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def steps(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def curves_of(timings: Sequence[Timing]) -> list[Curve]:
    """Return Shoal's curve and those of what a user would run instead."""
    sweep = {t.n_accounts: t.sweep for t in timings if t.sweep is not None}
    return [
        Curve(label="silhouette sweep", seconds=sweep),
        Curve(label="ten k-means fits", seconds={t.n_accounts: t.ten_fits for t in timings}),
        Curve(label="Shoal", seconds={t.n_accounts: t.shoal for t in timings}, tone=OURS),
    ]


def time_picture(curves: Sequence[Curve]) -> str:
    """Draw seconds against accounts, both by decades."""
    drawn = [curve for curve in curves if curve.seconds]
    told = "; ".join(f"{curve.label}: {_told(curve)}" for curve in drawn)
    page = Page(_TITLE, f"Seconds by number of accounts. {told}.", height=_BOTTOM + 56)
    page.words("Each line of the grid is ten times the one before.", (24, 60))
    across = _decades([n for c in drawn for n in c.seconds], start=_LEFT, end=_RIGHT)
    up = _decades([s for c in drawn for s in c.seconds.values()], start=_BOTTOM, end=_TOP)
    _draw_grid(page, across, up)
    ends = {curve.label: _draw(page, curve, across, up) for curve in drawn}
    for curve, (x, y) in zip(drawn, _apart([ends[c.label] for c in drawn]), strict=True):
        weight = "600" if curve.tone == OURS else "400"
        page.words(curve.label, (x + 12, y + 5), colour=curve.tone, weight=weight)
    return page.text()


def _decades(values: Sequence[float], *, start: float, end: float) -> _Decades:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return _Decades(low=low, high=max(high, low + 1), start=start, end=end)


def _draw_grid(page: Page, across: _Decades, up: _Decades) -> None:
    for n in across.steps():
        x = across.at(n)
        page.line([(x, _TOP), (x, _BOTTOM)], colour=FAINT)
        page.words(f"{n:,.0f}", (x, _BOTTOM + 20), size=SMALL, colour=QUIET, anchor="middle")
    for s in up.steps():
        y = up.at(s)
        page.line([(_LEFT, y), (_RIGHT, y)], colour=FAINT)
        page.words(f"{s:g} s", (_LEFT - 10, y + 4), size=SMALL, colour=QUIET, anchor="end")
    page.words("accounts", (_RIGHT, _BOTTOM + 40), size=SMALL, colour=QUIET, anchor="end")


def _draw(page: Page, curve: Curve, across: _Decades, up: _Decades) -> Point:
    """Draw a curve; return where it ends."""
    points = [(across.at(n), up.at(s)) for n, s in sorted(curve.seconds.items())]
    page.line(points, colour=curve.tone, width=2.5)
    for point in points:
        page.dot(point, colour=curve.tone, radius=4.5)
    return points[-1]


def _apart(ends: Sequence[Point]) -> list[Point]:
    """Move the words at the ends of curves down until none covers another."""
    placed: dict[int, Point] = {}
    for i in sorted(range(len(ends)), key=lambda i: ends[i][1]):
        x, y = ends[i]
        above = [p for px, p in placed.values() if abs(px - x) < _RIGHT - _LEFT]
        placed[i] = (x, max([y, *(p + _LINE for p in above)]))
    return [placed[i] for i in range(len(ends))]


def _told(curve: Curve) -> str:
    return ", ".join(f"{n:,} in {s:.1f} s" for n, s in sorted(curve.seconds.items()))
