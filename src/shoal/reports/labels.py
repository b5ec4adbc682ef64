"""Placing names on a map so that they cover as little as possible."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Floats

LINE_HEIGHT = 15.0
"""Height of a label in px."""

_CHARACTER = 6.8
_STRIP = 8.0  # half a label, in px: how near to the edge its middle may come
_VIEWS = ((1088.0, 1.0), (358.0, 0.35))  # width and weight of the map on desktop and phone
_OVERLAP_COST = 40.0
_OUTSIDE_COST = 60.0
_DISTANCE_COST = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a label could stand: middle of its line, `x` in percent of the width, `y` in px."""

    x: float
    y: float
    far: float = 0.0


def place_labels(
    texts: list[str], spots: list[list[Spot]], points: Floats, *, height: float
) -> list[Spot]:
    """Choose a spot for each label, one after the other, the cheapest first served.

    Parameters
    ----------
    texts : list of str
    spots : list of list of Spot
        Candidates for each text.
    points : ndarray of shape (n_points, 2)
        What should not be covered: x in percent, y in px.
    height : float
        Of the map in px.

    Returns
    -------
    list of Spot

    Notes
    -----
    The cost of a spot is the number of points under the label, plus a price for other labels
    under it and for leaving the map, on a desktop and on a phone alike.
    """
    taken: list[tuple[str, Spot]] = []
    for text, candidates in zip(texts, spots, strict=True):
        costs = [_cost(text, spot, points, taken, height=height) for spot in candidates]
        taken.append((text, candidates[int(np.argmin(costs))]))
    return [spot for _, spot in taken]


def text_width(text: str) -> float:
    """Return about how wide a label is, in px."""
    return _CHARACTER * len(text) + 6.0


def _cost(
    text: str, spot: Spot, points: Floats, taken: list[tuple[str, Spot]], *, height: float
) -> float:
    half = text_width(text) / 2
    cost = _DISTANCE_COST * spot.far
    if not _STRIP <= spot.y <= height - _STRIP:
        cost += _OUTSIDE_COST
    for width, weight in _VIEWS:
        x = spot.x / 100 * width
        near_y = np.abs(points[:, 1] - spot.y) < LINE_HEIGHT / 2 + 2
        near_x = np.abs(points[:, 0] / 100 * width - x) < half
        cost += weight * float((near_x & near_y).sum())
        cost += weight * _OUTSIDE_COST * ((x - half < 0) + (x + half > width))
        for other, place in taken:
            close_y = abs(place.y - spot.y) < LINE_HEIGHT
            close_x = abs(place.x / 100 * width - x) < half + text_width(other) / 2
            cost += weight * _OVERLAP_COST * (close_y and close_x)
    return cost
