"""A seasonal product: levels say little, groups live in trends with heavy tails."""

from shoal.records.worlds import World
from shoal.worlds.design import Archetype, Chance, Design, Metric
from shoal.worlds.drawing import draw_world
from shoal.worlds.margins import beta, gamma, lognormal, ordinal, student_t

DESIGN = Design(
    name="momentum",
    reach=1.1,
    lean=0.4,
    between=0.15,
    archetypes=(
        Archetype(name="steady", share=0.34, place={"month": 0.0, "quarter": 0.2}, spread=0.5),
        Archetype(name="climbing", share=0.16, place={"month": 1.6, "quarter": 2.0, "year": 1.4}),
        Archetype(name="sliding", share=0.17, place={"month": -1.4, "quarter": -2.0, "year": -1.0}),
        Archetype(name="back again", share=0.12, place={"month": 2.2, "quarter": -1.2}),
        Archetype(
            name="just stopped", share=0.09, place={"month": -2.6, "quarter": 0.8, "team": -1}
        ),
        Archetype(name="one season", share=0.12, place={"year": 2.4, "quarter": 1.0, "team": -1.8}),
    ),
    metrics=(
        Metric(
            name="usage_trend_28d",
            margin=student_t(middle=0, scale=12, degrees=4),
            on="month",
            noise=0.6,
        ),
        Metric(
            name="active_users_trend_28d",
            margin=student_t(middle=0, scale=9, degrees=3),
            on="month",
            noise=0.6,
        ),
        Metric(
            name="usage_trend_90d",
            margin=student_t(middle=2, scale=16, degrees=5),
            on="quarter",
            noise=0.6,
            family="quarter",
            loading=0.5,
        ),
        Metric(
            name="events_trend_90d",
            margin=student_t(middle=1, scale=20, degrees=3),
            on="quarter",
            noise=0.6,
            family="quarter",
            loading=0.5,
        ),
        Metric(
            name="usage_trend_year",
            margin=student_t(middle=5, scale=25, degrees=4),
            on="year",
            noise=0.6,
        ),
        Metric(
            name="top_user_share",
            margin=beta(middle=0.35, slope=-0.7, concentration=20),
            on="team",
            noise=0.4,
        ),
        Metric(name="events_per_seat", margin=lognormal(middle=90, slope=1.0)),
        Metric(name="minutes_per_user_week", margin=gamma(mean=70, slope=0.4, shape=2.0)),
        Metric(name="weekend_share", margin=beta(middle=0.1, slope=0.5, concentration=12)),
        Metric(
            name="nps_score",
            margin=ordinal(low=-100, high=100, middle=15, slope=40),
            missing=Chance(base=0.5),
        ),
        Metric(name="session_length", margin=lognormal(middle=11, slope=0.5)),
    ),
)


def momentum(seed: int, n_accounts: int) -> World:
    """Make up a seasonal product's customers.

    Truth: six groups of 9 to 34 %, the largest half as wide as the others. Six metrics differ,
    five of them Student t trends with 3 to 5 degrees of freedom; five carry nothing.
    """
    return draw_world(DESIGN, seed=seed, n_accounts=n_accounts)
