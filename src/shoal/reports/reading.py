"""One study, read once for all parts of the report: order, colours, money, renewals, names."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from shoal.records.accounts import ContextColumn, Metric
from shoal.records.evidence import Natural
from shoal.records.meanings import ContextRole
from shoal.records.segments import MetricProfile, Segment
from shoal.records.studies import Study
from shoal.records.tables import ColumnType
from shoal.reports.differences import (
    CLEAR,
    account_differences,
    directions,
    metric_spreads,
    segment_differences,
)
from shoal.reports.money import Money, read_money
from shoal.reports.order import NEEDS_SOMEONE, display_order
from shoal.reports.palette import Colour, segment_colours
from shoal.reports.scales import prepared_by_name, scaled_table
from shoal.wording import format_value, lower_first

RENEWAL_DAYS = 90
"""How far ahead renewals are shown: thirteen weeks, the first of them beginning today."""

_WHOLE_UNITS = frozenset({"%", "hours", "days"})
_WHOLE_FROM = 20.0  # nobody acts on a decimal of numbers that reach this far


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A segment in its place on the page.

    `number` counts from 1 in display order; `css` is the class that carries its colour; `members`
    has shape (n_accounts,); `higher` and `better` have shape (n_metrics,): standardised
    differences from the others, as they are and in the good direction (0 where neither is good).
    """

    segment: Segment
    number: int
    css: str
    members: NDArray[np.bool_]
    higher: NDArray[np.float64]
    better: NDArray[np.float64]

    def profile(self, metric: Metric) -> MetricProfile | None:
        """Return the segment's numbers for a metric."""
        return next((p for p in self.segment.metrics if p.metric == metric.name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything the parts of the page share.

    `metrics` are those of the study, in the order of its columns; where percent, hours, days or
    scores reach far enough they are shown whole.

    `days_to_renewal` has shape (n_accounts,), NaN where no date is known; None without a column.
    `account_better` has shape (n_accounts, n_metrics): distance from the typical account in the
    good direction, in spreads. `urgent` are the groups of which all accounts need someone.
    """

    study: Study
    metrics: tuple[Metric, ...]
    groups: tuple[Group, ...]
    colours: tuple[Colour, ...]
    account_better: NDArray[np.float64]
    money: Money | None
    days_to_renewal: NDArray[np.float64] | None
    names: ContextColumn | None
    owners: ContextColumn | None

    @property
    def n_accounts(self) -> int:
        """How many accounts were grouped."""
        return len(self.study.accounts.ids)

    @property
    def sliced(self) -> bool:
        """Whether the segments are slices of a continuum."""
        return self.study.recommendation.natural is Natural.NONE

    @property
    def noun(self) -> str:
        """What one group is called."""
        return "slice" if self.sliced else "segment"

    @property
    def urgent(self) -> tuple[Group, ...]:
        """Groups that need someone whatever the others are like."""
        if self.sliced:
            return ()
        return tuple(
            g for g in self.groups if g.segment.archetype in NEEDS_SOMEONE and g.members.any()
        )

    @property
    def gone(self) -> NDArray[np.bool_]:
        """Accounts that are customers no more, shape (n_accounts,)."""
        result = np.zeros(self.n_accounts, dtype=bool)
        for outcome in self.study.accounts.outcomes:
            if outcome.left:
                result |= outcome.values == 1
        return result

    @property
    def renewing(self) -> NDArray[np.bool_]:
        """Accounts that renew within the next 90 days and have not left, shape (n_accounts,)."""
        if self.days_to_renewal is None:
            return np.zeros(self.n_accounts, dtype=bool)
        days = np.nan_to_num(self.days_to_renewal, nan=-1.0)
        result: NDArray[np.bool_] = (days >= 0) & (days <= RENEWAL_DAYS) & ~self.gone
        return result

    def worst(self) -> Group | None:
        """Return the group that does worst on metrics with a good direction, if one does.

        It has to be clearly worse than the others on at least one metric, and on more metrics
        than it is clearly better on.
        """
        if len(self.groups) < 2:  # noqa: PLR2004 - nothing to compare one group with
            return None
        candidates = [g for g in self.groups if _count_worse(g) > _count_better(g)]
        return min(candidates, key=lambda g: float(g.better.mean()), default=None)

    def account_name(self, account: int) -> str:
        """Return what an account is called: its name, else its id, else its row."""
        if self.names is not None and self.names.values[account]:
            return str(self.names.values[account])
        if self.study.accounts.id_name is None:
            return f"row {int(self.study.accounts.first_rows[account]) + 1}"
        return self.study.accounts.ids[account]

    def owner(self, account: int) -> str:
        """Return who looks after an account; empty if nobody is known."""
        if self.owners is None:
            return ""
        return str(self.owners.values[account] or "")


def read_study(study: Study) -> Reading:
    """Work out once what every part of the page needs."""
    accounts = study.accounts
    values = scaled_table(study)
    spreads = metric_spreads(values)
    higher = segment_differences(
        study.segments, accounts.metrics, spreads=spreads, prepared=prepared_by_name(study)
    )
    order = display_order(study, differences=higher)
    signs = directions(accounts.metrics)
    groups = tuple(
        Group(
            segment=study.segments[i],
            number=number,
            css=f"k{number}",
            members=study.assignment.segment == study.assignment.keys.index(study.segments[i].key),
            higher=higher[i],
            better=higher[i] * signs,
        )
        for number, i in enumerate(order, 1)
    )
    natural = study.recommendation.natural
    return Reading(
        study=study,
        metrics=tuple(_shown(m, accounts.values[:, j]) for j, m in enumerate(accounts.metrics)),
        groups=groups,
        colours=segment_colours(tuple(g.segment for g in groups), natural),
        account_better=account_differences(values, spreads=spreads) * signs,
        money=read_money(accounts),
        days_to_renewal=_days_to_renewal(study),
        names=_text_column(study, ContextRole.NAME),
        owners=_text_column(study, ContextRole.OWNER),
    )


def metric_value(metric: Metric, value: float, *, unit: bool = True) -> str:
    """Write a value of a metric as people read it.

    Trends, scores and days that round to nothing are nothing; small rates keep their digits.
    """
    if (metric.signed or metric.unit == "days") and abs(value) < 0.5 * 10.0**-metric.decimals:
        value = 0.0
    return format_value(
        value,
        unit=metric.unit if unit else "",
        signed=metric.signed,
        decimals=metric.decimals if value else 0,
    )


def says_unit(metric: Metric) -> bool:
    """Return whether a metric's label already tells its unit, so that a sentence need not."""
    return metric.unit != "%" and metric.unit.casefold() in metric.label.casefold()


def label_before_number(metric: Metric) -> str:
    """Return a metric's label inside a sentence, kept apart from the number that follows."""
    label = lower_first(metric.label)
    return f"{label} at" if label[-1:].isdigit() else label


def _shown(metric: Metric, values: NDArray[np.float64]) -> Metric:
    """Return the metric with as many decimals as people want to read."""
    answered = np.abs(values[~np.isnan(values)])
    far = bool(answered.size) and np.quantile(answered, 0.95) >= _WHOLE_FROM
    whole = metric.unit in _WHOLE_UNITS or metric.meaning == "nps"
    return replace(metric, decimals=0) if whole and far else metric


def _count_worse(group: Group) -> int:
    return int((group.better <= -CLEAR).sum())


def _count_better(group: Group) -> int:
    return int((group.better >= CLEAR).sum())


def _days_to_renewal(study: Study) -> NDArray[np.float64] | None:
    column = study.accounts.context_of(ContextRole.RENEWAL)
    if column is None or column.type is not ColumnType.DATE:
        return None
    dates = np.asarray(column.values).astype("datetime64[D]")
    days = (dates - np.datetime64(study.as_of, "D")).astype(np.float64)
    days[np.isnat(dates)] = np.nan
    return days


def _text_column(study: Study, role: ContextRole) -> ContextColumn | None:
    column = study.accounts.context_of(role)
    if column is None or column.type is not ColumnType.TEXT:
        return None
    return column if any(column.values) else None
