"""The counts that were tried, as three small pictures and one table."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from shoal.records.evidence import Algorithm, EvidenceRow
from shoal.reports.reading import Reading
from shoal.wording import MINUS, format_count, format_share, format_value, quantity_words

HEIGHT = 118
"""Height of a small picture in px, without its numbers below."""

_TOP = 24.0
_SIDE = 5.0
_LABEL_COUNTS = 4  # how many counts the band's label reaches over
_ALGORITHMS = {
    Algorithm.KMEANS: "k-means",
    Algorithm.WARD: "Ward",
    Algorithm.MIXTURE: "mixture",
    Algorithm.HDBSCAN: "HDBSCAN",
    Algorithm.DBSCAN: "DBSCAN",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPoint:
    """A candidate: `x` in percent, `y` in px from the top."""

    x: float
    y: float
    count: int
    value: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallPicture:
    """One number over all counts; `line` and `band` are in a box of 100 by `HEIGHT`."""

    title: str
    note: str
    points: tuple[ChartPoint, ...]
    line: str
    band: str
    band_label: str
    band_y: float
    base_y: float
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """A line of the table of everything that was tried."""

    algorithm: str
    preparation: str
    count: str
    silhouette: str
    stability: str
    foretold: str
    least_alike: str
    inertia: str
    apart: str
    alike: str
    bic: str
    smallest: str
    chosen: bool


def algorithm_name(algorithm: Algorithm) -> str:
    """Return what people call an algorithm.

    >>> algorithm_name(Algorithm.KMEANS)
    'k-means'
    """
    return _ALGORITHMS[algorithm]


def small_pictures(reading: Reading) -> tuple[SmallPicture, ...]:
    """Return elbow, silhouette and stability of the chosen algorithm over the counts tried."""
    pictures = (
        _elbow(reading),
        silhouette_picture(reading),
        _stability(reading),
    )
    return tuple(p for p in pictures if p is not None)


def candidate_rows(reading: Reading) -> tuple[CandidateRow, ...]:
    """Return all candidates, as they were judged."""
    return tuple(
        CandidateRow(
            algorithm=algorithm_name(row.algorithm),
            preparation=row.preparation,
            count=str(row.n_segments),
            silhouette=_with_error(row.silhouette, row.silhouette_error),
            stability=number_or_dash(row.stability),
            foretold=number_or_dash(row.prediction_strength),
            least_alike=number_or_dash(min(row.jaccards, default=None)),
            inertia=number_or_dash(row.inertia),
            apart=_whole_or_dash(row.calinski_harabasz),
            alike=number_or_dash(row.davies_bouldin),
            bic=_whole_or_dash(row.bic),
            smallest=format_share(row.smallest),
            chosen=row.chosen,
        )
        for row in reading.study.recommendation.evidence
    )


def number_or_dash(value: float | None) -> str:
    """Write a small number with two decimals, as analysts compare it.

    >>> number_or_dash(0.004), number_or_dash(-0.123), number_or_dash(None)
    ('0.00', '−0.12', '–')
    """
    if value is None or np.isnan(value):
        return "–"
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", MINUS)


def silhouette_picture(reading: Reading) -> SmallPicture | None:
    """Return the silhouette over counts, with the band of tables without groups."""
    return _picture(
        reading,
        title="Distance between groups",
        note=f"Silhouette, {MINUS}1 to 1.",
        pick=lambda row: row.silhouette,
        best="Highest",
        with_band=True,
    )


def _with_error(value: float, error: float) -> str:
    """Write a number of a sample with its standard error; an exact one alone."""
    told = number_or_dash(value)
    return f"{told} ± {number_or_dash(error)}" if error > 0 else told


def _whole_or_dash(value: float | None) -> str:
    return "–" if value is None or np.isnan(value) else format_count(round(value))


def _elbow(reading: Reading) -> SmallPicture | None:
    return _picture(
        reading,
        title="Spread left inside groups",
        note="Elbow, share of all spread. A bend says where more groups stop helping.",
        pick=lambda row: row.inertia,
    )


def _stability(reading: Reading) -> SmallPicture | None:
    return _picture(
        reading,
        title="Same groups when repeated",
        note="Stability, 0 to 1, on other samples.",
        pick=lambda row: row.stability,
        best="Highest",
    )


def _picture(
    reading: Reading,
    *,
    title: str,
    note: str,
    pick: Callable[[EvidenceRow], float | None],
    best: str = "",
    with_band: bool = False,
) -> SmallPicture | None:
    rows = _comparable(reading)
    known = [
        (row, value) for row in rows if (value := pick(row)) is not None and not np.isnan(value)
    ]
    if not known:
        return None
    band = _band(reading, {row.n_segments for row in rows}) if with_band else {}
    numbers = [value for _, value in known] + [v for pair in band.values() for v in pair]
    top, bottom = max([*numbers, 1e-9]), min([*numbers, 0.0])
    across = _across([row.n_segments for row in rows])
    heights = {v: _down(v, bottom, top) for v in numbers}
    points = _points(known, across, heights)
    if best and len(known) > 1:
        highest = max(known, key=lambda pair: pair[1])[0].n_segments
        note = f"{note} {best} at {quantity_words(highest)}."
    return SmallPicture(
        title=title,
        note=note,
        points=points,
        line=" ".join(f"{p.x},{p.y}" for p in points),
        band=_band_path(band, across, heights),
        band_label="tables without groups" if band else "",
        band_y=_band_label_y(band, heights, points),
        base_y=round(_down(0.0, bottom, top), 1),
        description=", ".join(f"{p.count}: {p.value}" for p in points),
    )


def _comparable(reading: Reading) -> list[EvidenceRow]:
    """Return candidates that differ from the chosen one in their count only."""
    evidence = reading.study.recommendation.evidence
    chosen = next((row for row in evidence if row.chosen), None)
    if chosen is None:
        return []
    rows = {}
    for row in evidence:
        alike = row.algorithm is chosen.algorithm and row.preparation == chosen.preparation
        if alike and not (row.n_segments in rows and not row.chosen):
            rows[row.n_segments] = row
    return [rows[count] for count in sorted(rows)]


def _across(counts: list[int]) -> dict[int, float]:
    low, span = min(counts), max(max(counts) - min(counts), 1)
    if len(counts) == 1:
        return {low: 50.0}
    return {c: round(_SIDE + (100 - 2 * _SIDE) * (c - low) / span, 2) for c in counts}


def _down(value: float, bottom: float, top: float) -> float:
    share = (value - bottom) / ((top - bottom) or 1.0)
    return round(HEIGHT - share * (HEIGHT - _TOP), 1)


def _points(
    known: list[tuple[EvidenceRow, float]], across: dict[int, float], heights: dict[float, float]
) -> tuple[ChartPoint, ...]:
    return tuple(
        ChartPoint(
            x=across[row.n_segments],
            y=heights[value],
            count=row.n_segments,
            value=number_or_dash(value),
            chosen=row.chosen,
        )
        for row, value in known
    )


def _band(reading: Reading, counts: set[int]) -> dict[int, tuple[float, float]]:
    null = reading.study.recommendation.verdict.null_silhouette
    return {n: (low, high) for n, low, high in sorted(null) if n in counts}


def _band_path(
    band: dict[int, tuple[float, float]], across: dict[int, float], heights: dict[float, float]
) -> str:
    if len(band) < 2:  # noqa: PLR2004 - no area without two ends
        return ""
    upper = [f"{across[n]},{heights[high]}" for n, (_, high) in band.items()]
    lower = [f"{across[n]},{heights[low]}" for n, (low, _) in reversed(band.items())]
    return " ".join([*upper, *lower])


def _band_label_y(
    band: dict[int, tuple[float, float]],
    heights: dict[float, float],
    points: tuple[ChartPoint, ...],
) -> float:
    """Put the label under or above the band's right end, whichever is further from the curve."""
    if not band:
        return 0.0
    ends = [pair for count, pair in band.items() if count >= max(band) - _LABEL_COUNTS]
    under = max(heights[low] for low, _ in ends) + 14
    above = min(heights[high] for _, high in ends) - 7
    near = [p.y for p in points if p.count >= max(band) - _LABEL_COUNTS]
    if under > HEIGHT - 4:
        return round(above, 1)
    above_free, under_free = (
        min((abs(p - y + 4) for p in near), default=0.0) for y in (above, under)
    )
    return round(above if above_free > under_free else under, 1)


def weight_words(weight: float) -> str:
    """Write a weight as a fraction where people would.

    >>> weight_words(0.5), weight_words(1.0), weight_words(0.4)
    ('½', '1', '0.4')
    """
    fractions = {1.0: "1", 0.5: "½", 0.25: "¼"}
    return fractions.get(round(weight, 3), format_value(weight))
