"""Segment 8,950 card holders by how they pay.

The data is "Credit Card Dataset for Clustering" by Arjun Bhasin, published on Kaggle: seventeen
behaviour columns with heavy tails and many zeros, no outcome. Put `CC_GENERAL.csv` into a folder
`cc_general`, name the folder above it in SHOAL_DATA, then:

    python examples/credit_cards.py
"""

import os
import sys
from pathlib import Path

import shoal


def main() -> int:
    """Print how many segments are recommended, why, and what sets each apart."""
    path = Path(os.environ.get("SHOAL_DATA", "data")) / "cc_general" / "CC_GENERAL.csv"
    if not path.is_file():
        print(f"There is no file {path}. Name its folder's parent in SHOAL_DATA.", file=sys.stderr)
        return 2
    result = shoal.segment(path, id="CUST_ID")
    for reason in result.recommendation.reasons:
        print(reason)
    for segment in result.segments:
        print(f"{segment.size:5}  {segment.name}: {segment.persona}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
