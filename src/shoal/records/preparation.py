"""How metrics become comparable numbers: fitted once, stored as numbers, replayed."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Scale(StrEnum):
    """Shape change of a metric; `m` is its own median non-zero size, so units do not matter."""

    IDENTITY = "identity"  # x / m
    ROOT = "square root"  # 2 sqrt(x / m + 0.05)
    LOG = "logarithm"  # ln(1 + x / m)
    STEEP_LOG = "steep logarithm"  # ln(x / m + 0.02)
    ASINH = "symmetric logarithm"  # asinh(x / m)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedMetric:
    """z = clip((scale(x / reference) - centre) / spread, -clip, clip).

    `pile` is the raw value many accounts share exactly, treated as a state of its own; None where
    there is no pile-up or the algorithm has no use for it. `fill` is the z that stands for a
    missing cell in algorithms that need one. `why` explains the choice in a sentence.
    """

    metric: str
    scale: Scale
    reference: float
    centre: float
    spread: float
    clip: float = 4.0
    pile: float | None = None
    fill: float = 0.0
    weight: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """One entry per metric, in the order of the columns."""

    name: str
    metrics: tuple[PreparedMetric, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Metrics after preparation; all shapes (n_accounts, n_metrics).

    `z` is 0 where a cell is missing or at its pile-up; `present` marks answered cells, `piled`
    those exactly at the pile-up.
    """

    z: NDArray[np.float64]
    present: NDArray[np.bool_]
    piled: NDArray[np.bool_]
