"""What an account had at the date, and a quarter before: seats, yearly revenue, plan."""

from shoal.metrics.grains.grain import Grain
from shoal.metrics.grains.shape import QUARTER, Shape

_NOW = "begins_age >= 0 and (ends_age is null or ends_age < 0)"
_THEN = f"begins_age >= {QUARTER} and (ends_age is null or ends_age < {QUARTER})"


def terms(shape: Shape) -> Grain:
    """Subscriptions to accounts: what runs at the same time adds up."""
    del shape
    return Grain(
        name="terms",
        source="subscriptions",
        by=("account",),
        columns={
            "seats_subscribed": f"sum(case when {_NOW} then seats end)",
            "seats_before": f"sum(case when {_THEN} then seats end)",
            "revenue": f"sum(case when {_NOW} then amount end)",
            "revenue_before": f"sum(case when {_THEN} then amount end)",
        },
        undefined=frozenset({"seats_subscribed", "seats_before", "revenue", "revenue_before"}),
    )
