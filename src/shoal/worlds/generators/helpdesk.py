"""A help desk: groups live in who has none at all; most cells are zero."""

from shoal.records.worlds import World
from shoal.worlds.design import Archetype, Chance, Design, Metric, Pile
from shoal.worlds.drawing import draw_world
from shoal.worlds.margins import lognormal, negative_binomial, ordinal

DESIGN = Design(
    name="helpdesk",
    reach=1.3,
    archetypes=(
        Archetype(name="never writes", share=0.34, place={"phone": -2, "chat": -2, "docs": -2}),
        Archetype(name="reads first", share=0.22, place={"docs": 2.2, "phone": -1.6, "chat": -0.4}),
        Archetype(name="chats", share=0.20, place={"chat": 2.2, "phone": -1.6, "depth": -0.6}),
        Archetype(name="calls", share=0.16, place={"phone": 2.2, "chat": -1.2, "docs": -1.6}),
        Archetype(
            name="in trouble", share=0.08, place={"phone": 1.6, "chat": 1.6, "docs": 1, "depth": 2}
        ),
    ),
    metrics=(
        Metric(
            name="calls_90d",
            margin=negative_binomial(mean=4, slope=0.2, dispersion=2),
            on="phone",
            noise=0.5,
            pile=Pile(chance=Chance(base=0.55, on="phone", pull=-1.1)),
        ),
        Metric(
            name="call_minutes",
            margin=lognormal(middle=18, slope=0.5),
            on="phone",
            pull=0.2,
            pile=Pile(chance=Chance(base=0.55, on="phone", pull=-1.1)),
        ),
        Metric(
            name="chats_90d",
            margin=negative_binomial(mean=5, slope=0.2, dispersion=2),
            on="chat",
            noise=0.5,
            pile=Pile(chance=Chance(base=0.5, on="chat", pull=-1.1)),
        ),
        Metric(
            name="chat_messages",
            margin=lognormal(middle=30, slope=0.6, decimals=0),
            on="chat",
            pull=0.2,
            pile=Pile(chance=Chance(base=0.5, on="chat", pull=-1.1)),
        ),
        Metric(
            name="articles_read",
            margin=negative_binomial(mean=7, slope=0.2, dispersion=2),
            on="docs",
            noise=0.5,
            pile=Pile(chance=Chance(base=0.45, on="docs", pull=-1.1)),
        ),
        Metric(
            name="searches_90d",
            margin=lognormal(middle=12, slope=0.5, decimals=0),
            on="docs",
            pull=0.2,
            pile=Pile(chance=Chance(base=0.4, on="docs", pull=-1.0)),
        ),
        Metric(
            name="escalations_90d",
            margin=negative_binomial(mean=1.2, slope=0.4, dispersion=1.5),
            on="depth",
            noise=0.4,
            pile=Pile(chance=Chance(base=0.75, on="depth", pull=-1.2)),
        ),
        Metric(
            name="reopened_90d",
            margin=negative_binomial(mean=1.0, slope=0.4, dispersion=1.5),
            on="depth",
            noise=0.4,
            pile=Pile(chance=Chance(base=0.7, on="depth", pull=-1.2)),
        ),
        Metric(
            name="csat",
            margin=ordinal(low=1, high=5, middle=3.8, slope=0.9),
            missing=Chance(base=0.5),
        ),
        Metric(name="attachments_90d", margin=negative_binomial(mean=3, slope=0.5, dispersion=0.6)),
        Metric(name="night_messages", margin=negative_binomial(mean=0.8, slope=0.5, dispersion=1)),
        Metric(name="first_reply_hours", margin=lognormal(middle=5, slope=0.8)),
    ),
)


def helpdesk(seed: int, n_accounts: int) -> World:
    """Make up a help desk's customers.

    Truth: five groups of 8 to 34 % that differ mostly in the share of accounts with exactly 0 of a
    thing, less in how much the others have. Eight metrics differ, four carry nothing.
    """
    return draw_world(DESIGN, seed=seed, n_accounts=n_accounts)
