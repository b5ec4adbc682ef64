"""Tables made in code, so that what is in them is known."""

import numpy as np
import pytest

from shoal.records.tables import Column, ColumnType, Table


def make_column(name, cells, *, written=None, currency=None):
    """Type a list of cells as reading a file would."""
    answered = [c for c in cells if c is not None]
    if not answered:
        kind, values = ColumnType.EMPTY, np.full(len(cells), np.nan)
    elif all(isinstance(c, bool) for c in answered):
        kind = ColumnType.BOOLEAN
        values = np.array([np.nan if c is None else float(c) for c in cells])
    elif all(isinstance(c, np.datetime64) for c in answered):
        kind = ColumnType.DATE
        values = np.array([np.datetime64("NaT", "s") if c is None else c for c in cells], "M8[s]")
    elif any(isinstance(c, str) for c in answered):
        kind, values = ColumnType.TEXT, np.array(cells, dtype=object)
    else:
        kind = ColumnType.NUMBER
        values = np.array([np.nan if c is None else float(c) for c in cells])
    texts = None if written is None else np.array(written, dtype=object)
    return Column(name=name, type=kind, values=values, written=texts, currency=currency)


def make_table(columns, *, findings=()):
    """Build a table from lists or ready columns by name."""
    made = tuple(
        c if isinstance(c, Column) else make_column(name, list(c)) for name, c in columns.items()
    )
    n_rows = len(made[0].values) if made else 0
    return Table(name="customers.csv", n_rows=n_rows, columns=made, findings=findings)


@pytest.fixture
def column():
    return make_column


@pytest.fixture
def table():
    return make_table


@pytest.fixture
def rng():
    return np.random.default_rng(20260131)
