"""Which features have a slot in a plan, and whether a column has too many values to be features."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shoal.engines.engine import Engine
from shoal.metrics.features import (
    MOST_FEATURES,
    first_days_query,
    n_values_query,
    unlisted_query,
    unlisted_sources,
)
from shoal.metrics.stage import Stage
from shoal.records.definitions import MetricDefinition
from shoal.records.judged import Crowded, CrowdedColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """Features that have a slot, by name.

    `is_whole` says that every source lists its own, so that no other is on offer. `crowded` says
    from which day on there are too many to be told apart.
    """

    names: tuple[str, ...]
    is_whole: bool
    crowded: Crowded | None = None


def features_of(
    engine: Engine, stage: Stage, metrics: Iterable[MetricDefinition], *, first: date
) -> Features:
    """Look up the features of a stage that is measured from a first date to its last.

    What is on offer is what sources list, and what the sources without a list show. Where these
    show more than `MOST_FEATURES`, only those first seen have a slot, for dates that came before
    there were too many; if all dates come later, only what is listed has one.
    """
    query = unlisted_query(stage)
    if query is None:
        return Features(names=tuple(sorted(stage.listed_features)), is_whole=True)
    listed = {*stage.listed_features, *stage.integrations}
    if not any("features" in m.needs for m in metrics):  # integrations are all that is told apart
        return Features(names=tuple(sorted(listed)), is_whole=True)
    seen = _texts(engine.rows(query).column("feature").values)
    if len(seen) <= MOST_FEATURES:
        return Features(names=tuple(sorted({*stage.listed_features, *seen})), is_whole=False)
    told = engine.rows(first_days_query(stage))
    seen = _texts(told.column("feature").values)
    if len(seen) <= MOST_FEATURES:
        return Features(names=tuple(sorted({*stage.listed_features, *seen})), is_whole=False)
    since: date = max(told.column("day").values.astype("datetime64[D]").astype(object))
    crowded = Crowded(since=since, most=MOST_FEATURES, columns=_columns(engine, stage))
    names = listed if since <= first else {*listed, *seen[:MOST_FEATURES]}
    return Features(names=tuple(sorted(names)), is_whole=False, crowded=crowded)


def _columns(engine: Engine, stage: Stage) -> tuple[CrowdedColumn, ...]:
    found = [
        CrowdedColumn(
            source=source.name,
            column=source.fields["feature"],
            values=int(engine.rows(n_values_query(stage, source)).column("n").values[0]),
        )
        for source in unlisted_sources(stage)
    ]
    return tuple(sorted(found, key=lambda one: (-one.values, one.source)))


def _texts(values: Iterable[object]) -> list[str]:
    return [str(value) for value in values]
