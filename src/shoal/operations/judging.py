"""The sources of a workspace counted by its engine, as of a date."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import numpy as np

from shoal.engines.engine import Engine
from shoal.metrics.judging.cells import unread_query
from shoal.metrics.judging.days import days_query
from shoal.metrics.judging.ends import ends_query
from shoal.metrics.judging.known import KNOWN, alike_ids_query, known_query
from shoal.metrics.judging.matching import summary_query, unmatched_query
from shoal.metrics.judging.oddities import own_numbers
from shoal.metrics.judging.repeats import id_column, repeats_query
from shoal.metrics.judging.rows import Judging, is_log, time_field
from shoal.metrics.judging.spans import overlapping_query
from shoal.metrics.judging.tallies import UNREAD, counted_in, tallies_name, tallies_query
from shoal.metrics.judging.values import ValueList, value_lists, values_query
from shoal.metrics.stage import Stage
from shoal.operations.dates import today_in
from shoal.operations.opening import Opened
from shoal.records.judged import (
    DayRows,
    Judged,
    JudgedEnds,
    JudgedSource,
    JudgedValues,
    Matching,
    Oddity,
    Repeats,
    Unmatched,
    UnreadCells,
    ValueRows,
    WhyUnmatched,
)
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, ValueType
from shoal.records.roles import role_field
from shoal.records.tables import Table
from shoal.records.workspace import Role, WorkspaceSpec

Progress = Callable[[str, float], None]


def judge_sources(
    spec: WorkspaceSpec,
    workspace: Opened,
    stage: Stage,
    *,
    accounts: int,
    now: datetime,
    progress: Progress,
) -> Judged:
    """Count what is odd about the sources as of the last date of a stage.

    Parameters
    ----------
    spec : WorkspaceSpec
    workspace : Opened
        The sources in their engine.
    stage : Stage
    accounts : int
        How many accounts count at the date.
    now : datetime
        When the sources are read; aware.
    progress : callable
        Told the stage in words and the share of it that is done.

    Raises
    ------
    OutsideError
        As the engine raises it.
    """
    judging = Judging(
        stage=stage,
        now=now.astimezone(UTC).replace(tzinfo=None),
        today=today_in(now, spec.timezone),
    )
    workspace.engine.keep(KNOWN, known_query(judging))
    judge = _Judge(workspace.engine, judging, spec.metrics.window_days)
    sources = []
    for k, source in enumerate(workspace.sources):
        progress(f"Judging {source.name}", k / len(workspace.sources))
        sources.append(judge.source(source))
    return Judged(
        as_of=stage.last,
        window_days=spec.metrics.window_days,
        accounts=accounts,
        zone=spec.timezone,
        currency=spec.currency,
        sources=tuple(sources),
    )


class _Judge:
    """Asks an engine about one source after the other."""

    def __init__(self, engine: Engine, judging: Judging, window_days: int) -> None:
        self._engine, self._judging, self._window_days = engine, judging, window_days

    def source(self, source: OpenedSource) -> JudgedSource:
        tallies = tallies_query(self._judging, source)
        self._engine.keep(tallies_name(source), tallies)
        counts = self._engine.rows(summary_query(self._judging, source, counted_in(tallies)))
        time = time_field(source)
        column = None if time is None else source.fields[time]
        is_accounts = source.spec.role is Role.ACCOUNTS
        return JudgedSource(
            name=source.name,
            role=source.spec.role,
            rows=_number(counts, "rows"),
            rows_in_time=_number(counts, "in_time"),
            first_day=_day(counts, "first_day"),
            last_day=_day(counts, "last_day"),
            accounts_with_rows=_number(counts, "accounts"),
            via=None if source.spec.via is None else source.spec.via.source,
            by_day=column is not None and source.type_of(column) is ValueType.DATE,
            time_column=column,
            matching=self._matching(source, counts),
            odd={o: n for o in Oddity if (n := _number(counts, o.value))},
            unread=self._unread(source, counts),
            values=self._values(source),
            repeats=self._repeats(source),
            days=self._days(source) if is_log(source) else (),
            overlapping=self._count(overlapping_query(self._judging, source), "overlapping"),
            alike_ids=self._count(alike_ids_query(self._judging), "groups") if is_accounts else 0,
            ends=self._ends(source),
            scale=source.spec.scale,
            declared_zone=source.spec.zone,
        )

    def _count(self, query: Query | None, name: str) -> int:
        return 0 if query is None else _number(self._engine.rows(query), name)

    def _matching(self, source: OpenedSource, counts: Table) -> Matching:
        lost = {name: _number(counts, name) for name in ("unknown", "alike", "out_of_time")}
        return Matching(
            found=_number(counts, "found"),
            without_name=_number(counts, "without_name"),
            names=_number(counts, "names"),
            top=self._unmatched(source) if any(lost.values()) else (),
            **lost,
        )

    def _unmatched(self, source: OpenedSource) -> tuple[Unmatched, ...]:
        found = self._engine.rows(unmatched_query(self._judging, source))
        names = ("name", "rows", "is_alike", "has_key")
        cells = zip(*(found.column(name).values for name in names), strict=True)
        top = [
            Unmatched(name=str(name), rows=int(rows), why=_why(bool(is_alike), bool(has_key)))
            for name, rows, is_alike, has_key in cells
        ]
        return tuple(sorted(top, key=lambda one: (-one.rows, one.name)))

    def _unread(self, source: OpenedSource, counts: Table) -> tuple[UnreadCells, ...]:
        found = []
        others = own_numbers(self._judging, source)
        for field, column in {**source.fields, **others}.items():
            rows = _number(counts, f"{UNREAD}{field}")
            if not rows:
                continue
            declared = role_field(source.spec.role, field)
            is_number = declared is not None and declared.type is ValueType.NUMBER
            is_number = is_number or field in others
            cells = self._engine.rows(unread_query(self._judging, source, field))
            found.append(
                UnreadCells(
                    column=column,
                    wanted="a number" if is_number else "a time",
                    rows=rows,
                    examples=tuple(sorted(str(c) for c in cells.column("cell").values)),
                )
            )
        return tuple(found)

    def _repeats(self, source: OpenedSource) -> Repeats | None:
        query = repeats_query(self._judging, source)
        if query is None:
            return None
        row = self._engine.rows(query)
        return Repeats(
            by=id_column(source),
            same=_number(row, "same"),
            differing=_number(row, "differing"),
            differing_rows=_number(row, "differing_rows"),
        )

    def _ends(self, source: OpenedSource) -> JudgedEnds | None:
        query = ends_query(self._judging, source)
        if query is None:
            return None
        row = self._engine.rows(query)
        counts = {c.name: _number(row, c.name) for c in query.columns}
        return JudgedEnds(declared=source.spec.ends, **counts)

    def _days(self, source: OpenedSource) -> tuple[DayRows, ...]:
        query = days_query(self._judging, source, window_days=self._window_days)
        found = self._engine.rows(query)
        days = found.column("day").values.astype("datetime64[D]").astype(object)
        pairs = sorted(zip(days, found.column("rows").values, strict=True))
        return tuple(DayRows(day=day, rows=int(rows)) for day, rows in pairs)

    def _values(self, source: OpenedSource) -> tuple[JudgedValues, ...]:
        query = values_query(self._judging, source)
        if query is None:
            return ()
        found = self._engine.rows(query)
        lists = value_lists(self._judging, source)
        return tuple(_values_of(found, place, one) for place, one in enumerate(lists))


def _values_of(found: Table, place: int, one: ValueList) -> JudgedValues:
    """Pick the values of one list from those of all."""
    names = ("list", "value", "is_declared", "rows", "all_rows", "all_values")
    cells = zip(*(found.column(name).values for name in names), strict=True)
    mine = [row[1:] for row in cells if row[0] == place]
    declared = {str(value): int(rows) for value, is_declared, rows, *_ in mine if is_declared}
    others = [row for row in mine if not row[1] and row[0] is not None]
    ranked = sorted((-int(rows), str(value)) for value, _, rows, *_ in others)
    return JudgedValues(
        name=one.name,
        column=one.column,
        declared=tuple(ValueRows(value=v, rows=declared[v]) for v in sorted(declared)),
        absent=tuple(v for v in one.declared if v not in declared),
        others=tuple(ValueRows(value=value, rows=-rows) for rows, value in ranked),
        n_others=int(others[0][4]) if others else 0,
        other_rows=int(others[0][3]) if others else 0,
        empty_rows=sum(int(rows) for value, _, rows, *_ in mine if value is None),
    )


def _why(is_alike: bool, has_key: bool) -> WhyUnmatched:  # noqa: FBT001
    if is_alike:
        return WhyUnmatched.ALIKE
    return WhyUnmatched.OUT_OF_TIME if has_key else WhyUnmatched.UNKNOWN


def _number(row: Table, name: str) -> int:
    """Return a count of a result of one row; 0 where the query did not count it."""
    if name not in row.column_names:
        return 0
    value = float(row.column(name).values[0])
    return 0 if np.isnan(value) else int(value)


def _day(row: Table, name: str) -> date | None:
    value = row.column(name).values[0].astype("datetime64[D]")
    if np.isnat(value):
        return None
    found: date = value.astype(object)
    return found
