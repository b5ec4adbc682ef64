"""What one way made of one world, in numbers, and the file that keeps them.

The file has one JSON object a line, so that several processes add to it and a run that was stopped
goes on. A later line about the same world and way replaces an earlier one.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from shoal.records.worlds import World

SMALL_SHARE = 0.08
FOUND_OVERLAP = 0.5

Clusters = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Clusters of all accounts of a world, or the error that stood in their place."""

    clusters: Clusters | None = None
    seconds: float = 0.0
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line of the file; `agreement` (adjusted Rand index) is None where there is an `error`.

    `way` reads "family/variant". `n_small` counts true groups under 8 % of the accounts,
    `n_small_found` those that share at least half with one segment (Jaccard).
    """

    generator: str
    n_accounts: int
    seed: int
    way: str
    n_true: int
    n_small: int
    agreement: float | None = None
    n_found: int = 0
    n_small_found: int = 0
    seconds: float = 0.0
    error: str = ""

    @property
    def world(self) -> tuple[str, int, int]:
        """What names the world."""
        return self.generator, self.n_accounts, self.seed

    @property
    def family(self) -> str:
        """The part of `way` before the slash."""
        return self.way.partition("/")[0]


def score(world: World, way: str, attempt: Attempt) -> Result:
    """Hold an attempt against the truth; accounts that fit nowhere are not counted."""
    fitting = world.truth >= 0
    truth = world.truth[fitting]
    small = small_groups(truth)
    result = Result(
        generator=world.name,
        n_accounts=world.n_accounts,
        seed=world.seed,
        way=way,
        n_true=len(np.unique(truth)),
        n_small=len(small),
        seconds=round(attempt.seconds, 3),
        error=attempt.error,
    )
    if attempt.clusters is None:
        return result
    found = attempt.clusters[fitting]
    told = asdict(result) | {
        "agreement": round(float(adjusted_rand_score(truth, found)), 4),
        "n_found": len(np.unique(found)),
        "n_small_found": sum(best_overlap(truth == g, found) >= FOUND_OVERLAP for g in small),
    }
    return Result(**told)


def small_groups(truth: Clusters) -> list[int]:
    """Return the groups that hold under 8 % of the accounts.

    >>> small_groups(np.array([0] * 50 + [1] * 46 + [2] * 4))
    [2]
    """
    groups, sizes = np.unique(truth, return_counts=True)
    return [int(g) for g in groups[sizes < SMALL_SHARE * len(truth)]]


def best_overlap(member: NDArray[np.bool_], found: Clusters) -> float:
    """Return the largest Jaccard index of a true group with any segment.

    >>> best_overlap(np.array([True, True, False, False]), np.array([1, 1, 1, 0]))
    0.6666666666666666
    """
    return max(
        float((member & (found == s)).sum() / (member | (found == s)).sum())
        for s in np.unique(found)
    )


def add(file: Path, results: Iterable[Result]) -> None:
    """Append results to the file, in one write, so that processes do not mix their lines."""
    text = "".join(json.dumps(asdict(r)) + "\n" for r in results)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab", buffering=0) as stream:
        stream.write(text.encode())


def read(file: Path) -> list[Result]:
    """Return the newest result of every world and way; none if there is no file."""
    if not file.exists():
        return []
    lines = file.read_text("utf-8").splitlines()
    results = [Result(**json.loads(line)) for line in lines if line]
    return list({(r.world, r.way): r for r in results}.values())
