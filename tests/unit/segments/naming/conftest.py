"""Typical values of each archetype, and portraits of a base."""

import pytest

from shoal.segments.naming.portraits import paint_portraits
from shoal.segments.profiles.metrics import profile_metrics
from shoal.segments.profiles.outcomes import outcome_shares

COLUMNS = (
    "usage_trend",
    "weekly_active_rate",
    "logins_per_user",
    "feature_adoption",
    "days_since_last_login",
    "tickets_per_100_seats",
    "resolution_hours",
    "nps",
    "onboarding_completion",
)
ROWS = {
    "At Risk": (-42, 26, 2.0, 33, 9, 5.1, 67, -39, 84),
    "Silent Churners": (-22, 15, 1.8, 16, 24, 0.2, 18, 12, 76),
    "Struggling Adopters": (2, 41, 3.8, 23, 6, 9.9, 41, 7, 54),
    "Expansion Ready": (50, 66, 6.6, 40, 1, 2.8, 16, 45, 95),
    "Self-Sufficient Power Users": (3, 67, 7.3, 66, 1, 0.2, 6, 31, 96),
    "Champions": (8, 82, 11.5, 84, 0, 3.2, 15, 68, 98),
    "Dormant": (-5, 1, 0.0, 2, 80, 0.1, 18, None, 76),
    "Onboarding": (15, 40, 3.5, 25, 2, 2.5, 18, 25, 40),
    "Support-Heavy": (2, 60, 6.0, 50, 2, 14.0, 50, 15, 95),
    "Growing": (40, 52, 4.6, 42, 3, 2.2, 18, 22, 90),
    "Steady": (2, 48, 4.2, 40, 4, 2.3, 19, 22, 90),
    "Casual": (-1, 28, 2.0, 22, 8, 1.0, 18, 20, 85),
}


@pytest.fixture(scope="session")
def archetypes():
    """Return {archetype: {metric: typical value}}."""
    return {name: dict(zip(COLUMNS, row, strict=True)) for name, row in ROWS.items()}


@pytest.fixture(scope="session")
def paint():
    """Return a function that paints the portraits of a base."""

    def paint(base):
        accounts, assignment, _ = base
        return paint_portraits(
            accounts,
            assignment,
            profile_metrics(accounts, assignment),
            outcome_shares(accounts, assignment),
        )

    return paint
