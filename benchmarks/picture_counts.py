"""What eighty attempts agree on, as one picture of a run on the demo's company."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest.mock import patch

import numpy as np
from svg import FAINT, LIMIT, OTHERS, OURS, QUIET, SMALL, Page

from shoal.operations.demo_files import write_tables
from shoal.operations.demo_workspace import workspace_text
from shoal.operations.workspace import Workspace
from shoal.segments.search import find
from shoal.segments.search.consensus import (
    ERRORS,
    Attempts,
    Consensus,
    agree,
    smallest_within_error,
)
from shoal.spec.workspace import FILE_NAME
from shoal.worlds.company import make_company

AS_OF = date(2026, 6, 30)
_LEFT, _TOP, _RIGHT, _BOTTOM = 80.0, 104.0, 590.0, 330.0
_STEPS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
_MOST_TICKS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What the attempts say of one count.

    `agreement` is the mean over all attempts, `error` two standard errors of its gap to the best
    count, attempt by attempt: how near is near enough; 0 at the best itself.
    """

    count: int
    agreement: float
    error: float


def demo_consensus(*, n_accounts: int = 300) -> dict[int, Consensus]:
    """Segment the demo's company as of a fixed day; return what was agreed on by count."""
    agreed: dict[int, Consensus] = {}

    def noted(attempts: Attempts, count: int) -> Consensus:
        agreed[count] = agree(attempts, count)
        return agreed[count]

    with tempfile.TemporaryDirectory() as name, patch.object(find, "agree", noted):
        folder = Path(name)
        (folder / FILE_NAME).write_text(workspace_text("demo"), "utf-8")
        workspace = Workspace(folder)
        company = make_company(n_accounts=n_accounts, as_of=AS_OF)
        write_tables(folder, {t.name: t for t in company.tables}, workspace.spec.engine)
        workspace.fit(AS_OF)
    return agreed


def counts_tried(agreed: Mapping[int, Consensus]) -> tuple[list[Tried], int]:
    """Return every count's agreement, and the count that is taken."""
    best = max(agreed.values(), key=lambda c: float(c.agreement.mean()))
    tried = []
    for count, consensus in sorted(agreed.items()):
        gap = best.agreement - consensus.agreement
        error = ERRORS * float(gap.std()) / np.sqrt(gap.size)
        mean = float(consensus.agreement.mean())
        tried.append(Tried(count=count, agreement=mean, error=float(error)))
    return tried, smallest_within_error(dict(agreed))


def counts_picture(tried: Sequence[Tried], *, taken: int) -> str:
    """Draw how far the attempts agree on each count, and which count that makes the answer."""
    best = max(each.agreement for each in tried)
    title = f"What eighty attempts agree on: {taken} segments"
    means = ", ".join(f"{t.count} segments {t.agreement:.3f} ± {t.error:.3f}" for t in tried)
    page = Page(title, f"Mean agreement by number of segments: {means}.", height=_BOTTOM + 66)
    page.words(
        "A dot is the mean agreement of all attempts with the best grouping of so many", (24, 60)
    )
    page.words("segments. The first whose line reaches the dashed one is taken.", (24, 78))
    height = _draw_scale(page, tried)
    page.line(
        [(_LEFT, height(best)), (_RIGHT, height(best))], colour=LIMIT, width=1.5, dashes="5 4"
    )
    page.words("best agreement", (_RIGHT + 10, height(best) + 4), colour=LIMIT)
    step = (_RIGHT - _LEFT) / len(tried)
    for i, each in enumerate(tried):
        _draw(page, each, _LEFT + (i + 0.5) * step, height, is_taken=each.count == taken)
    page.words("segments", (_RIGHT, _BOTTOM + 48), size=SMALL, colour=QUIET, anchor="end")
    return page.text()


def _draw_scale(page: Page, tried: Sequence[Tried]) -> Callable[[float], float]:
    """Draw round values of agreement; return how high a value stands."""
    low = min(each.agreement - each.error for each in tried)
    high = max(each.agreement + each.error for each in tried)
    step = next((s for s in _STEPS if (high - low) / s < _MOST_TICKS), 1.0)
    first, last = int(low // step), int(high // step) + 1

    def height(value: float) -> float:
        return _BOTTOM - (value / step - first) / (last - first) * (_BOTTOM - _TOP)

    for tick in range(first, last + 1):
        y = height(tick * step)
        page.line([(_LEFT, y), (_RIGHT, y)], colour=FAINT)
        place = (_LEFT - 10, y + 4)
        page.words(
            f"{tick * step:.{2 if step >= 0.01 else 3}f}",
            place,
            size=SMALL,
            colour=QUIET,
            anchor="end",
        )
    return height


def _draw(
    page: Page, each: Tried, x: float, height: Callable[[float], float], *, is_taken: bool
) -> None:
    tone = OURS if is_taken else OTHERS
    ends = [height(each.agreement - each.error), height(each.agreement + each.error)]
    page.line([(x, ends[0]), (x, ends[1])], colour=tone, width=2)
    for end in ends if each.error else ():
        page.line([(x - 6, end), (x + 6, end)], colour=tone, width=2)
    page.dot((x, height(each.agreement)), colour=tone, radius=7 if is_taken else 5.5)
    weight = "600" if is_taken else "400"
    page.words(str(each.count), (x, _BOTTOM + 22), colour=tone, anchor="middle", weight=weight)
    if is_taken:
        page.words("taken", (x, _BOTTOM + 40), colour=tone, anchor="middle", weight="600")
