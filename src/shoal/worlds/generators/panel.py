"""A survey panel: points on short scales, and groups that live in who does not answer."""

from shoal.records.worlds import World
from shoal.worlds.design import Archetype, Chance, Design, Metric
from shoal.worlds.drawing import draw_world
from shoal.worlds.margins import beta, negative_binomial, ordinal

ANSWERS = Chance(base=0.5, on="reply", pull=-1.2)

DESIGN = Design(
    name="panel",
    reach=1.1,
    lean=0.5,
    between=0.10,
    archetypes=(
        Archetype(name="content", share=0.33, place={"mood": 1.4, "effort": 1.0, "reply": 1.0}),
        Archetype(name="torn", share=0.24, place={"mood": 0.6, "effort": -1.8, "reply": 1.2}),
        Archetype(name="cross", share=0.11, place={"mood": -2.0, "effort": -1.2, "reply": 0.6}),
        Archetype(name="mute", share=0.32, place={"mood": -0.4, "reply": -2.2, "visits": -1.8}),
    ),
    metrics=(
        Metric(
            name="nps_score",
            margin=ordinal(low=0, high=10, middle=6.5, slope=1.5),
            on="mood",
            family="mood",
            loading=0.5,
            missing=ANSWERS,
        ),
        Metric(
            name="csat",
            margin=ordinal(low=1, high=5, middle=3.4, slope=0.7),
            on="mood",
            family="mood",
            loading=0.5,
            missing=ANSWERS,
        ),
        Metric(
            name="value_rating",
            margin=ordinal(low=1, high=7, middle=4.2, slope=1.0),
            on="mood",
            pull=0.8,
            missing=ANSWERS,
        ),
        Metric(
            name="ease_rating",
            margin=ordinal(low=1, high=7, middle=4.5, slope=1.1),
            on="effort",
            family="effort",
            loading=0.4,
            missing=ANSWERS,
        ),
        Metric(
            name="setup_rating",
            margin=ordinal(low=1, high=5, middle=3.2, slope=0.8),
            on="effort",
            family="effort",
            loading=0.4,
            missing=Chance(base=0.2),
        ),
        Metric(
            name="survey_response_rate",
            margin=beta(middle=0.45, slope=0.7, concentration=10),
            on="reply",
            noise=0.4,
        ),
        Metric(
            name="visits_90d",
            margin=negative_binomial(mean=14, slope=0.6, dispersion=3),
            on="visits",
            noise=0.4,
        ),
        Metric(
            name="design_rating",
            margin=ordinal(low=1, high=5, middle=3.0, slope=1.0),
            missing=Chance(base=0.35),
        ),
        Metric(name="invitations", margin=negative_binomial(mean=5, slope=0.3, dispersion=8)),
    ),
)


def panel(seed: int, n_accounts: int) -> World:
    """Make up a survey panel.

    Truth: four groups of 11 to 33 %, one of which is known chiefly by its silence. Seven metrics
    differ, five of them points on short scales of which half or more may be missing; two carry
    nothing.
    """
    return draw_world(DESIGN, seed=seed, n_accounts=n_accounts)
