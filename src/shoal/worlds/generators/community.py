"""An open community: a tiny core, a third who only read, and long tails throughout."""

from shoal.records.worlds import World
from shoal.worlds.design import Archetype, Chance, Design, Metric, Pile
from shoal.worlds.drawing import draw_world
from shoal.worlds.margins import beta, lognormal, negative_binomial, waiting_days

DESIGN = Design(
    name="community",
    reach=1.15,
    lean=0.7,
    between=0.14,
    archetypes=(
        Archetype(
            name="core", share=0.025, place={"read": 2.4, "write": 3.0, "help": 2.6, "meet": 2}
        ),
        Archetype(name="answerers", share=0.10, place={"read": 1.0, "write": 1.0, "help": 2.0}),
        Archetype(name="askers", share=0.22, place={"write": 1.6, "help": -1.4, "read": -0.4}),
        Archetype(name="event goers", share=0.13, place={"meet": 2.4, "write": -0.8, "read": -0.6}),
        Archetype(name="readers", share=0.33, place={"read": 1.4, "write": -2.0, "help": -1.6}),
        Archetype(name="gone", share=0.195, place={"read": -2.4, "write": -1.8, "help": -1.6}),
    ),
    metrics=(
        Metric(
            name="pages_read_90d",
            margin=lognormal(middle=45, slope=0.6, decimals=0),
            on="read",
            family="read",
            loading=0.6,
        ),
        Metric(
            name="reading_minutes_90d",
            margin=lognormal(middle=120, slope=0.7, decimals=0),
            on="read",
            family="read",
            loading=0.6,
        ),
        Metric(
            name="days_since_last_visit",
            margin=waiting_days(mean=7, slope=-0.8),
            on="read",
            noise=0.4,
        ),
        Metric(
            name="posts_90d",
            margin=negative_binomial(mean=4, slope=0.6, dispersion=2),
            on="write",
            noise=0.5,
        ),
        Metric(
            name="replies_received",
            margin=lognormal(middle=5, slope=0.65, decimals=0),
            on="write",
            pull=0.9,
            pile=Pile(chance=Chance(base=0.3, on="write", pull=-1.2)),
        ),
        Metric(
            name="answers_given",
            margin=negative_binomial(mean=3, slope=0.7, dispersion=2),
            on="help",
            noise=0.5,
        ),
        Metric(
            name="accepted_share",
            margin=beta(middle=0.3, slope=0.6, concentration=10),
            on="help",
            noise=0.5,
            missing=Chance(base=0.4, on="help", pull=-1.2),
        ),
        Metric(
            name="events_joined",
            margin=negative_binomial(mean=1.0, slope=0.7, dispersion=4),
            on="meet",
            noise=0.4,
        ),
        Metric(name="newsletter_opens", margin=negative_binomial(mean=5, slope=0.5, dispersion=1)),
        Metric(name="profile_completion", margin=beta(middle=0.5, slope=0.5, concentration=5)),
        Metric(name="links_shared", margin=lognormal(middle=2, slope=0.8, decimals=0)),
    ),
)


def community(seed: int, n_accounts: int) -> World:
    """Make up an open community.

    Truth: six groups, from a core of about 2.5 % to readers of a third. Eight metrics differ, all
    but one long-tailed or with many zeros; one of them is missing where there was nothing to
    accept. Three carry nothing.
    """
    return draw_world(DESIGN, seed=seed, n_accounts=n_accounts)
