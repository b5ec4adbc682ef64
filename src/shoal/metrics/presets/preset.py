"""How a preset is written down: a function that returns a formula and explains it."""

from collections.abc import Callable
from inspect import cleandoc

from shoal.records.definitions import MetricDefinition
from shoal.records.meanings import Better, Kind
from shoal.records.workspace import WhenNothing

Formula = Callable[[], str]


def preset(
    *,
    unit: str,
    better: Better = Better.NEITHER,
    needs: tuple[str, ...] = (),
    kind: Kind = Kind.BEHAVIOUR,
    missing: WhenNothing = WhenNothing.ZERO,
) -> Callable[[Formula], MetricDefinition]:
    """Make a definition of a function.

    Parameters
    ----------
    unit, better, kind, missing
        As in `MetricDefinition`.
    needs
        What sources must offer; names of `shoal.metrics.offers`.
    """

    def made(formula: Formula) -> MetricDefinition:
        return MetricDefinition(
            name=formula.__name__,
            unit=unit,
            better=better,
            kind=kind,
            meaning=cleandoc(formula.__doc__ or ""),
            formula=formula(),
            needs=needs,
            missing=missing,
        )

    return made
