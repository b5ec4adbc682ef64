"""What a verdict costs: the whole process against a plain notebook's.

    python benchmarks/verdict_cost.py --rounds 5

500 accounts and 12 metrics. The notebook imports pandas and scikit-learn and fits k-means with 2
to 10 clusters (one start each). Runs alternate; the ratio of medians is printed.
"""

import argparse
import statistics
import subprocess
import sys
import time

_TABLE = """
import numpy as np
rng = np.random.default_rng(0)
truth = rng.choice(6, 500)
values = np.exp(rng.normal(0, 1, (6, 12))[truth] + rng.normal(0, 0.8, (500, 12)))
"""
_NOTEBOOK = """
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler
scaled = StandardScaler().fit_transform(pd.DataFrame(values))
for count in range(2, 11):
    KMeans(count, n_init=1, random_state=0).fit(scaled)
"""
_VERDICT = """
from threadpoolctl import threadpool_limits
from shoal.records.accounts import Metric
from shoal.segments.verdict.judge import judge
metrics = tuple(Metric(name=f"m{j:02}", column=f"m{j:02}", label="M") for j in range(12))
with threadpool_limits(1):
    judge(metrics, values, rng=rng, progress=lambda share: None)
"""


def seconds(script: str) -> float:
    """Return how long a Python process takes that runs a script."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", _TABLE + script], check=True)
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    pairs = [(seconds(_NOTEBOOK), seconds(_VERDICT)) for _ in range(asked.rounds)]
    notebook, verdict = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"notebook {notebook:.2f} s, verdict {verdict:.2f} s: {verdict / notebook:.2f} times")


if __name__ == "__main__":
    main()
