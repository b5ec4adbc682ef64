"""On which of its usual scales a column is written, and which values are impossible on it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.records.meanings import Better, Meaning

_MOST = 0.95  # this share of the values decides on a scale; the others are taken as slips
_FEWEST_VALUES = 20
_NPS_ANSWERS = 10.0
_OPEN_FRACTION = 3.0  # shares without an upper bound (seats in use) may pass 1, hardly 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueScale:
    """How values of a column are to be read; bounds are in the column's own numbers."""

    unit: str
    low: float | None
    high: float | None
    is_fraction: bool = False
    signed: bool = False


def scale_of(meaning: Meaning, values: NDArray[np.float64]) -> ValueScale:
    """Choose among the scales that a meaning is written on.

    Parameters
    ----------
    meaning : Meaning
        What the column is about.
    values : array of float, shape (n_accounts,)
        Its values, NaN where missing.

    Returns
    -------
    ValueScale
        Shares are 0..1 or 0..100, NPS is -100..100 or the answers 0..10.

    Examples
    --------
    >>> from shoal.audit.vocabulary import meanings
    >>> scale_of(meanings()["feature_adoption"], np.array([0.2, 0.9])).high
    1.0
    >>> scale_of(meanings()["feature_adoption"], np.array([20.0, 90.0])).high
    100
    >>> scale_of(meanings()["nps"], np.array([8.0, 3.0])).high
    10.0
    """
    answered = values[np.isfinite(values)]
    if meaning.key == "nps" and _share_within(answered, _NPS_ANSWERS) >= _needed(answered):
        return ValueScale(unit="", low=0.0, high=_NPS_ANSWERS)
    if meaning.unit == "%" and _is_fraction(meaning, answered):
        high = None if meaning.high is None else 1.0
        return ValueScale(
            unit="", low=meaning.low, high=high, is_fraction=True, signed=meaning.signed
        )
    return ValueScale(unit=meaning.unit, low=meaning.low, high=meaning.high, signed=meaning.signed)


def is_outside(
    values: NDArray[np.float64], low: float | None, high: float | None
) -> NDArray[np.bool_]:
    """Mark values beyond the bounds; missing ones are not.

    >>> is_outside(np.array([-1.0, 5.0, np.nan]), 0, None)
    array([ True, False, False])
    """
    outside = np.zeros(values.shape, dtype=np.bool_)
    if low is not None:
        outside |= values < low
    if high is not None:
        outside |= values > high
    return outside


def decimals_of(values: NDArray[np.float64]) -> int:
    """Return the number of decimals in which values are shown: three figures or so.

    >>> decimals_of(np.array([1200.0, 3400.0])), decimals_of(np.array([0.2, 0.31]))
    (0, 2)
    """
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    if len(sizes) == 0:
        return 1
    middle = float(np.median(sizes))
    return 0 if middle >= 100 else 1 if middle >= 1 else 2  # noqa: PLR2004


def _needed(answered: NDArray[np.float64]) -> float:
    """Few values must all agree."""
    return _MOST if len(answered) >= _FEWEST_VALUES else 1.0


def _share_within(answered: NDArray[np.float64], high: float) -> float:
    if len(answered) == 0:
        return 0.0
    return float(np.mean((answered >= 0) & (answered <= high)))


def _is_fraction(meaning: Meaning, answered: NDArray[np.float64]) -> bool:
    sizes = np.abs(answered[answered != 0])
    if len(sizes) == 0:
        return False
    if meaning.high is None:
        return bool(sizes.max() <= _OPEN_FRACTION)
    # A share of trouble may well stay under 1 %, a share of success hardly does.
    if meaning.better is not Better.MORE or np.median(sizes) < 0.1:  # noqa: PLR2004
        return bool(sizes.max() <= 1)
    return _share_within(answered, 1.0) >= _needed(answered)
