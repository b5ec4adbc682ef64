"""The whole search as a scikit-learn clusterer."""

import warnings
from dataclasses import dataclass, replace
from numbers import Integral
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted, validate_data

from shoal.errors import UsageError, near_matches
from shoal.records.arrays import Floats, Indices
from shoal.records.evidence import Algorithm, Recommendation
from shoal.records.options import SearchOptions
from shoal.records.scoring import ScoringRule
from shoal.segments.assignment.score import assign_accounts, score_prepared, segment_keys
from shoal.segments.estimators.ordered_table import OrderedTable, accounts_of, order_table
from shoal.segments.estimators.seeds import RandomState, seed_of
from shoal.segments.prepare.replay import apply_preparation
from shoal.segments.search.find import find_segments
from shoal.segments.search.points import find_points

_AUTO = "auto"
_FEWEST, _MOST = 2, 10


@dataclass(frozen=True, slots=True)
class _Asked:
    """How many segments; `exactly` None leaves it to the evidence between `low` and `high`."""

    low: int
    high: int
    exactly: int | None


@dataclass(frozen=True, slots=True)
class _Answer:
    labels: Indices
    rule: ScoringRule
    recommendation: Recommendation


class AutoSegmenter(ClusterMixin, BaseEstimator):  # type: ignore[misc]  # it has no types
    """Find segments: how many, by which algorithm and after which preparation, by evidence.

    The columns are taken for metrics of customers, one row a customer: heavy tails, zeros and
    missing cells are the normal case, and units do not matter. With `prepare=False` they are
    taken for coordinates instead, and all that is said here of customers is switched off.

    Parameters
    ----------
    n_segments : int, pair of int or None, default (2, 10)
        The number of segments, or the fewest and the most; None is the same as (2, 10). Among
        the counts allowed four to eight are preferred, because a team can act on that many,
        unless the rows fall into two or three plain groups. If fewer rows differ, there are
        fewer segments, with a `ConvergenceWarning` where that is under what was asked for.
    algorithm : str, default "auto"
        "kmeans", "ward", "mixture" or another of `shoal.segment`'s algorithms; "auto" leaves it
        to the evidence. Only with `prepare=True`.
    prepare : bool, default True
        Whether columns are metrics of customers: each is given the scale that suits it, its
        pile-up (such as zero) and its missing cells a place of their own, and outliers are pulled
        in. With False the columns are coordinates, taken as they are: nothing is scaled or
        pulled in, clusters may have any shape, no count is preferred, and no cell may be missing.
    smallest_share : float, default 0.01
        Smallest share of the rows that a segment may have, 0 to 1. Only with `prepare=True`.
    random_state : int, RandomState or None, default 0
        Where random draws begin. The same number gives the same segments.

    Attributes
    ----------
    labels_ : ndarray of shape (n_samples,)
        The segment of each row, from 0 without gaps: 0 is the segment with key "s1". With
        `prepare=True` they stand by falling size.
    n_segments_ : int
        How many there are.
    recommendation_ : shoal.records.evidence.Recommendation
        What was chosen, on what evidence, and whether the groups are natural.
    rule_ : shoal.records.scoring.ScoringRule
        The frozen rule that `predict` applies.
    n_features_in_ : int
        How many columns were seen in `fit`.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Their names, if `fit` was given a frame whose column names are all text.

    See Also
    --------
    OwnShapeMixture : The mixture that the search relies on, with a count that is given.

    Notes
    -----
    Before anything is drawn at random, rows are sorted by their values and named columns by
    name: a shuffled table gets the same segments. A column without two different values carries
    nothing and is left out. With `prepare=True`, work beyond the final assignment does not grow
    with the number of rows.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> heavy, light = rng.lognormal(3, 0.5, (60, 3)), rng.lognormal(0, 0.5, (90, 3))
    >>> found = AutoSegmenter().fit(np.vstack([heavy, light]))
    >>> np.bincount(found.labels_).tolist()
    [90, 60]
    >>> found.predict([[1.0, 1.0, np.nan], [20.0, 25.0, 18.0]]).tolist()
    [0, 1]
    """

    def __init__(
        self,
        n_segments: int | tuple[int, int] | None = (_FEWEST, _MOST),
        *,
        algorithm: str = "auto",
        prepare: bool = True,
        smallest_share: float = 0.01,
        random_state: RandomState = 0,
    ) -> None:
        self.n_segments = n_segments
        self.algorithm = algorithm
        self.prepare = prepare
        self.smallest_share = smallest_share
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: object = None) -> Self:  # noqa: ARG002, N803  # fixed names
        """Find the segments of the rows.

        Parameters
        ----------
        X : array-like or frame of shape (n_samples, n_features)
            At least two rows, no infinity; NaN where missing, which `prepare=False` refuses.
        y : ignored
            Here by scikit-learn's convention.

        Raises
        ------
        UsageError
            If a parameter has a value that is not possible.
        NothingToCluster
            If no column has two different values.
        ValueError
            If X is no such table.
        """
        _check_choices(self.algorithm, self.smallest_share)
        asked = _asked_for(self.n_segments)
        values = self._checked(X, fitting=True)
        table = order_table(values, getattr(self, "feature_names_in_", None))
        asked = _possible(asked, table.n_distinct)
        answer = self._customers(table, asked) if self.prepare else self._points(table, asked)
        self.labels_ = answer.labels[table.places]
        self.rule_ = answer.rule
        self.recommendation_ = answer.recommendation
        self.n_segments_ = len(segment_keys(answer.rule))
        self._columns = table.columns
        return self

    def predict(self, X: ArrayLike) -> Indices:  # noqa: N803  # scikit-learn's name
        """Put rows into the segments that were found.

        Parameters
        ----------
        X : array-like or frame of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,)
            As `labels_`; for the rows of `fit` the same.
        """
        metrics = self._metrics(X)
        return assign_accounts(self.rule_, metrics).segment

    def predict_proba(self, X: ArrayLike) -> Floats:  # noqa: N803  # scikit-learn's name
        """Return the chance of each segment under the frozen rule.

        Parameters
        ----------
        X : array-like or frame of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples, n_segments_)
            Rows add up to 1. The chances hold if the rule is true; being fitted, it is surer of
            itself than another sample would bear out.
        """
        metrics = self._metrics(X)
        prepared = apply_preparation(self.rule_.preparation, metrics)
        scores = score_prepared(self.rule_, prepared).by_segment
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(chances / chances.sum(axis=1, keepdims=True))

    def __sklearn_tags__(self) -> Tags:
        """Say that missing cells are allowed where columns are prepared."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = bool(self.prepare)
        return tags

    def _customers(self, table: OrderedTable, asked: _Asked) -> _Answer:
        options = SearchOptions(
            algorithm=None if self.algorithm == _AUTO else Algorithm(self.algorithm),
            n_segments=asked.exactly,
            low=asked.low,
            high=asked.high,
            seed=seed_of(self.random_state),
            smallest_share=float(self.smallest_share),
        )
        found = find_segments(accounts_of(table), options=options)
        return _Answer(found.assignment.segment, found.rule, found.recommendation)

    def _points(self, table: OrderedTable, asked: _Asked) -> _Answer:
        found = find_points(
            table.values,
            low=asked.low,
            high=asked.high,
            n_segments=asked.exactly,
            seed=seed_of(self.random_state),
        )
        return _Answer(found.labels, _named(found.rule, table), found.recommendation)

    def _metrics(self, X: ArrayLike) -> Floats:  # noqa: N803
        check_is_fitted(self)
        return self._checked(X, fitting=False)[:, self._columns]

    def _checked(self, X: ArrayLike, *, fitting: bool) -> Floats:  # noqa: N803
        checked: Floats = validate_data(
            self,
            X,
            reset=fitting,
            dtype=np.float64,
            ensure_all_finite="allow-nan" if self.prepare else True,
            ensure_min_samples=2 if fitting else 1,
        )
        return checked


def _asked_for(n_segments: Any) -> _Asked:  # noqa: ANN401  # checked here
    if n_segments is None:
        return _Asked(_FEWEST, _MOST, None)
    if _is_count(n_segments):
        return _Asked(_FEWEST, max(_MOST, int(n_segments)), int(n_segments))
    if isinstance(n_segments, tuple | list) and len(n_segments) == 2:  # noqa: PLR2004  # a pair
        low, high = n_segments
        if _is_count(low) and _is_count(high) and low <= high:
            return _Asked(int(low), int(high), int(low) if low == high else None)
    raise UsageError(
        f"n_segments is {n_segments!r}; expected a whole number from {_FEWEST} on, or the fewest"
        " and the most.",
        suggestion="Write n_segments=5 or n_segments=(2, 10).",
    )


def _is_count(number: object) -> bool:
    return isinstance(number, Integral) and int(number) >= _FEWEST


def _check_choices(algorithm: str, smallest_share: float) -> None:
    known = (_AUTO, *map(str, Algorithm))
    if algorithm not in known:
        raise UsageError(
            f"There is no algorithm {algorithm!r}.{near_matches(str(algorithm), known)}",
            suggestion=f"Choose one of {', '.join(known)}.",
        )
    if not 0 <= smallest_share < 1:
        raise UsageError(
            f"smallest_share is {smallest_share!r}.", suggestion="Give a share from 0 to under 1."
        )


def _possible(asked: _Asked, n_distinct: int) -> _Asked:
    """Ask for no more segments than there are different rows."""
    wanted = asked.exactly or asked.low
    if wanted <= n_distinct:
        return asked
    warnings.warn(
        f"{wanted} segments were asked for, but only {n_distinct} rows differ from each other;"
        f" there will be at most {n_distinct}.",
        ConvergenceWarning,
        stacklevel=3,
    )
    exactly = None if asked.exactly is None else n_distinct
    return _Asked(min(asked.low, n_distinct), n_distinct, exactly)


def _named(rule: ScoringRule, table: OrderedTable) -> ScoringRule:
    """Give the coordinates of a rule the names of their columns."""
    prepared = zip(rule.preparation.metrics, table.metrics, strict=True)
    named = tuple(replace(entry, metric=metric.name) for entry, metric in prepared)
    return replace(rule, preparation=replace(rule.preparation, metrics=named))
