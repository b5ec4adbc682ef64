"""The metrics of a frozen segmentation, collected from a new table."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from shoal.audit.checks.wording import listed
from shoal.audit.identity import check_ids, refuse_ambiguous
from shoal.audit.readings import read_all
from shoal.audit.rows import Gathered, gather
from shoal.audit.vocabulary import recognise
from shoal.errors import DataError, ModelMismatch, near_matches
from shoal.records.accounts import Accounts, Examined, Metric
from shoal.records.findings import Finding, Severity
from shoal.records.options import OnDuplicateId
from shoal.records.tables import Column, ColumnType, Table

_NUMERIC = frozenset({ColumnType.NUMBER, ColumnType.BOOLEAN, ColumnType.EMPTY})
_MOST_EXAMPLES = 5


def match(
    table: Table,
    *,
    metrics: tuple[Metric, ...],
    id_name: str | None,
    on_duplicate_id: OnDuplicateId = OnDuplicateId.ERROR,
    also_read: Collection[str] = (),
) -> Examined:
    """Collect known metrics from a new table.

    Parameters
    ----------
    table : Table
        As it was read; a single row is enough.
    metrics : tuple of Metric
        What the segmentation was fitted on.
    id_name : str or None
        The id column of the fit; None takes the row numbers.
    on_duplicate_id : OnDuplicateId, default ERROR
        What to do with an id whose rows differ in the needed columns.
    also_read : collection of str
        Columns that something else reads, so that they are not told of as not needed.

    Returns
    -------
    Examined
        Accounts with these very metrics. Columns may stand in any order; `extra-columns` notes
        those that are not needed.

    Raises
    ------
    ModelMismatch
        If a needed column is not there, with near matches; or if it is not numeric.
    DataError
        If there are no rows, an id is missing or column names are ambiguous.
    DuplicateIds
        If one id has rows that differ and `on_duplicate_id` is `error`.
    """
    needed = _needed(metrics)
    _refuse(table, needed, id_name)
    columns = [table.column(name) for name in needed]
    gathered = gather(table, columns, id_name=id_name, on_duplicate=on_duplicate_id)
    values = read_all(metrics, {c.name: c for c in gathered.columns}, len(gathered.ids))
    findings = (
        *table.findings,
        *(check_ids(gathered.ids, id_name) if id_name is not None else ()),
        *gathered.findings,
        *_unanswered(metrics, values),
        *_extra(table, {*needed, *also_read, id_name}),
    )
    accounts = _accounts(gathered, metrics, values, id_name=id_name)
    return Examined(accounts=accounts, findings=findings, applied=gathered.applied)


def _accounts(
    gathered: Gathered,
    metrics: tuple[Metric, ...],
    values: NDArray[np.float64],
    *,
    id_name: str | None,
) -> Accounts:
    return Accounts(
        id_name=id_name,
        ids=gathered.ids,
        rows=gathered.rows,
        first_rows=gathered.first_rows,
        metrics=metrics,
        values=values,
    )


def _refuse(table: Table, needed: Sequence[str], id_name: str | None) -> None:
    """Stop where the table cannot be matched."""
    refuse_ambiguous(table, id_name)
    _refuse_missing(table, needed, id_name)
    _refuse_text(table, needed)
    if not table.n_rows:
        raise DataError(
            f"{table.name} has a header but no rows.",
            suggestion="Give a table with one row per account.",
        )


def _needed(metrics: Sequence[Metric]) -> list[str]:
    columns = {m.column for m in metrics} | {m.per for m in metrics if m.per is not None}
    return sorted(columns)


def _refuse_missing(table: Table, needed: Sequence[str], id_name: str | None) -> None:
    wanted = [*([] if id_name is None else [id_name]), *needed]
    there = set(table.column_names)
    missing = [name for name in wanted if name not in there]
    if not missing:
        return
    spare = [name for name in table.column_names if name not in set(wanted)]
    told = " ".join(f"{name}.{_meant(name, spare)}" for name in missing[:_MOST_EXAMPLES])
    noun = "a column" if len(missing) == 1 else f"{len(missing):,} columns"
    raise ModelMismatch(
        f"{table.name} lacks {noun} that the segmentation was fitted on: {told}",
        suggestion="Rename or add the columns; they must be measured as they were for the fit.",
    )


def _meant(name: str, spare: Sequence[str]) -> str:
    """Look for a column of the same meaning first, then for one of a similar name."""
    meaning = recognise(name)
    same = [s for s in spare if meaning is not None and recognise(s) == meaning]
    return f" Did you mean {' or '.join(same[:3])}?" if same else near_matches(name, spare)


def _refuse_text(table: Table, needed: Sequence[str]) -> None:
    wrong = [c for c in (table.column(n) for n in needed) if c.type not in _NUMERIC]
    if not wrong:
        return
    told = "; ".join(f"{c.name} holds {_content(c)}" for c in wrong[:_MOST_EXAMPLES])
    raise ModelMismatch(
        f"{table.name} has other than numbers where the segmentation expects numbers: {told}.",
        suggestion="Write these columns as numbers, as they were for the fit.",
    )


def _content(column: Column) -> str:
    if column.type is ColumnType.DATE:
        return "dates"
    example = next((v for v in column.values if v is not None and not _is_number(str(v))), None)
    return "text" if example is None else f"text such as {str(example)[:40]!r}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _unanswered(metrics: Sequence[Metric], values: NDArray[np.float64]) -> list[Finding]:
    """Say which metrics have no value at all in the new table."""
    return [
        Finding(
            code="empty-column",
            severity=Severity.WARNING,
            column=metric.column,
            message=f"{metric.name} has no value for any account. "
            "The segments are told from the other metrics alone.",
            suggestion="Check whether the export left the column out.",
        )
        for i, metric in enumerate(metrics)
        if np.all(np.isnan(values[:, i]))
    ]


def _extra(table: Table, used: set[str | None]) -> list[Finding]:
    extra = [name for name in table.column_names if name not in used]
    if not extra:
        return []
    return [
        Finding(
            code="extra-columns",
            severity=Severity.NOTE,
            column=extra[0] if len(extra) == 1 else None,
            message=f"The segmentation does not use {listed(extra)}.",
            evidence={"columns": len(extra)},
        )
    ]
