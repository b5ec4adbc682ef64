"""Every metric of every segment, shaded by how much better or worse it is than the others."""

from dataclasses import dataclass

from shoal.records.accounts import Metric
from shoal.records.meanings import Better, Topic
from shoal.reports.differences import heat_step, typical_value
from shoal.reports.parting import separation_order
from shoal.reports.reading import Group, Reading, metric_value, says_unit

_FIRST_METRICS = 12
_MOST_COLUMNS = 7
_COLUMNS_WHEN_SPLIT = 5
_TICK_SCALE = 14.0  # percent of the cell's width per spread
_TICK_END = 42.0
_DIRECTED = {-2: "h-2", -1: "h-1", 0: "h0", 1: "h1", 2: "h2"}
_TOPICS = (
    Topic.USE,
    Topic.HELP,
    Topic.MOOD,
    Topic.START,
    Topic.LEARNING,
    Topic.GROWTH,
    Topic.OTHER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """A typical value; `tick` is where its mark ends, in percent, 50 where nothing differs."""

    text: str
    shade: str
    tick: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """One metric; `starts_topic` leaves a gap above."""

    label: str
    unit: str
    cells: tuple[HeatCell, ...]
    everyone: str
    starts_topic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatTable:
    """Some segments by some metrics; `screen_only` and `narrow_only` say where it shows."""

    heads: tuple[Group, ...]
    rows: tuple[HeatRow, ...]
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """The metrics that separate most, the rest, and what the shades mean."""

    tables: tuple[HeatTable, ...]
    more: tuple[HeatTable, ...]
    more_title: str
    directed: bool
    neutral: bool
    less_is_better: str


def shade_metrics(reading: Reading) -> HeatMap | None:
    """Return the heat map; None for a single segment, which has nothing to be held against."""
    if len(reading.groups) == 1:
        return None
    order = separation_order(reading)
    first = sorted(order[:_FIRST_METRICS], key=lambda j: _place(reading, j))
    rest = sorted(order[_FIRST_METRICS:], key=lambda j: _place(reading, j))
    return HeatMap(
        tables=_tables(reading, first),
        more=_tables(reading, rest) if rest else (),
        more_title=f"The other {len(rest)} metrics",
        directed=any(m.better for m in reading.metrics),
        neutral=any(not m.better for m in reading.metrics),
        less_is_better=_less_is_better(reading),
    )


def _place(reading: Reading, position: int) -> tuple[int, int]:
    return _TOPICS.index(reading.metrics[position].topic), position


def _tables(reading: Reading, positions: list[int]) -> tuple[HeatTable, ...]:
    groups = reading.groups
    if len(groups) <= _MOST_COLUMNS:
        return (_table(reading, groups, positions),)
    parts = [
        groups[i : i + _COLUMNS_WHEN_SPLIT] for i in range(0, len(groups), _COLUMNS_WHEN_SPLIT)
    ]
    return (
        _table(reading, groups, positions, where="wide-only"),
        *(_table(reading, part, positions, where="narrow-only") for part in parts),
    )


def _table(
    reading: Reading, groups: tuple[Group, ...], positions: list[int], *, where: str = ""
) -> HeatTable:
    rows, topic = [], None
    for j in positions:
        metric = reading.metrics[j]
        starts = topic is not None and metric.topic is not topic
        rows.append(_row(reading, groups, j, starts_topic=starts))
        topic = metric.topic
    return HeatTable(heads=groups, rows=tuple(rows), where=where)


def _row(
    reading: Reading, groups: tuple[Group, ...], position: int, *, starts_topic: bool
) -> HeatRow:
    metric = reading.metrics[position]
    middle = typical_value(reading.study.accounts.values[:, position])
    return HeatRow(
        label=metric.label,
        unit="" if says_unit(metric) else metric.unit,
        cells=tuple(_cell(metric, group, position) for group in groups),
        everyone=metric_value(metric, middle, unit=False),
        starts_topic=starts_topic,
    )


def _cell(metric: Metric, group: Group, position: int) -> HeatCell:
    profile = group.profile(metric)
    value = profile.median if profile else float("nan")
    higher = float(group.higher[position])
    neutral = metric.better is Better.NEITHER
    step = heat_step(higher if neutral else float(group.better[position]))
    reach = higher if neutral else float(group.better[position])
    shade = f"n{abs(step)}" if neutral else _DIRECTED[step]
    tick = 50.0 + min(max(reach * _TICK_SCALE, -_TICK_END), _TICK_END)
    words = {-2: "much ", -1: "", 0: "about the same as the others", 1: "", 2: "much "}[step]
    side = ("higher" if step > 0 else "lower") if neutral else ("better" if step > 0 else "worse")
    title = words if step == 0 else f"{words}{side} than the others"
    return HeatCell(
        text=metric_value(metric, value, unit=False),
        shade=shade,
        tick=round(tick, 1),
        title=f"{group.segment.name}, {metric.label}: {metric_value(metric, value)}, {title}",
    )


def _less_is_better(reading: Reading) -> str:
    """Say for which metrics less is better, by name where they are few."""
    labels = [m.label for m in reading.metrics if m.better is Better.LESS]
    if not labels:
        return ""
    if len(labels) > 3:  # noqa: PLR2004 - a longer list is not read
        return f"For {len(labels)} of the metrics less is better, as for {labels[0]}."
    return f"Less is better for {', '.join(labels)}."
