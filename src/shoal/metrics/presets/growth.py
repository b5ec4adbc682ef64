"""Growth: an outcome, shown beside the segments and never clustered."""

from shoal.metrics.presets.preset import preset
from shoal.records.meanings import Better, Kind
from shoal.records.workspace import WhenNothing


@preset(
    unit="% per quarter",
    better=Better.MORE,
    needs=("subscribed_seats",),
    kind=Kind.OUTCOME,
    missing=WhenNothing.UNKNOWN,
)
def seat_growth() -> str:
    """Change of seats over the quarter of 91 days that ends with the date.

    Seats are those of all subscriptions that run on a day; the end of one is the first day without
    it. Missing where the account had no seats at the beginning of the quarter. One that has none
    left is at -100.
    """
    return "100.0 * (coalesce(seats_subscribed, 0) / nullif(seats_before, 0) - 1.0)"


@preset(
    unit="% per quarter",
    better=Better.MORE,
    needs=("revenue",),
    kind=Kind.OUTCOME,
    missing=WhenNothing.UNKNOWN,
)
def revenue_growth() -> str:
    """Change of recurring revenue over the quarter of 91 days that ends with the date.

    Amounts of several currencies are added by the workspace's rates; without a rate an amount
    does not count. Missing where there was no revenue at the beginning of the quarter, and where
    what runs at the date has no amount that counts.
    """
    now = "coalesce(revenue, case when running_terms = 0 then 0 end)"
    return f"100.0 * ({now} / nullif(revenue_before, 0) - 1.0)"
