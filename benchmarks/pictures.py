"""Draw the pictures of the documents from what was measured.

    python benchmarks/quality.py run ...; python benchmarks/choose.py    (these measure)
    python benchmarks/pictures.py agreement times counts

`agreement` reads what quality.py kept, `times` what choose.py kept; `counts` segments the demo's
company. Each writes one file below docs/pictures.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import choose
import quality
from picture_agreement import agreement_picture, shown_ways
from picture_counts import counts_picture, counts_tried, demo_consensus
from picture_time import curves_of, time_picture
from quality_scores import read

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", nargs="+", choices=_PICTURES)
    parser.add_argument("--quality", type=Path, default=quality.FILE, help="kept by quality.py")
    parser.add_argument("--times", type=Path, default=choose.FILE, help="kept by choose.py")
    parser.add_argument("--out", type=Path, default=FOLDER)
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    for name in asked.pictures:
        (asked.out / f"{name}.svg").write_text(_PICTURES[name](asked), "utf-8")


def _agreement(asked: argparse.Namespace) -> str:
    results = [r for r in read(asked.quality) if r.seed >= quality.REPORT_FROM]
    return agreement_picture(shown_ways(results or _nothing(asked.quality)))


def _times(asked: argparse.Namespace) -> str:
    return time_picture(curves_of(choose.read(asked.times) or _nothing(asked.times)))


def _counts(_asked: argparse.Namespace) -> str:
    tried, taken = counts_tried(demo_consensus())
    return counts_picture(tried, taken=taken)


def _nothing(file: Path) -> list[object]:
    sys.exit(f"{file} holds nothing to draw; run its benchmark first.")


_PICTURES: Mapping[str, Callable[[argparse.Namespace], str]] = {
    "agreement": _agreement,
    "times": _times,
    "counts": _counts,
}


if __name__ == "__main__":
    main()
