"""A marketplace: few gamma-shaped metrics, and groups of very different width."""

from shoal.records.worlds import World
from shoal.worlds.design import Archetype, Design, Metric
from shoal.worlds.drawing import draw_world
from shoal.worlds.margins import beta, gamma, lognormal, negative_binomial, waiting_days

DESIGN = Design(
    name="marketplace",
    reach=1.15,
    lean=0.4,
    between=0.10,
    archetypes=(
        Archetype(
            name="wholesale",
            share=0.05,
            place={"often": 1.6, "basket": 2.4, "range": 1},
            spread=1.3,
        ),
        Archetype(
            name="weekly regulars", share=0.25, place={"often": 1.8, "basket": -0.8}, spread=0.6
        ),
        Archetype(
            name="big and rare",
            share=0.18,
            place={"often": -1.4, "basket": 1.6, "range": -1.4},
            spread=0.8,
        ),
        Archetype(name="browsers", share=0.20, place={"often": 0.2, "basket": -1.8, "range": 1.8}),
        Archetype(
            name="drifting away",
            share=0.32,
            place={"often": -1.9, "basket": -0.6, "range": -0.6},
            spread=1.5,
        ),
    ),
    metrics=(
        Metric(
            name="orders_90d",
            margin=negative_binomial(mean=9, slope=0.7, dispersion=4.0),
            on="often",
            noise=0.4,
            family="often",
            loading=0.7,
        ),
        Metric(
            name="days_between_orders",
            margin=gamma(mean=12, slope=-0.5, shape=4.0),
            on="often",
            noise=0.4,
            family="often",
            loading=-0.7,
        ),
        Metric(
            name="days_since_last_order",
            margin=waiting_days(mean=9, slope=-0.6),
            on="often",
            noise=0.4,
        ),
        Metric(
            name="basket_value",
            margin=gamma(mean=240, slope=0.7, shape=5.0),
            on="basket",
            noise=0.5,
        ),
        Metric(
            name="items_per_order",
            margin=lognormal(middle=3.2, slope=0.4),
            on="basket",
            pull=0.8,
        ),
        Metric(
            name="categories_bought",
            margin=negative_binomial(mean=4, slope=0.5, dispersion=6.0),
            on="range",
            noise=0.4,
        ),
        Metric(name="returns_share", margin=beta(middle=0.08, slope=0.5, concentration=20)),
        Metric(name="delivery_hours", margin=gamma(mean=40, slope=0.3, shape=3.0)),
    ),
)


def marketplace(seed: int, n_accounts: int) -> World:
    """Make up a marketplace's buyers.

    Truth: five groups of 5 to 32 % whose accounts differ among themselves by 0.6 to 1.5 times the
    usual spread. Six metrics differ between them, two carry nothing; nothing is missing.
    """
    return draw_world(DESIGN, seed=seed, n_accounts=n_accounts)
