"""A roll-out: few metrics, nearly all shares, with many accounts at exactly 0 or 100 %."""

from shoal.records.worlds import World
from shoal.worlds.design import Archetype, Chance, Design, Metric, Pile
from shoal.worlds.drawing import draw_world
from shoal.worlds.margins import beta, gamma, student_t

DESIGN = Design(
    name="rollout",
    reach=1.2,
    lean=0.5,
    archetypes=(
        Archetype(name="done", share=0.30, place={"start": 2.4, "use": 1.2, "learn": 0.4}),
        Archetype(name="done, unused", share=0.18, place={"start": 2.0, "use": -2.0}),
        Archetype(name="under way", share=0.24, place={"use": 0.4, "learn": 1.6}, spread=1.2),
        Archetype(name="stuck", share=0.16, place={"start": -0.8, "use": -0.8, "learn": -1.4}),
        Archetype(name="not begun", share=0.12, place={"start": -3.0, "use": -2.4, "learn": -2}),
    ),
    metrics=(
        Metric(
            name="onboarding_completion",
            margin=beta(middle=0.55, slope=0.6, concentration=8),
            on="start",
            noise=0.5,
            pile=Pile(chance=Chance(base=0.15, on="start", pull=1.0), at=100.0),
        ),
        Metric(
            name="weekly_active_rate",
            margin=beta(middle=0.4, slope=0.9, concentration=12),
            on="use",
            noise=0.5,
            family="use",
            loading=0.5,
        ),
        Metric(
            name="feature_adoption_rate",
            margin=beta(middle=0.35, slope=0.8, concentration=14),
            on="use",
            noise=0.5,
            family="use",
            loading=0.5,
        ),
        Metric(
            name="training_completion",
            margin=beta(middle=0.4, slope=0.8, concentration=9),
            on="learn",
            noise=0.5,
            pile=Pile(chance=Chance(base=0.3, on="learn", pull=-1.2)),
        ),
        Metric(
            name="steps_per_week",
            margin=gamma(mean=2.0, slope=0.6, shape=2.0),
            on="learn",
            noise=0.5,
            pile=Pile(chance=Chance(base=0.25, on="start", pull=-1.0)),
        ),
        Metric(name="usage_trend_28d", margin=student_t(middle=0, scale=14, degrees=3)),
    ),
)


def rollout(seed: int, n_accounts: int) -> World:
    """Make up the customers of a product that is being rolled out.

    Truth: five groups of 12 to 30 %. Five metrics differ, three of them with pile-ups at exactly 0
    or 100 % that belong to some groups only; one carries nothing.
    """
    return draw_world(DESIGN, seed=seed, n_accounts=n_accounts)
