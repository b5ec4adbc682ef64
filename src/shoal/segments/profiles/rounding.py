"""Thresholds that a person can remember."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# Steps in the threshold's own power of ten, and how many times the tolerance each may cost: a
# third digit has to be worth more than a second.
_STEPS = ((1.0, 1), (0.5, 1), (0.1, 2), (0.05, 3), (0.01, 4), (0.001, 4), (0.0001, 4))
_WHOLE_FROM = 3  # thousands are written without digits after the point


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A border between two neighbouring values; every number in (below, above] cuts the same.

    `whole` is true where the metric takes whole numbers only.
    """

    below: float
    above: float
    whole: bool = False


def readable_threshold(cut: Cut, quality: Callable[[float], float], *, tolerance: float) -> float:
    """Choose the roundest number that cuts as well.

    Parameters
    ----------
    cut : Cut
        The best border.
    quality : callable
        How good the rule is with a threshold.
    tolerance : float
        How much of the quality at the best border may be lost for one digit; two digits may cost
        twice as much, more digits up to four times.

    Returns
    -------
    float
        Zero if it cuts as well; else with as few digits as the quality allows, at most five.

    Examples
    --------
    >>> readable_threshold(Cut(below=18.7, above=26.2), lambda t: 1.0, tolerance=0.01)
    20.0
    >>> readable_threshold(Cut(below=3, above=4, whole=True), lambda t: 1.0, tolerance=0.01)
    4.0
    """
    full = quality(cut.above)
    best: tuple[float, float] | None = None
    for candidates, allowance in _rounder_first(cut):
        scored = [(quality(c), c) for c in candidates]
        # the nearest to the middle of the gap comes first and wins ties
        top = max(scored, key=lambda s: s[0])
        if top[0] >= full - allowance * tolerance:
            return top[1]
        best = top if best is None or top[0] > best[0] else best
    return best[1] if best else cut.above


def _rounder_first(cut: Cut) -> Iterator[tuple[list[float], int]]:
    """Yield numbers near the border, those with the fewest digits first, and what they may cost."""
    middle = cut.above if cut.whole else (cut.below + cut.above) / 2
    if cut.below < 0 <= cut.above:
        yield [0.0], 0
    if middle == 0:
        return
    power = math.floor(math.log10(abs(middle)))
    for share, allowance in _STEPS:
        exponent = power + math.floor(math.log10(share))
        factor = 5 if share in {0.5, 0.05} else 1
        if exponent < 0 and cut.whole:
            yield [middle], allowance
        if exponent < 0 and (cut.whole or power >= _WHOLE_FROM):
            return
        yield _multiples_near(cut, middle, factor, exponent), allowance


def _multiples_near(cut: Cut, middle: float, factor: int, exponent: int) -> list[float]:
    """Multiples of factor x 10^exponent inside the gap, else on both sides of it."""
    step = factor * 10.0**exponent
    digits = -exponent
    around = {math.floor(v / step) + k for v in (cut.below, middle, cut.above) for k in (0, 1)}
    numbers = {round(n * step, digits) for n in around}
    numbers.discard(0.0)  # "under 0" says something else than "under nearly nothing"
    return sorted(numbers, key=lambda v: (not cut.below < v <= cut.above, abs(v - middle), v))
