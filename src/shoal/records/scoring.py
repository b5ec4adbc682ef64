"""The one frozen form of every segmentation, whatever algorithm found it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.records.preparation import Preparation


@dataclass(frozen=True, slots=True, kw_only=True)
class Prototype:
    """A log weight plus, per metric, a bell curve and the share that sits at the pile-up.

    All tuples have one entry per metric. A segment may own several prototypes. `radius` is the
    largest distance (root mean squared standardised residual) at which the prototype still claims
    an account; None claims without limit.
    """

    segment: str
    log_weight: float
    means: tuple[float, ...]
    spreads: tuple[float, ...]
    pile_shares: tuple[float, ...]
    radius: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringRule:
    """An account belongs to the segment of the prototype with the highest score.

    Score = log_weight + sum over answered metrics of log density; under a correlation that all
    segments share, of the form diag(1 - loading^2) + loading loading', when `loading` is given.
    `unusual_below` is the log density under which an account fits nowhere. `calibration` has
    rising (score gap, chance): how likely an account whose best segment is that far ahead of the
    second stays in it when the segments are found again on other data. Where it is empty,
    `confidence` says "uncalibrated", else "calibrated".
    """

    preparation: Preparation
    prototypes: tuple[Prototype, ...]
    loading: tuple[float, ...] | None = None
    unusual_below: float | None = None
    calibration: tuple[tuple[float, float], ...] = ()
    confidence: str = "uncalibrated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Where each account belongs; arrays have shape (n_accounts,).

    `segment` and `second` index into `keys`; `second` is -1 where there is no second segment.
    `confidence` runs from 0 to 1.
    """

    keys: tuple[str, ...]
    segment: NDArray[np.intp]
    second: NDArray[np.intp]
    confidence: NDArray[np.float64]
    unusual: NDArray[np.bool_]
