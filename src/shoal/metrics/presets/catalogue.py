"""All presets in the order they are told in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shoal.metrics.presets import care, growth, use
from shoal.records.definitions import MetricDefinition

PRESETS: Final[Mapping[str, MetricDefinition]] = MappingProxyType(
    {
        found.name: found
        for module in (use, care, growth)
        for found in vars(module).values()
        if isinstance(found, MetricDefinition)
    }
)
