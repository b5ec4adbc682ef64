"""What a metric is: how it reads, and how it is made from columns that the plan provides."""

from dataclasses import dataclass

from shoal.records.meanings import Better, Kind
from shoal.records.workspace import WhenNothing


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDefinition:
    """One number per account and date.

    `formula` is a small SQL expression over the columns of an account (docs/metrics.md); None for
    a metric that the workspace declares, whose formula follows from the declaration. `needs` names
    what sources must offer, such as "seats". `meaning` is the definition in words; its first line
    says what the number is.
    """

    name: str
    unit: str
    better: Better
    kind: Kind
    meaning: str
    formula: str
    needs: tuple[str, ...] = ()
    missing: WhenNothing = WhenNothing.ZERO

    @property
    def summary(self) -> str:
        """The first line of the meaning."""
        return self.meaning.splitlines()[0]
