"""Segment 7,043 telephone customers, and see how often each segment left.

The data is "Telco Customer Churn", a sample that IBM publishes on GitHub with its customer churn
pattern for Cloud Pak for Data: who the customers are, what they pay, and whether they left. Put
`Telco-Customer-Churn.csv` into a folder `ibm_telco_churn`, name the folder above it in SHOAL_DATA,
then:

    python examples/telco.py
"""

import os
import sys
from pathlib import Path

import shoal


def main() -> int:
    """Print each segment with the share of its customers who left."""
    data = Path(os.environ.get("SHOAL_DATA", "data"))
    path = data / "ibm_telco_churn" / "Telco-Customer-Churn.csv"
    if not path.is_file():
        print(f"There is no file {path}. Name its folder's parent in SHOAL_DATA.", file=sys.stderr)
        return 2
    result = shoal.segment(path, id="customerID", outcome="Churn")
    for segment in result.segments:
        left = segment.outcomes[0]
        print(
            f"{segment.size:5}  {segment.name}: {left.share:.0%} left ({left.low:.0%} to"
            f" {left.high:.0%})"
        )
    for finding in result.audit.findings:
        print(f"{finding.severity}: {finding.message}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
