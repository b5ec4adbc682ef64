"""A subscription product: groups live in the means of five correlated families of metrics."""

from shoal.records.worlds import World
from shoal.worlds.design import Archetype, Chance, Design, Metric, Pile
from shoal.worlds.drawing import draw_world
from shoal.worlds.margins import (
    beta,
    lognormal,
    negative_binomial,
    ordinal,
    student_t,
    waiting_days,
)

DESIGN = Design(
    name="subscription",
    reach=1.25,
    lean=0.6,
    archetypes=(
        Archetype(name="champions", share=0.14, place={"use": 1.8, "breadth": 1.8, "mood": 1.6}),
        Archetype(name="quiet experts", share=0.24, place={"use": 1.2, "breadth": 1.0, "help": -1}),
        Archetype(
            name="growing", share=0.16, place={"use": 0.8, "breadth": -0.8, "trend": 2.2, "mood": 1}
        ),
        Archetype(name="struggling", share=0.20, place={"use": -0.6, "breadth": -1.2, "help": 1.6}),
        Archetype(
            name="falling",
            share=0.08,
            place={"use": -0.8, "help": 1.0, "trend": -2.2, "mood": -1.8},
        ),
        Archetype(
            name="silent",
            share=0.18,
            place={"use": -2.0, "breadth": -1.6, "help": -1.6, "trend": -0.8},
        ),
    ),
    metrics=(
        Metric(
            name="logins_per_user_week",
            margin=lognormal(middle=4.0, slope=0.5),
            on="use",
            family="use",
            loading=0.6,
        ),
        Metric(
            name="minutes_per_user_week",
            margin=lognormal(middle=65.0, slope=0.7),
            on="use",
            family="use",
            loading=0.6,
        ),
        Metric(
            name="weekly_active_rate",
            margin=beta(middle=0.5, slope=0.8, concentration=14),
            on="use",
            noise=0.5,
            family="use",
            loading=0.6,
        ),
        Metric(
            name="days_since_last_login",
            margin=waiting_days(mean=4.0, slope=-0.7),
            on="use",
            noise=0.4,
        ),
        Metric(
            name="feature_adoption_rate",
            margin=beta(middle=0.42, slope=0.7, concentration=18),
            on="breadth",
            noise=0.5,
            family="breadth",
            loading=0.5,
        ),
        Metric(
            name="integrations_in_use",
            margin=negative_binomial(mean=2.0, slope=0.5, dispersion=3.0),
            on="breadth",
            noise=0.5,
            family="breadth",
            loading=0.5,
        ),
        Metric(
            name="tickets_per_100_seats_month",
            margin=lognormal(middle=2.0, slope=0.8),
            on="help",
            pile=Pile(chance=Chance(base=0.3, on="help", pull=-1.0)),
        ),
        Metric(
            name="resolution_hours",
            margin=lognormal(middle=16.0, slope=0.7, decimals=1),
            on="help",
            pull=0.8,
        ),
        Metric(
            name="nps_score",
            margin=ordinal(low=-100, high=100, middle=18, slope=28),
            on="mood",
            missing=Chance(base=0.5),
        ),
        Metric(name="usage_trend_90d", margin=student_t(middle=0, scale=14), on="trend", noise=0.7),
        Metric(name="emails_opened", margin=negative_binomial(mean=6, slope=0.5, dispersion=1.5)),
        Metric(name="report_exports", margin=lognormal(middle=3.0, slope=1.1)),
        Metric(name="mobile_share", margin=beta(middle=0.3, slope=0.6, concentration=8)),
    ),
)


def subscription(seed: int, n_accounts: int) -> World:
    """Make up a subscription company.

    Truth: six groups of 8 to 24 %. Ten metrics differ between them, in their means (tickets also
    in how many have none); three carry nothing. Half of the surveys are unanswered at random.
    """
    return draw_world(DESIGN, seed=seed, n_accounts=n_accounts)
