"""Columns of NumPy arrays, masked or not."""

import numpy as np
from numpy.typing import NDArray

from shoal.sources.drafts import Draft
from shoal.sources.objects import draft_of_objects
from shoal.sources.ready import (
    EXACT_BELOW,
    boolean_draft,
    date_draft,
    duration_draft,
    number_draft,
)


def draft_of_array(name: str, array: NDArray[np.generic]) -> Draft:
    """Make a column from an array of shape (n_rows,); its dtype is trusted.

    Objects and text are read cell by cell. Masked entries are missing.

    Examples
    --------
    >>> import numpy as np
    >>> draft_of_array("ok", np.array([True, False])).column.type
    <ColumnType.BOOLEAN: 'boolean'>
    """
    mask = np.ma.getmaskarray(array)
    data = np.ma.getdata(array)
    if data.dtype.kind in "iuf":
        return _number(name, data, mask)
    if data.dtype.kind == "b":
        return boolean_draft(name, np.where(mask, np.nan, data.astype(np.float64)))
    if data.dtype.kind == "M":
        seconds = data.astype("datetime64[s]")
        seconds[mask] = np.datetime64("NaT", "s")
        return date_draft(name, seconds)
    if data.dtype.kind == "m":
        lengths = data.astype("timedelta64[ms]")
        lengths[mask] = np.timedelta64("NaT")
        return duration_draft(name, lengths)
    cells = [None if m else c for c, m in zip(data.tolist(), mask.tolist(), strict=True)]
    return draft_of_objects(name, cells)


def _number(name: str, data: NDArray[np.generic], mask: NDArray[np.bool_]) -> Draft:
    values = data.astype(np.float64)
    values[mask] = np.nan
    written = None
    # Whole numbers this large lose digits as float64; an id must not.
    if data.dtype.kind in "iu" and (np.abs(values) >= EXACT_BELOW).any():
        written = np.array(
            [None if m else str(c) for c, m in zip(data.tolist(), mask.tolist(), strict=True)],
            dtype=object,
        )
    return number_draft(name, values, written=written)
