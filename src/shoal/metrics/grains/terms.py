"""What an account had at the date, and a quarter before: seats, yearly revenue, plan."""

from shoal.metrics.grains.grain import Grain
from shoal.metrics.grains.shape import QUARTER, Shape
from shoal.metrics.units import exact_sum

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
            "seats_subscribed": exact_sum("seats", where=_NOW),
            "seats_before": exact_sum("seats", where=_THEN),
            "running_terms": f"count(case when {_NOW} then 1 end)",
            "revenue": exact_sum("amount", where=_NOW),
            "revenue_before": exact_sum("amount", where=_THEN),
        },
        undefined=frozenset({"seats_subscribed", "seats_before", "revenue", "revenue_before"}),
    )
