"""Kinds of made-up companies, each with groups of its own shape.

`GENERATORS` maps a name to a function of a seed and a number of accounts.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from shoal.records.worlds import World
from shoal.worlds.generators.community import community
from shoal.worlds.generators.consumption import consumption
from shoal.worlds.generators.helpdesk import helpdesk
from shoal.worlds.generators.marketplace import marketplace
from shoal.worlds.generators.momentum import momentum
from shoal.worlds.generators.panel import panel
from shoal.worlds.generators.rollout import rollout
from shoal.worlds.generators.subscription import subscription
from shoal.worlds.generators.telemetry import telemetry

Generator = Callable[[int, int], World]

GENERATORS: Mapping[str, Generator] = MappingProxyType(
    {
        "community": community,
        "consumption": consumption,
        "helpdesk": helpdesk,
        "marketplace": marketplace,
        "momentum": momentum,
        "panel": panel,
        "rollout": rollout,
        "subscription": subscription,
        "telemetry": telemetry,
    }
)
