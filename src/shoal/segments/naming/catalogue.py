"""All archetypes, the most urgent first."""

from shoal.segments.naming.archetypes import Archetype
from shoal.segments.naming.content_customers import CONTENT
from shoal.segments.naming.troubled_customers import TROUBLED

ARCHETYPES: tuple[Archetype, ...] = TROUBLED + CONTENT
