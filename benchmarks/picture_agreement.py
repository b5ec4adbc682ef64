"""How well each way agrees with the truth, as one picture of the results of `quality.py`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quality_scores import Result
from quality_table import (
    BEST_CELL,
    FOREST,
    LABELS,
    PLAIN,
    SHOAL,
    Ways,
    kind_means,
    other_ways,
    overall,
    ways_of,
)
from svg import FAINT, INK, LIMIT, OTHERS, OURS, QUIET, SMALL, WIDTH, Page

SIZES = (300, 1000, 4000)  # of the tables in docs/quality.md
_TITLE = "Agreement with the true groups"
_NOTES: Mapping[str, str] = {
    PLAIN: "standardise, k-means, best silhouette",
    BEST_CELL: "best of 15 cells, count known by truth",
    SHOAL: "knows nothing of the truth",
    FOREST: "is shown the true group of most accounts",
}
_TONES: Mapping[str, str] = {SHOAL: OURS, FOREST: LIMIT}
_LEFT, _RIGHT, _TOP, _ROW = 326.0, WIDTH - 84.0, 126.0, 48.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One row: the mean, and the mean of each kind of company."""

    label: str
    note: str
    mean: float
    kinds: tuple[float, ...]
    tone: str = OTHERS


def shown_ways(results: Iterable[Result]) -> list[Way]:
    """Return the rows of the picture: what is tried today, Shoal, and what bounds it."""
    ways = ways_of(r for r in results if r.n_accounts in SIZES)
    best = max(other_ways(ways), key=lambda way: overall(ways[way].values()))
    shown = {PLAIN: "Plain recipe", best: "Best other tool or script", BEST_CELL: "Grid"}
    shown |= {SHOAL: "Shoal", FOREST: "Forest that knows the answer"}
    return [_way(ways, way, label) for way, label in shown.items()]


def agreement_picture(ways: Sequence[Way]) -> str:
    """Draw a row for each way: a large dot for its mean, small ones for each kind of company."""
    bottom = _TOP + _ROW * len(ways)
    means = ", ".join(f"{way.label} {way.mean:.3f}" for way in ways)
    said = "0 is what chance gives, 1 is every account in its true group."
    page = Page(_TITLE, f"{said} {means}.", height=bottom + 44)
    page.words("Large dot: the mean of all companies. Small dots: each kind of company.", (24, 60))
    page.words(said, (24, 79))
    for tenths in range(0, 11, 2):
        x = _LEFT + tenths / 10 * (_RIGHT - _LEFT)
        page.line([(x, _TOP - 18), (x, bottom)], colour=FAINT)
        page.words(f"{tenths / 10:g}", (x, bottom + 20), size=SMALL, colour=QUIET, anchor="middle")
    for i, way in enumerate(ways):
        _draw(page, way, _TOP + _ROW * i + 8)
    return page.text()


def _way(ways: Ways, way: str, label: str) -> Way:
    kinds = kind_means(ways[way].values())
    return Way(
        label=label,
        note=_NOTES.get(way, LABELS.get(way, way)),
        mean=overall(ways[way].values()),
        kinds=tuple(kinds[kind] for kind in sorted(kinds)),
        tone=_TONES.get(way, OTHERS),
    )


def _draw(page: Page, way: Way, y: float) -> None:
    def along(value: float) -> float:
        return _LEFT + value * (_RIGHT - _LEFT)

    weight = "600" if way.tone == OURS else "400"
    page.words(way.label, (24, y), colour=INK, weight=weight)
    page.words(way.note, (24, y + 17), size=SMALL, colour=QUIET)
    page.line([(_LEFT, y), (along(way.mean), y)], colour=way.tone, width=2)
    for kind in way.kinds:
        page.dot((along(kind), y), colour=way.tone, radius=3.5, opacity=0.4)
    page.dot((along(way.mean), y), colour=way.tone, radius=7)
    page.words(f"{way.mean:.2f}", (WIDTH - 24, y + 5), anchor="end", weight="600")
