"""The frozen segmentation that is saved and applied to new accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shoal.records.accounts import ExcludedColumn, Metric
from shoal.records.evidence import Recommendation
from shoal.records.options import SegmentOptions
from shoal.records.scoring import ScoringRule
from shoal.records.segments import Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What the data at the fit looked like.

    `content` is a hash of ids and metrics; `deciles` has the 11 values at 0, 10, ..., 100 % of
    each metric that was ever answered.
    """

    content: str
    n_accounts: int
    deciles: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Everything needed to put a new account into a segment, and to say why there are these.

    `id_name` is the id column, None if rows were numbered. `metrics` say how each value is read
    from a table, in the order of the rule's preparation.
    """

    name: str
    made_by: str
    as_of: date
    options: SegmentOptions
    id_name: str | None
    metrics: tuple[Metric, ...]
    rule: ScoringRule
    segments: tuple[Segment, ...]
    recommendation: Recommendation
    excluded: tuple[ExcludedColumn, ...]
    applied: tuple[str, ...]
    fingerprint: Fingerprint
