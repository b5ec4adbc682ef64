"""The mixture in which each metric keeps its own shape, as a scikit-learn clusterer."""

from dataclasses import replace
from numbers import Integral
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted, validate_data
from threadpoolctl import threadpool_limits

from shoal.errors import NothingToCluster, UsageError
from shoal.records.arrays import Booleans, Floats, Indices
from shoal.records.preparation import Preparation, Scale
from shoal.segments.estimators.ordered_table import OrderedTable, order_table
from shoal.segments.estimators.seeds import RandomState, seed_of
from shoal.segments.mixture.design import Design, design_of, fitting_design
from shoal.segments.mixture.fit import FittedMixture, fit_mixture
from shoal.segments.mixture.parameters import Mixture, joint_log_density, responsibilities
from shoal.segments.mixture.pilot import own_scales
from shoal.segments.prepare.fitting import fit_metric
from shoal.segments.prepare.replay import apply_preparation

_MOST_PILOT_ROWS = 2_000
_FINALISTS = 2
_SCALES = (True, "log", "raw")
_MISSING = ("skip", "median")


class OwnShapeMixture(ClusterMixin, BaseEstimator):  # type: ignore[misc]  # it has no types
    r"""A mixture of groups that lets each metric keep its own shape.

    Made for tables of behaviour: counts with heavy tails, many zeros, half of the answers
    missing, metrics that say nothing. A Gaussian mixture asks for bell curves everywhere and for
    every cell. This one asks each metric which scale makes its groups look like bell curves,
    gives a value that many rows share exactly (mostly zero) a share of its own, skips what is
    missing, and says which metrics carry nothing.

    Parameters
    ----------
    n_components : int, default 5
        How many groups. Groups that no row prefers are left out in the end.
    scales : {True, "log", "raw"}, default True
        True: each metric has the scale its groups ask for (see Notes). "log": ln(1 + x / m) for
        metrics without negative values, asinh(x / m) for others. "raw": as it is.
    pile_ups : bool, default True
        Whether a value at the end of a metric's range that at least 8 % of the rows share exactly
        is a state of its own, with a share in each group; the bell curve covers the rest.
    missing : {"skip", "median"}, default "skip"
        Whether a missing cell says nothing about the row, or stands for the metric's median.
    gate : bool, default True
        Whether a metric whose own values per group gain too little gets the same values in all
        groups. Such metrics are named in `uninformative_`.
    correlation : bool, default True
        Whether all groups share a correlation between metrics. With False they are independent
        within groups.
    n_init : int, default 4
        How many starts are tried; the best two are run on.
    random_state : int, RandomState or None, default 0
        Where random draws begin. The same number gives the same groups.

    Attributes
    ----------
    labels_ : ndarray of shape (n_samples,)
        The most likely group of each row, from 0 without gaps, by falling size.
    n_components_ : int
        How many groups are left.
    weights_ : ndarray of shape (n_components_,)
        Share of each group; adds up to 1.
    means_, variances_ : ndarray of shape (n_components_, n_features_in_)
        Of the bell curves, in prepared units: 0 and 1 are mean and variance of all rows.
    pile_shares_ : ndarray of shape (n_components_, n_features_in_)
        Share of the answers in each group that sit at the metric's pile-up; 0 where it has none.
    correlation_ : ndarray of shape (n_features_in_, n_features_in_)
        What all groups share.
    scales_ : list of str
        The scale of each metric.
    informative_ : ndarray of bool, shape (n_features_in_,)
        Metrics that keep values of their own in each group.
    uninformative_ : list of str
        Names of the others; x0, x1, ... where `fit` was given no names.
    n_features_in_ : int
        How many columns were seen in `fit`.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Their names, if `fit` was given a frame whose column names are all text.

    See Also
    --------
    AutoSegmenter : Finds the number of groups too.

    Notes
    -----
    **Scales.** Let m be the metric's own unit, the median size of its values that are not 0. On
    offer are x / m, 2 sqrt(x / m + 0.05), ln(1 + x / m) and ln(x / m + 0.02); with negative
    values x / m and asinh(x / m). A scale t stretches some places and squeezes others, and
    densities on different scales cannot be compared until that is paid for by the Jacobian
    [1]_: with z = (t(x / m) - c) / s, the scale is taken that has the largest

    .. math:: \sum_i \sum_k r_{ik} \log N(z_i; \mu_k, v_k) + \sum_i \log |t'(x_i / m)| - n \log s

    under the chances r of a first fit with up to six groups; that is done twice, on at most 2,000
    rows. Values beyond four standard deviations are pulled in.

    **Model.** For row i in group k, over the metrics j that are answered,

    .. math::
        \log f_k(x_i) = \sum_{j: \text{at pile-up}} \log p_{kj}
        + \sum_{j: \text{off it}} [\log (1 - p_{kj}) + \log N(z_{ij}; \mu_{kj}, v_{kj})]
        - \tfrac{1}{2} [\log |C| + u_{ik}' (C^{-1} - I) u_{ik}]

    with residuals :math:`u_{ikj} = (z_{ij} - \mu_{kj}) / \sqrt{v_{kj}}`, 0 where a cell is missing
    or at its pile-up, and C the correlation that all groups share.

    **Expectation** [2]_: :math:`r_{ik} = w_k f_k(x_i) / \sum_l w_l f_l(x_i)`.

    **Maximisation**, with priors as if a few more rows like the whole table (mean g, variance V,
    share P) stood in each group [3]_; n is the group's weight on the cells off the pile-up, a the
    weight of those at it, N the number of rows and K of groups:

    .. math::
        \mu = \frac{\sum r z + 0.5 g}{n + 0.5} \quad
        v = \max\left(\frac{\sum r (z - \mu)^2 + 8 \cdot 0.6 V}{n + 8}, 0.03 V\right) \quad
        p = \frac{a + P}{n + a + 1} \quad
        w = \frac{\sum r + 1}{N + K}

    **Gate.** A metric keeps values of its own per group only if its expected log likelihood gains
    by more than 0.25 ln N (K - 1) q: half of what Schwarz's criterion [4]_ charges for q more
    parameters in each further group (2, or 3 with a pile-up).

    **Correlation.** Once the rest has settled, up to 25 more steps in which C is that of all
    groups' residuals, shrunk by c / (c + 20) for c rows that answer both metrics, with a tenth
    of the identity mixed in and eigenvalues of 0.05 or more. One shape for all groups, as in the
    parsimonious models of [5]_, keeps small groups from inventing their own.

    Starts are short runs of k-means from well spread seeds, softened. Rows are sorted by their
    values and named columns by name first, so that shuffled tables get the same groups. Cost
    grows with rows x columns x groups.

    References
    ----------
    .. [1] Box and Cox (1964), "An analysis of transformations",
       https://doi.org/10.1111/j.2517-6161.1964.tb00553.x
    .. [2] Dempster, Laird and Rubin (1977), "Maximum likelihood from incomplete data via the EM
       algorithm", https://doi.org/10.1111/j.2517-6161.1977.tb01600.x
    .. [3] Fraley and Raftery (2007), "Bayesian regularization for normal mixture estimation and
       model-based clustering", https://doi.org/10.1007/s00357-007-0004-5
    .. [4] Schwarz (1978), "Estimating the dimension of a model",
       https://doi.org/10.1214/aos/1176344136
    .. [5] Banfield and Raftery (1993), "Model-based Gaussian and non-Gaussian clustering",
       https://doi.org/10.2307/2532201

    Examples
    --------
    Two groups that differ in two heavy-tailed metrics; a third says nothing, and a tenth of the
    cells is missing.

    >>> rng = np.random.default_rng(0)
    >>> group = np.repeat([0, 1], [400, 200])
    >>> heavy = np.exp(rng.normal(3.0 * group[:, None], 1.0, (600, 2)))
    >>> X = np.column_stack([heavy, rng.normal(size=600)])
    >>> X[rng.random(X.shape) < 0.1] = np.nan
    >>> fitted = OwnShapeMixture(n_components=2).fit(X)
    >>> fitted.scales_
    ['steep logarithm', 'steep logarithm', 'identity']
    >>> fitted.uninformative_
    ['x2']
    >>> bool(np.mean(fitted.labels_ == group) > 0.9)
    True
    >>> fitted.predict([[1.0, np.nan, 0.0], [30.0, 25.0, np.nan]]).tolist()
    [0, 1]
    """

    def __init__(
        self,
        n_components: int = 5,
        *,
        scales: Literal[True, "log", "raw"] = True,
        pile_ups: bool = True,
        missing: Literal["skip", "median"] = "skip",
        gate: bool = True,
        correlation: bool = True,
        n_init: int = 4,
        random_state: RandomState = 0,
    ) -> None:
        self.n_components = n_components
        self.scales = scales
        self.pile_ups = pile_ups
        self.missing = missing
        self.gate = gate
        self.correlation = correlation
        self.n_init = n_init
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: object = None) -> Self:  # noqa: ARG002, N803  # fixed names
        """Fit the mixture.

        Parameters
        ----------
        X : array-like or frame of shape (n_samples, n_features)
            At least two rows, no infinity; NaN where missing.
        y : ignored
            Here by scikit-learn's convention.

        Raises
        ------
        UsageError
            If a parameter has a value that is not possible.
        NothingToCluster
            If no column has two different values, or fewer rows differ than there are groups.
        ValueError
            If X is no such table.
        """
        self._check_choices()
        values = self._checked(X, fitting=True)
        table = order_table(values, getattr(self, "feature_names_in_", None))
        _check_rows(self.n_components, table.n_distinct)
        self._columns = table.columns
        self._medians = np.nanmedian(table.values, axis=0)
        rng = np.random.default_rng(seed_of(self.random_state))
        with threadpool_limits(1):
            cells = self._without_gaps(table.values)
            self._preparation = self._prepare(table, cells, rng)
            design = fitting_design(apply_preparation(self._preparation, cells))
            fitted = fit_mixture(
                design,
                self.n_components,
                rng=rng,
                n_starts=self.n_init,
                n_finalists=_FINALISTS,
                correlated=self.correlation,
                gate=self.gate,
            )
        self._mixture = _by_size(fitted)
        self.labels_ = joint_log_density(self._mixture, design).argmax(axis=1)[table.places]
        self._publish(table)
        return self

    def predict(self, X: ArrayLike) -> Indices:  # noqa: N803  # scikit-learn's name
        """Return the most likely group of rows, shape (n_samples,)."""
        return np.asarray(joint_log_density(*self._scored(X)).argmax(axis=1))

    def predict_proba(self, X: ArrayLike) -> Floats:  # noqa: N803  # scikit-learn's name
        """Return the chance of each group, shape (n_samples, n_components_); rows add up to 1."""
        return responsibilities(joint_log_density(*self._scored(X)))[0]

    def score_samples(self, X: ArrayLike) -> Floats:  # noqa: N803  # scikit-learn's name
        """Return the log density of rows in prepared units, shape (n_samples,).

        A missing cell says nothing, so compare only rows with the same cells answered.
        """
        return responsibilities(joint_log_density(*self._scored(X)))[1]

    def __sklearn_tags__(self) -> Tags:
        """Say that missing cells are allowed."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags

    def _check_choices(self) -> None:
        for name, known in (("scales", _SCALES), ("missing", _MISSING)):
            if getattr(self, name) not in known:
                raise UsageError(
                    f"{name} is {getattr(self, name)!r}.",
                    suggestion=f"Choose one of {', '.join(repr(k) for k in known)}.",
                )
        for name in ("n_components", "n_init"):
            number = getattr(self, name)
            if not (isinstance(number, Integral) and int(number) >= 1):
                raise UsageError(
                    f"{name} is {number!r}.", suggestion="Give a whole number from 1 on."
                )

    def _checked(self, X: ArrayLike, *, fitting: bool) -> Floats:  # noqa: N803
        checked: Floats = validate_data(
            self,
            X,
            reset=fitting,
            dtype=np.float64,
            ensure_all_finite="allow-nan",
            ensure_min_samples=2 if fitting else 1,
        )
        return checked

    def _without_gaps(self, values: Floats) -> Floats:
        if self.missing == "skip":
            return values
        return np.where(np.isnan(values), self._medians, values)

    def _prepare(self, table: OrderedTable, cells: Floats, rng: np.random.Generator) -> Preparation:
        if self.scales is True:
            rows = np.sort(rng.permutation(len(cells))[:_MOST_PILOT_ROWS])
            return own_scales(
                table.metrics, cells[rows], rng=rng, with_pile=self.pile_ups, gate=self.gate
            )
        fitted = tuple(
            fit_metric(
                metric,
                cells[:, j],
                scale=_fixed_scale(cells[:, j], log=self.scales == "log"),
                with_pile=self.pile_ups,
            )
            for j, metric in enumerate(table.metrics)
        )
        return Preparation(name=f"every metric {self.scales}", metrics=fitted)

    def _scored(self, X: ArrayLike) -> tuple[Mixture, Design]:  # noqa: N803
        check_is_fitted(self)
        cells = self._without_gaps(self._checked(X, fitting=False)[:, self._columns])
        return self._mixture, design_of(apply_preparation(self._preparation, cells))

    def _publish(self, table: OrderedTable) -> None:
        """Lay what was fitted out over all columns, in the order they came in."""
        mixture, columns, width = self._mixture, table.columns, self.n_features_in_
        self.n_components_ = mixture.n_groups
        self.weights_ = np.exp(mixture.log_weights)
        self.means_ = _spread_out(mixture.means, columns, width, 0.0)
        self.variances_ = _spread_out(mixture.variances, columns, width, 1.0)
        self.pile_shares_ = _spread_out(mixture.pile_shares, columns, width, 0.0)
        self.correlation_ = np.eye(width)
        if mixture.correlation is not None:
            self.correlation_[np.ix_(columns, columns)] = mixture.correlation
        chosen = dict(zip(columns.tolist(), self._preparation.metrics, strict=True))
        self.scales_ = [
            str(chosen[j].scale if j in chosen else Scale.IDENTITY) for j in range(width)
        ]
        self.informative_: Booleans = np.zeros(width, dtype=np.bool_)
        self.informative_[columns] = mixture.informative
        names = getattr(self, "feature_names_in_", [f"x{j}" for j in range(width)])
        self.uninformative_ = [str(names[j]) for j in np.flatnonzero(~self.informative_)]


def _check_rows(n_components: int, n_distinct: int) -> None:
    if n_components > n_distinct:
        raise NothingToCluster(
            f"{n_components} components were asked for, but only {n_distinct} rows differ from"
            " each other.",
            suggestion=f"Set n_components to at most {n_distinct}.",
        )


def _fixed_scale(values: Floats, *, log: bool) -> Scale:
    if not log:
        return Scale.IDENTITY
    return Scale.ASINH if np.nanmin(values) < 0 else Scale.LOG


def _by_size(fitted: FittedMixture) -> Mixture:
    """Return the groups that some row prefers, largest first."""
    mixture = fitted.mixture
    sizes = np.bincount(fitted.chances.argmax(axis=1), minlength=mixture.n_groups)
    order = np.argsort(-sizes, kind="stable")[: np.count_nonzero(sizes)]
    log_weights = mixture.log_weights[order]
    return replace(
        mixture,
        log_weights=log_weights - np.logaddexp.reduce(log_weights),
        means=mixture.means[order],
        variances=mixture.variances[order],
        pile_shares=mixture.pile_shares[order],
    )


def _spread_out(found: Floats, columns: Indices, width: int, elsewhere: float) -> Floats:
    wide = np.full((len(found), width), elsewhere)
    wide[:, columns] = found
    return wide
