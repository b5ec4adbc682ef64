"""Everything one fit produced: what the four output files are written from."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from shoal.records.accounts import Accounts, ExcludedColumn
from shoal.records.evidence import Recommendation
from shoal.records.findings import Finding
from shoal.records.preparation import Prepared
from shoal.records.scoring import Assignment, ScoringRule
from shoal.records.segments import Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search for segments found, before anything is named.

    `prepared` has all accounts under the rule's preparation; `searched` names the metrics that
    the search looked at, which are all unless there are very many.
    """

    recommendation: Recommendation
    rule: ScoringRule
    assignment: Assignment
    prepared: Prepared
    searched: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMap:
    """First two principal components; `points` (n_accounts, 2), `share` of the differences shown.

    `loadings` (n_metrics, 2) say what the axes mean. With two metrics the points are the two
    metrics in native units and `native` is true.
    """

    points: NDArray[np.float64]
    share: float
    loadings: NDArray[np.float64]
    native: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeLeaf:
    """A bundle of accounts at the tip of a branch; `segment` is the one most of them belong to."""

    size: int
    segment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Ward's tree, its finest branches folded into leaves.

    `merges` are (left, right, height): nodes 0..n_leaves-1 are leaves, merge i makes node
    n_leaves + i. Leaves stand in drawing order. `agreement` is the share of accounts that a cut
    of the whole tree puts in the published segment; `n_accounts` how many the tree was built on.
    """

    leaves: tuple[TreeLeaf, ...]
    merges: tuple[tuple[int, int, float], ...]
    agreement: float
    n_accounts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One finished segmentation of one table, as of one day."""

    name: str
    as_of: date
    version: str
    accounts: Accounts
    findings: tuple[Finding, ...]
    excluded: tuple[ExcludedColumn, ...]
    applied: tuple[str, ...]
    recommendation: Recommendation
    rule: ScoringRule
    segments: tuple[Segment, ...]
    assignment: Assignment
    map: AccountMap
    tree: Tree | None
    seed: int = 0
