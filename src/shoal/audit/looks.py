"""What the values of a column give away when its name does not."""

import numpy as np
from numpy.typing import NDArray

from shoal.audit.names import read_name
from shoal.records.tables import Column, ColumnType

HAPPENED = frozenset({
    "yes", "y", "true", "t", "1", "ja", "wahr", "churned", "cancelled", "canceled", "lost",
    "left", "exited", "inactive", "attrited", "gekuendigt", "gekündigt", "renewed",
    "expanded", "downgraded", "upgraded", "won",
})  # fmt: skip
NOT_HAPPENED = frozenset({
    "no", "n", "false", "f", "0", "nein", "falsch", "active", "retained", "stayed",
    "current", "existing", "open", "aktiv", "none",
})  # fmt: skip
_CHURN_WORDS = frozenset({
    "churned", "cancelled", "canceled", "lost", "left", "exited", "inactive", "attrited",
    "gekuendigt", "gekündigt",
})  # fmt: skip
_ACTIVE_WORDS = frozenset({"active", "retained", "stayed", "current", "existing", "aktiv"})

_FEWEST_ROWS = 20  # below this, numbers may run 1, 2, 3, ... by chance
_YEARS = (1900, 2100)
_EPOCHS = (6e8, 4.2e9)
_TIME_WORDS = frozenset({"date", "datum", "timestamp", "at", "on", "time", "zeitpunkt"})
_YEAR_WORDS = frozenset({"year", "jahr", "yr"})


def looks_like_row_count(column: Column, *, has_id_name: bool) -> bool:
    """Tell whether whole numbers merely number the rows.

    Parameters
    ----------
    column : Column
        A column of numbers, one per account.
    has_id_name : bool
        Whether its name ends as ids do ("invoice_number").

    Returns
    -------
    bool
        True where all are different and either run from 0 or 1 without a gap, or carry an id's
        name.
    """
    values = np.asarray(column.values, dtype=np.float64)
    if not np.all(np.isfinite(values)) or np.any(values != np.floor(values)):
        return False
    if len(np.unique(values)) < len(values):
        return False
    if has_id_name:
        return True
    is_gapless = values.min() in (0, 1) and values.max() - values.min() == len(values) - 1
    return len(values) >= _FEWEST_ROWS and bool(is_gapless)


def looks_like_flag(column: Column) -> bool:
    """Tell whether numbers are only 0 and 1.

    >>> values = np.array([0.0, 1.0, 1.0])
    >>> looks_like_flag(Column(name="has_sso", type=ColumnType.NUMBER, values=values))
    True
    """
    values = _answered(column)
    return len(values) > 0 and bool(np.all((values == 0) | (values == 1)))


def looks_like_date(column: Column) -> bool:
    """Tell whether numbers are dates written as 20240131, as a year or as seconds since 1970.

    >>> values = np.array([20240131.0, 20231205.0])
    >>> looks_like_date(Column(name="since", type=ColumnType.NUMBER, values=values))
    True
    """
    if column.type is not ColumnType.NUMBER:
        return False
    values = _answered(column)
    if len(values) == 0 or np.any(values != np.floor(values)):
        return False
    words = read_name(column.name).words
    if _YEAR_WORDS & set(words):
        return _within(values, _YEARS)
    if words and words[-1] in _TIME_WORDS:
        return _within(values, _EPOCHS) or _within(values / 1000, _EPOCHS) or _is_calendar(values)
    return _is_calendar(values)


def looks_like_outcome(column: Column) -> bool:
    """Tell whether a text column says of each account that it is active or lost.

    >>> values = np.array(["Active", "Churned", None], dtype=object)
    >>> looks_like_outcome(Column(name="status", type=ColumnType.TEXT, values=values))
    True
    """
    if column.type is not ColumnType.TEXT:
        return False
    words = {str(v).strip().casefold() for v in column.values if v is not None}
    return bool(words & _CHURN_WORDS) and words - _CHURN_WORDS <= _ACTIVE_WORDS and len(words) > 1


def _answered(column: Column) -> NDArray[np.float64]:
    values = np.asarray(column.values, dtype=np.float64)
    return values[np.isfinite(values)]


def _within(values: NDArray[np.float64], bounds: tuple[float, float]) -> bool:
    return bool(np.all((values >= bounds[0]) & (values <= bounds[1])))


def _is_calendar(values: NDArray[np.float64]) -> bool:
    years, rest = np.divmod(values, 10_000)
    months, days = np.divmod(rest, 100)
    return _within(years, _YEARS) and _within(months, (1, 12)) and _within(days, (1, 31))
