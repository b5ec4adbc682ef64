from collections.abc import Callable

import pytest

from shoal.records.queries import ValueType
from shoal.records.samples import ColumnSample, TableSample

TYPES = {
    "t": ValueType.TEXT,
    "n": ValueType.NUMBER,
    "d": ValueType.DATE,
    "i": ValueType.INSTANT,
}


@pytest.fixture
def table() -> Callable[..., TableSample]:
    """Return a function that makes a table: columns as "name:type", values by column."""

    def make(name, columns, *, n_rows=100, unique=(), values=None, path=None, **numbers):
        samples = []
        for column in columns.split():
            title, _, kind = column.partition(":")
            seen = tuple((values or {}).get(title, ()))
            low, high = numbers.get(title, (None, None))
            samples.append(
                ColumnSample(
                    name=title.replace("+", " "),
                    type=TYPES[kind or "t"],
                    n_filled=n_rows,
                    n_distinct=n_rows if title in unique else max(len(seen), 10),
                    values=seen,
                    low=low,
                    high=high,
                )
            )
        return TableSample(
            name=name,
            path=path or f"data/{name}.csv",
            outside=False,
            n_rows=n_rows,
            columns=tuple(samples),
        )

    return make
