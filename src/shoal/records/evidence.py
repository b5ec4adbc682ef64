"""Why this number of segments, by this algorithm: the numbers and the sentences."""

from dataclasses import dataclass
from enum import StrEnum


class Algorithm(StrEnum):
    """Ways to find clusters."""

    KMEANS = "kmeans"
    WARD = "ward"
    MIXTURE = "mixture"
    HDBSCAN = "hdbscan"
    DBSCAN = "dbscan"


class Natural(StrEnum):
    """Whether the groups are really there."""

    STRONG = "strong"
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One candidate.

    `silhouette` -1 to 1; `stability` mean adjusted Rand index over resamples, finalists only;
    `inertia` share of the total spread left inside segments (0 to 1); `smallest` a share.
    `fidelity` is the share of accounts that a three-level decision tree puts right, of the chosen
    row only; `prediction_strength` is measured of k-means rows and of mixtures that attempts were
    made with, `bic` of mixtures only; `jaccards` has the similarity of each segment to its like
    over resamples, highest first. The silhouette is exact where `silhouette_error` is 0, else from
    a sample with this standard error.
    docs/evidence.md has formula and source of each.
    """

    algorithm: Algorithm
    preparation: str
    n_segments: int
    silhouette: float
    smallest: float
    stability: float | None = None
    inertia: float | None = None
    bic: float | None = None
    fidelity: float | None = None
    silhouette_error: float = 0.0
    calinski_harabasz: float | None = None
    davies_bouldin: float | None = None
    prediction_strength: float | None = None
    jaccards: tuple[float, ...] = ()
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """The next best candidate, and why it was not taken."""

    algorithm: Algorithm
    n_segments: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether metrics combine into groups, and whether one metric falls into lumps.

    `null_silhouette` has (n_segments, low, high): what tables without groups reach. `excess` is
    the evidence above the null in standard errors. `lumps` names metrics that fall into separate
    lumps. `border_share` is the share of accounts close to a border.
    """

    natural: Natural
    sentence: str
    excess: float
    null_silhouette: tuple[tuple[int, float, float], ...] = ()
    lumps: tuple[str, ...] = ()
    border_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What was chosen and on what grounds.

    `same_group_share`: share of accounts that keep their segment when the work is repeated on
    other parts of the data. `agreement`: share of accounts for which the frozen rule and the
    algorithm's own labels agree. `alone` tells what each criterion alone would have chosen.
    `segment_jaccards` has (key, similarity): how alike a segment is to its best match when the
    work is repeated on parts of the data; from 0.75 on it comes back. `contributions` has
    (metric, share of the separation it gives). `notes` tell what became of small groups, of
    accounts unlike all others and of shares that were asked for; they are among the reasons too.
    """

    algorithm: Algorithm
    preparation: str
    n_segments: int
    natural: Natural
    reasons: tuple[str, ...]
    runner_up: RunnerUp | None
    evidence: tuple[EvidenceRow, ...]
    verdict: Verdict
    same_group_share: float
    agreement: float
    alone: tuple[tuple[str, int], ...] = ()
    segment_jaccards: tuple[tuple[str, float], ...] = ()
    contributions: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = ()
