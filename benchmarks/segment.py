"""Compare `shoal segment` with a plain script, as whole processes in one run.

The plain script reads the CSV file with pandas, standardises the metrics and fits k-means with 2
to 10 clusters (n_init=10) by scikit-learn; it chooses, explains and writes nothing. Both read the
same made-up table of 500 accounts with 10 metrics, take turns, and use as many threads as they were
installed to use. Prints medians and ratios; exits 1 when `shoal segment` takes more than 3 times
the plain script.

    python benchmarks/segment.py --rounds 5
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

PROMISED = 3.0
SHOAL = str(Path(sys.executable).with_name("shoal"))
PLAIN = """
import sys
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

table = pd.read_csv(sys.argv[1])
scaled = StandardScaler().fit_transform(table.drop(columns="account_id"))
fits = [KMeans(n_clusters=k, n_init=10, random_state=0).fit(scaled) for k in range(2, 11)]
print([fit.inertia_ for fit in fits])
"""
# Typical values of ten metrics in five groups of 100 accounts.
TYPICAL = {
    "logins_per_user_week": (9, 5, 2, 4, 1),
    "active_days_per_user_week": (4, 3, 2, 3, 1),
    "days_since_last_login": (1, 3, 9, 4, 40),
    "feature_adoption_rate": (70, 45, 25, 60, 10),
    "minutes_per_user_week": (180, 90, 40, 120, 8),
    "api_calls_per_seat": (60, 12, 3, 90, 1),
    "tickets_per_100_seats_month": (2, 3, 11, 1, 1),
    "resolution_hours": (8, 14, 30, 9, 20),
    "onboarding_completion": (95, 80, 55, 90, 50),
    "education_engagement": (6, 3, 2, 5, 0.5),
}


def write_table(path: Path, *, accounts_per_group: int = 100, seed: int = 5) -> None:
    """Write a CSV file with a row per account and ten positive metrics."""
    random = np.random.default_rng(seed)
    columns = [
        np.concatenate([random.gamma(4, typical / 4, accounts_per_group) for typical in groups])
        for groups in TYPICAL.values()
    ]
    rows = np.column_stack(columns).round(2)
    lines = [f"A-{i:05}," + ",".join(map(str, row)) for i, row in enumerate(rows.tolist())]
    path.write_text("\n".join([",".join(("account_id", *TYPICAL)), *lines, ""]), "utf-8")


def take_turns(commands: Sequence[Sequence[str]], *, rounds: int) -> list[float]:
    """Run all commands `rounds` times in turns; return the median seconds of each.

    One round before the first is not counted: it fills caches for all alike.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    seconds: list[list[float]] = [[] for _ in commands]
    for _ in range(rounds + 1):
        for taken, command in zip(seconds, commands, strict=True):
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=environment)
            taken.append(time.perf_counter() - started)
    return [statistics.median(taken[1:]) for taken in seconds]


def main() -> int:
    """Print medians and ratios and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "accounts.csv"
        write_table(table)
        out = str(Path(folder) / "out")
        plain, shoal = take_turns(
            [
                [sys.executable, "-c", PLAIN, str(table)],
                [SHOAL, "segment", str(table), "--id", "account_id", "--out", out, "--json"],
            ],
            rounds=rounds,
        )
    empty, shown = take_turns([[sys.executable, "-c", "pass"], [SHOAL, "--help"]], rounds=rounds)
    print(f"plain script          {plain:7.2f} s")
    print(f"shoal segment         {shoal:7.2f} s   {shoal / plain:4.1f} times (at most {PROMISED})")
    print(f"python -c pass        {empty:7.3f} s")
    print(f"shoal --help          {shown:7.3f} s   {shown / empty:4.1f} times")
    return int(shoal > PROMISED * plain)


if __name__ == "__main__":
    sys.exit(main())
