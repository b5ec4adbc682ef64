"""Amounts that no rate turns into the workspace's currency, asked of the engine."""

from datetime import date

from shoal.engines.engine import Engine
from shoal.metrics.money import AMOUNTS
from shoal.metrics.stage import Stage
from shoal.metrics.unrated import unrated_query
from shoal.records.judged import UnratedAmounts, UnratedCurrency
from shoal.records.opened import OpenedSource
from shoal.records.tables import Table


def unrated_amounts(engine: Engine, stage: Stage, as_of: date) -> tuple[UnratedAmounts, ...]:
    """Return what is not counted by a date for want of a rate, source by source."""
    found = [_of_source(engine, stage, source, as_of) for source in stage.sources]
    return tuple(one for one in found if one is not None)


def _of_source(
    engine: Engine, stage: Stage, source: OpenedSource, as_of: date
) -> UnratedAmounts | None:
    query = unrated_query(stage, source, as_of)
    if query is None:
        return None
    told = engine.rows(query)
    total, *others = sorted(_rows(told), key=lambda one: (not one[0], -one[2], one[1]))
    _, _, rows, accounts, currencies = total
    if not rows:
        return None
    return UnratedAmounts(
        source=source.name,
        column=source.fields[AMOUNTS[source.spec.role]],
        rows=rows,
        accounts=accounts,
        currencies=currencies,
        most_frequent=tuple(
            UnratedCurrency(code=code, rows=n, accounts=m) for _, code, n, m, _ in others
        ),
    )


def _rows(told: Table) -> list[tuple[bool, str, int, int, int]]:
    """Return whether a row is the total, and code, rows, accounts and currencies."""
    names = ("is_total", "code", "rows", "accounts", "currencies")
    cells = zip(*(told.column(name).values for name in names), strict=True)
    return [
        (bool(is_total), str(code or ""), int(rows), int(accounts), int(currencies))
        for is_total, code, rows, accounts, currencies in cells
    ]
