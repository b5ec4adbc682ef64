"""What all staging needs to know: sources, zone, the last date, features, currencies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shoal.metrics.bindings import Bindings
from shoal.metrics.fields import Fields
from shoal.metrics.own import Owned
from shoal.records.opened import OpenedSource
from shoal.records.workspace import Role

HAPPENED: Mapping[Role, str] = {  # the field that says when a row came to be
    Role.EVENTS: "at",
    Role.TICKETS: "opened",
    Role.SURVEYS: "sent",
    Role.MILESTONES: "at",
    Role.ENGAGEMENT: "at",
    Role.OUTCOMES: "at",
    Role.TOUCHES: "at",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What all staging needs to know.

    `last` is the last date that is measured; `features` have a slot each, in order; `rates` turn
    currencies into the workspace's `currency`. `unknown` names, by source, columns that carry no
    date and were read too late to hold for the date.
    """

    sources: tuple[OpenedSource, ...]
    own: tuple[Owned, ...]
    zone: str
    last: date
    features: tuple[str, ...]
    currency: str | None
    rates: Mapping[str, float]
    unknown: Mapping[str, frozenset[str]] = field(default_factory=dict)
    bindings: Bindings = field(default_factory=Bindings)

    @property
    def end(self) -> datetime:
        """The first instant after the last date, in UTC without zone."""
        midnight = datetime.combine(
            self.last + timedelta(days=1), time(), tzinfo=ZoneInfo(self.zone)
        )
        return midnight.astimezone(UTC).replace(tzinfo=None)

    def adds_up(self, role: Role) -> bool:
        """Whether amounts of a role are of one currency, or can be turned into one."""
        if self.currency is not None:
            return True
        money = [s.spec.money for s in self.of_role(role)]
        codes = {m.currency for m in money if m.column is None}
        return len(codes) <= 1 and all(m.column is None for m in money)

    @property
    def listed_features(self) -> frozenset[str]:
        """What sources of events list as features; a list is a promise of the whole offer."""
        sources = [s for s in self.of_role(Role.EVENTS) if "feature" in s.fields]
        return frozenset(n for s in sources for n in s.spec.values.get("features", ()))

    @property
    def integrations(self) -> frozenset[str]:
        """Features that are integrations."""
        sources = self.of_role(Role.EVENTS)
        return frozenset(n for s in sources for n in s.spec.values.get("integrations", ()))

    @property
    def listed_steps(self) -> frozenset[str]:
        """What sources of milestones list as steps."""
        sources = self.of_role(Role.MILESTONES)
        return frozenset(n for s in sources for n in s.spec.values.get("steps", ()))

    def of_role(self, role: Role) -> tuple[OpenedSource, ...]:
        """Return the opened sources of a role."""
        return tuple(s for s in self.sources if s.spec.role is role)

    def fields(self, source: OpenedSource) -> Fields:
        """Return the reader of a source's fields."""
        return Fields(
            source=source,
            zone=self.zone,
            around=self.end,
            last=self.last,
            bindings=self.bindings,
            unknown=self.unknown.get(source.name, frozenset()),
        )
