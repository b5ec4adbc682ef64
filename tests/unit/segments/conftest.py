"""Bases of accounts with known truth, for everything that describes segments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from shoal.records.accounts import Accounts, Metric, Outcome
from shoal.records.meanings import Better, Topic
from shoal.records.preparation import Prepared
from shoal.records.scoring import Assignment

Build = Callable[..., tuple[Accounts, Assignment, Prepared]]

METRICS = {
    m.name: m
    for m in (
        Metric(
            name="usage_trend",
            column="usage_trend",
            label="Usage trend",
            meaning="usage_trend",
            unit="%",
            better=Better.MORE,
            topic=Topic.USE,
            signed=True,
            decimals=0,
        ),
        Metric(
            name="weekly_active_rate",
            column="weekly_active_rate",
            label="Weekly active rate",
            meaning="active_rate",
            unit="%",
            better=Better.MORE,
            topic=Topic.USE,
            decimals=0,
        ),
        Metric(
            name="logins_per_user",
            column="logins_per_user",
            label="Logins per user",
            meaning="logins_per_user",
            better=Better.MORE,
            topic=Topic.USE,
        ),
        Metric(
            name="feature_adoption",
            column="feature_adoption",
            label="Feature adoption",
            meaning="feature_adoption",
            unit="%",
            better=Better.MORE,
            topic=Topic.USE,
            decimals=0,
        ),
        Metric(
            name="days_since_last_login",
            column="days_since_last_login",
            label="Days since last login",
            meaning="days_since_last_login",
            unit="days",
            better=Better.LESS,
            topic=Topic.USE,
            decimals=0,
        ),
        Metric(
            name="tickets_per_100_seats",
            column="tickets_per_100_seats",
            label="Support tickets per 100 seats",
            meaning="tickets_per_seat",
            better=Better.LESS,
            topic=Topic.HELP,
        ),
        Metric(
            name="resolution_hours",
            column="resolution_hours",
            label="Hours to resolve a ticket",
            meaning="resolution_hours",
            unit="hours",
            better=Better.LESS,
            topic=Topic.HELP,
            structural=True,
            decimals=0,
        ),
        Metric(
            name="nps",
            column="nps",
            label="NPS",
            meaning="nps",
            better=Better.MORE,
            topic=Topic.MOOD,
            signed=True,
            decimals=0,
        ),
        Metric(
            name="onboarding_completion",
            column="onboarding_completion",
            label="Onboarding completed",
            meaning="onboarding_completion",
            unit="%",
            better=Better.MORE,
            topic=Topic.START,
            decimals=0,
        ),
        Metric(
            name="survey_response_rate",
            column="survey_response_rate",
            label="Survey response rate",
            meaning="survey_response_rate",
            unit="%",
            better=Better.MORE,
            topic=Topic.MOOD,
            decimals=0,
        ),
        Metric(
            name="monthly_active_users",
            column="monthly_active_users",
            label="Monthly active users",
            meaning="monthly_active_users",
            better=Better.MORE,
            topic=Topic.USE,
            decimals=0,
        ),
        Metric(
            name="seat_utilisation",
            column="seat_utilisation",
            label="Seat utilisation",
            meaning="seat_utilisation",
            unit="%",
            better=Better.MORE,
            topic=Topic.USE,
            decimals=0,
        ),
    )
}


def metric_called(name: str) -> Metric:
    """Return the known metric of this name, or one that nobody recognises."""
    label = name.replace("_", " ").capitalize()
    return METRICS.get(name, Metric(name=name, column=name, label=label))


@pytest.fixture(scope="session")
def build_base() -> Build:
    """Build a base from the typical values of each group.

    `groups` maps a group's name to {metric: typical value}; None as value: nobody answers. Values
    scatter by `spread` of the gap between groups, evenly, so that medians are what they should be.
    """

    def build(
        groups: Mapping[str, Mapping[str, float | None]],
        *,
        sizes: int | Sequence[int] = 40,
        spread: float = 0.15,
        outcomes: Mapping[str, Sequence[float]] | None = None,
        rename: Mapping[str, str] | None = None,
        unknown: bool = False,
        seed: int = 0,
    ) -> tuple[Accounts, Assignment, Prepared]:
        rng = np.random.default_rng(seed)
        counts = [sizes] * len(groups) if isinstance(sizes, int) else list(sizes)
        names = sorted({name for typical in groups.values() for name in typical})
        segment = np.repeat(np.arange(len(groups)), counts)
        values = np.full((len(segment), len(names)), np.nan)
        for j, name in enumerate(names):
            centres = [g.get(name) for g in groups.values()]
            known = [c for c in centres if c is not None]
            width = spread * (max(known) - min(known)) if known else 0.0
            for s, centre in enumerate(centres):
                if centre is not None:
                    noise = rng.permutation(np.linspace(-1, 1, counts[s])) * width
                    values[segment == s, j] = centre + noise
        metrics = tuple(metric_called(name) for name in names)
        if unknown:
            metrics = tuple(replace(m, meaning=None, topic=Topic.OTHER) for m in metrics)
        if rename:
            metrics = tuple(replace(m, label=rename.get(m.name, m.label)) for m in metrics)
        accounts = Accounts(
            id_name="account_id",
            ids=tuple(f"a{i:04}" for i in range(len(segment))),
            rows=np.arange(len(segment)),
            first_rows=np.arange(len(segment)),
            metrics=metrics,
            values=values,
            outcomes=tuple(
                Outcome(name=name, label=name.capitalize(), values=np.asarray(v, dtype=float))
                for name, v in (outcomes or {}).items()
            ),
        )
        return accounts, assign(segment, len(groups)), prepare(values)

    return build


def assign(segment: np.ndarray, n_segments: int) -> Assignment:
    """Make an assignment in which every account is sure."""
    return Assignment(
        keys=tuple(f"s{i + 1}" for i in range(n_segments)),
        segment=segment.astype(np.intp),
        second=np.full(len(segment), -1, dtype=np.intp),
        confidence=np.ones(len(segment)),
        unusual=np.zeros(len(segment), dtype=bool),
    )


def prepare(values: np.ndarray) -> Prepared:
    """Standardise without any change of shape."""
    present = ~np.isnan(values)
    filled = np.where(present, values, 0.0)
    n = np.maximum(present.sum(axis=0), 1)
    centre = filled.sum(axis=0) / n
    off = np.where(present, values - centre, 0.0)
    spread = np.sqrt((off**2).sum(axis=0) / n)
    z = off / np.where(spread > 0, spread, 1.0)
    return Prepared(z=z, present=present, piled=np.zeros(values.shape, dtype=bool))
