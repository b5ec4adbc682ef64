"""Product telemetry: many metrics in three families that rise and fall together."""

from shoal.records.worlds import World
from shoal.worlds.design import Archetype, Design, Metric
from shoal.worlds.drawing import draw_world
from shoal.worlds.margins import beta, gamma, lognormal, negative_binomial

VOLUME = (
    *(("sessions_90d", 60.0, 0.4), ("page_views_90d", 900.0, 0.55), ("clicks_90d", 2600.0, 0.6)),
    *(("session_minutes", 480.0, 0.5), ("uploads_90d", 14.0, 0.7)),
)
DEPTH = (
    ("feature_adoption_rate", 0.35, 0.6),
    ("advanced_share", 0.20, 0.7),
    ("shortcut_share", 0.12, 0.6),
    ("team_share", 0.45, 0.6),
)
TROUBLE = (("errors_90d", 9.0, 0.6), ("crashes_90d", 1.4, 0.55), ("timeouts_90d", 3.0, 0.6))

DESIGN = Design(
    name="telemetry",
    reach=1.15,
    lean=0.7,
    archetypes=(
        Archetype(name="power", share=0.12, place={"volume": 1.8, "depth": 2.0, "machine": 0.6}),
        Archetype(name="busy beginners", share=0.18, place={"volume": 1.6, "depth": -1.4}),
        Archetype(name="deep and calm", share=0.15, place={"volume": -0.8, "depth": 1.6}),
        Archetype(name="unlucky", share=0.09, place={"volume": 0.4, "trouble": 2.4}),
        Archetype(name="automated", share=0.06, place={"volume": -1.2, "machine": 2.6}),
        Archetype(name="idle", share=0.28, place={"volume": -2.0, "depth": -1.4, "trouble": -1.2}),
        Archetype(name="average", share=0.12, place={"volume": 0.2, "depth": 0.3, "machine": -1.4}),
    ),
    metrics=(
        *(
            Metric(
                name=name,
                margin=lognormal(middle=middle, slope=slope, decimals=1),
                on="volume",
                family="volume",
                loading=0.85,
            )
            for name, middle, slope in VOLUME
        ),
        *(
            Metric(
                name=name,
                margin=beta(middle=middle, slope=slope, concentration=30),
                on="depth",
                noise=0.7,
                family="depth",
                loading=0.8,
            )
            for name, middle, slope in DEPTH
        ),
        *(
            Metric(
                name=name,
                margin=negative_binomial(mean=mean, slope=slope, dispersion=2.5),
                on="trouble",
                noise=0.6,
                family="trouble",
                loading=0.7,
            )
            for name, mean, slope in TROUBLE
        ),
        Metric(
            name="api_calls_per_seat",
            margin=gamma(mean=35.0, slope=0.65, shape=1.5),
            on="machine",
            noise=0.5,
        ),
        Metric(
            name="people_share",
            margin=beta(middle=0.8, slope=-0.7, concentration=12),
            on="machine",
            noise=0.5,
        ),
    ),
)


def telemetry(seed: int, n_accounts: int) -> World:
    """Make up a product's telemetry.

    Truth: seven groups of 6 to 28 %. All fourteen metrics differ, in three families whose members
    correlate by up to 0.7 inside every group, so that the families count for more than they tell.
    """
    return draw_world(DESIGN, seed=seed, n_accounts=n_accounts)
