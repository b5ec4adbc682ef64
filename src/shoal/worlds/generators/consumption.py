"""Pay as you go: amounts over nine orders of magnitude, and almost half the metrics are noise."""

from shoal.records.worlds import World
from shoal.worlds.design import Archetype, Chance, Design, Metric, Pile
from shoal.worlds.drawing import draw_world
from shoal.worlds.margins import beta, gamma, lognormal, negative_binomial, student_t

AMOUNTS = (  # column, dimension, middle, slope
    ("compute_hours", "compute", 5200.0, 0.8),
    ("cpu_peak_ratio", "compute", 0.02, 0.7),
    ("storage_bytes", "storage", 4e9, 1.1),
    ("objects_stored", "storage", 8e4, 0.9),
    ("requests_90d", "traffic", 3e6, 1.0),
    ("egress_gigabytes", "traffic", 40.0, 0.8),
)
NOISE = (
    *(
        ("tags_per_resource", 3.0, 0.6),
        ("budget_alerts", 2.0, 0.9),
        ("latency_seconds", 0.004, 0.5),
    ),
    *(("log_bytes", 7e7, 1.3), ("console_minutes", 45.0, 0.9)),
)

DESIGN = Design(
    name="consumption",
    reach=1.2,
    lean=0.6,
    between=0.10,
    archetypes=(
        Archetype(
            name="everything",
            share=0.04,
            place={"compute": 2, "storage": 2, "traffic": 2, "steady": 1},
            spread=0.7,
        ),
        Archetype(name="archives", share=0.14, place={"storage": 2.2, "traffic": -1.6}),
        Archetype(name="sites", share=0.20, place={"traffic": 2, "compute": -0.6, "steady": 1.4}),
        Archetype(name="batch", share=0.13, place={"compute": 2, "traffic": -1.4, "steady": -1.8}),
        Archetype(
            name="experiments",
            share=0.23,
            place={"compute": -1.6, "storage": -1.8, "traffic": -1.4, "steady": -0.6},
            spread=1.3,
        ),
        Archetype(
            name="models", share=0.07, place={"compute": 1.6, "storage": 1.4, "special": 2.4}
        ),
        Archetype(
            name="growing fast", share=0.09, place={"traffic": 0.6, "trend": 2.6}, spread=0.8
        ),
        Archetype(name="winding down", share=0.10, place={"storage": 0.8, "trend": -2.4}),
    ),
    metrics=(
        *(
            Metric(
                name=name,
                margin=lognormal(middle=middle, slope=slope, decimals=6),
                on=dimension,
                family=dimension,
                loading=0.5,
            )
            for name, dimension, middle, slope in AMOUNTS
        ),
        Metric(
            name="steady_share",
            margin=beta(middle=0.5, slope=0.8, concentration=12, whole=1.0, decimals=3),
            on="steady",
            noise=0.5,
        ),
        Metric(name="spend_trend_90d", margin=student_t(middle=3, scale=15), on="trend", noise=0.6),
        Metric(
            name="special_hours",
            margin=gamma(mean=60, slope=0.5, shape=1.2),
            on="special",
            noise=0.5,
            pile=Pile(chance=Chance(base=0.75, on="special", pull=-1.6)),
        ),
        *(
            Metric(name=name, margin=lognormal(middle=middle, slope=slope, decimals=6))
            for name, middle, slope in NOISE
        ),
        Metric(name="regions_used", margin=negative_binomial(mean=2, slope=0.3, dispersion=5)),
        Metric(name="spot_share", margin=beta(middle=0.2, slope=0.4, concentration=6, whole=1.0)),
        Metric(
            name="tickets_90d",
            margin=negative_binomial(mean=1.5, slope=0.6, dispersion=0.8),
        ),
    ),
)


def consumption(seed: int, n_accounts: int) -> World:
    """Make up a pay-as-you-go company's customers.

    Truth: eight groups of 4 to 23 %. Nine metrics differ, from hundredths to billions and with
    tails up to exp(1.3 z); eight carry nothing, some of them wider than those that do.
    """
    return draw_world(DESIGN, seed=seed, n_accounts=n_accounts)
