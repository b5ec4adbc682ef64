"""From rows to accounts: repeated rows, ids that stand twice, and one order whatever came in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from shoal.audit.checks.wording import counted
from shoal.audit.identity import id_texts
from shoal.errors import DataError, DuplicateIds
from shoal.records.findings import Finding, Severity
from shoal.records.options import OnDuplicateId
from shoal.records.tables import Column, ColumnType, Table

MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Accounts in canonical order, their columns beside them.

    `rows` (n_input_rows,) gives the account of each input row, `first_rows` (n_accounts,) the
    first input row of each account; `columns` have one value per account.
    """

    ids: tuple[str, ...]
    rows: NDArray[np.intp]
    first_rows: NDArray[np.intp]
    columns: tuple[Column, ...]
    findings: tuple[Finding, ...] = ()
    applied: tuple[str, ...] = ()


def gather(
    table: Table, columns: Sequence[Column], *, id_name: str | None, on_duplicate: OnDuplicateId
) -> Gathered:
    """Make one account of each id, or of each row where there is no id.

    Parameters
    ----------
    table : Table
        The table as it was read.
    columns : sequence of Column
        The columns in which rows with one id must agree; the id column itself does not count.
    id_name : str or None
        The id column.
    on_duplicate : OnDuplicateId
        What to do with an id whose rows differ.

    Returns
    -------
    Gathered
        Sorted by id; without ids by the values of the columns (numbers first, each by name), so
        that the order of the input never matters.

    Raises
    ------
    DataError
        If an id is missing.
    DuplicateIds
        If one id has rows that differ and `on_duplicate` is `error`.

    Notes
    -----
    Cost: n log n in the rows, for each column.
    """
    ordered = sorted(columns, key=lambda c: (c.type is not ColumnType.NUMBER, c.name))
    others = tuple(c for c in ordered if c.name != id_name)
    if id_name is None:
        return _by_values(table, others)
    return _by_ids(others, id_column=table.column(id_name), on_duplicate=on_duplicate)


def _by_values(table: Table, columns: tuple[Column, ...]) -> Gathered:
    order, group = _group(_codes(columns, table.n_rows))
    rows = np.empty(table.n_rows, dtype=np.intp)
    rows[order] = np.arange(table.n_rows)
    n_repeated = int(table.n_rows - (group.max() + 1)) if table.n_rows and columns else 0
    return Gathered(
        ids=tuple(str(i + 1) for i in order),
        rows=rows,
        first_rows=order,
        columns=tuple(_taken(c, order) for c in columns),
        findings=(_kept_repeats(n_repeated),) if n_repeated else (),
    )


def _by_ids(
    columns: tuple[Column, ...], *, id_column: Column, on_duplicate: OnDuplicateId
) -> Gathered:
    texts = _answered(id_texts(id_column), id_column.name)
    # Not np.unique: its arrays take the width of the longest id, times the number of rows.
    first_of: dict[str, int] = {}
    for i, text in enumerate(texts):
        first_of.setdefault(text, i)
    ids = tuple(sorted(first_of))
    place = {text: i for i, text in enumerate(ids)}
    first = np.array([first_of[text] for text in ids], dtype=np.intp)
    gathered = Gathered(
        ids=ids,
        rows=np.array([place[text] for text in texts], dtype=np.intp),
        first_rows=first,
        columns=tuple(_taken(c, first) for c in columns),
    )
    if len(ids) == len(texts):
        return gathered
    return _resolved(gathered, columns, on_duplicate=on_duplicate, id_name=id_column.name)


def _resolved(
    gathered: Gathered, columns: tuple[Column, ...], *, on_duplicate: OnDuplicateId, id_name: str
) -> Gathered:
    """Settle ids that stand in several rows."""
    repeated = np.flatnonzero(np.bincount(gathered.rows)[gathered.rows] > 1)
    owners = gathered.rows[repeated]
    codes = np.column_stack([owners, _codes([_taken(c, repeated) for c in columns], len(owners))])
    order, group = _group(codes)
    is_new = np.diff(group, prepend=-1) > 0
    distinct, owner_of = repeated[order][is_new], owners[order][is_new]
    n_versions = np.bincount(owner_of, minlength=len(gathered.ids))
    conflicts = np.flatnonzero(n_versions > 1)
    if len(conflicts) and on_duplicate is OnDuplicateId.ERROR:
        raise _duplicate_error(gathered, columns, conflicts=conflicts, id_name=id_name)
    findings, applied = _told(
        n_repeated=len(repeated) - len(distinct),
        n_conflicts=len(conflicts),
        id_name=id_name,
        how=on_duplicate,
    )
    settled = _settled(gathered, columns, conflicts=conflicts, distinct=distinct, how=on_duplicate)
    return replace(gathered, columns=settled, findings=findings, applied=applied)


def _settled(
    gathered: Gathered,
    columns: tuple[Column, ...],
    *,
    conflicts: NDArray[np.intp],
    distinct: NDArray[np.intp],
    how: OnDuplicateId,
) -> tuple[Column, ...]:
    """Take the last row of each conflicting id; or the mean of its distinct rows' numbers."""
    if not len(conflicts):
        return gathered.columns
    last = np.zeros(len(gathered.ids), dtype=np.intp)
    np.maximum.at(last, gathered.rows, np.arange(len(gathered.rows)))
    source = gathered.first_rows.copy()
    source[conflicts] = last[conflicts]
    taken = tuple(_taken(c, source) for c in columns)
    if how is not OnDuplicateId.MEAN:
        return taken
    owners = gathered.rows[distinct]
    return tuple(
        replace(t, values=_means(c, t, distinct=distinct, owners=owners, at=conflicts))
        if c.type is ColumnType.NUMBER
        else t
        for c, t in zip(columns, taken, strict=True)
    )


def _means(
    column: Column,
    taken: Column,
    *,
    distinct: NDArray[np.intp],
    owners: NDArray[np.intp],
    at: NDArray[np.intp],
) -> NDArray[np.float64]:
    answers = np.asarray(column.values, dtype=np.float64)[distinct]
    is_answered = np.isfinite(answers)
    n_accounts = len(taken.values)
    totals = np.bincount(owners[is_answered], answers[is_answered], minlength=n_accounts)
    counts = np.bincount(owners[is_answered], minlength=n_accounts)
    values = np.array(taken.values, dtype=np.float64)
    values[at] = np.divide(
        totals[at], counts[at], out=np.full(len(at), np.nan), where=counts[at] > 0
    )
    return values


def _taken(column: Column, index: NDArray[np.intp]) -> Column:
    written = None if column.written is None else column.written[index]
    return replace(column, values=column.values[index], written=written)


def _codes(columns: Sequence[Column], n_rows: int) -> NDArray[np.int32]:
    """Give each distinct value of a column its rank; shape (n_rows, n_columns)."""
    codes = np.zeros((n_rows, len(columns)), dtype=np.int32)
    for i, column in enumerate(columns):
        if column.type is ColumnType.TEXT:
            codes[:, i] = _text_codes(column.values)
        elif column.type is not ColumnType.EMPTY:
            codes[:, i] = np.unique(column.values, return_inverse=True)[1]
    return codes


def _text_codes(
    values: NDArray[np.object_] | NDArray[np.float64] | NDArray[np.datetime64],
) -> NDArray[np.int32]:
    ranks = {text: i + 1 for i, text in enumerate(sorted({v for v in values if v is not None}))}
    return np.fromiter((ranks.get(v, 0) for v in values), dtype=np.int32, count=len(values))


def _group(codes: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Sort rows by their codes (stable) and number the groups of equal rows along that order."""
    n_rows, n_columns = codes.shape
    if not n_columns or not n_rows:
        return np.arange(n_rows, dtype=np.intp), np.arange(n_rows, dtype=np.intp)
    order = np.lexsort(codes.T[::-1]).astype(np.intp)
    lined = codes[order]
    is_new = np.any(lined[1:] != lined[:-1], axis=1)
    return order, np.concatenate([[0], np.cumsum(is_new)]).astype(np.intp)


def _answered(texts: Sequence[str | None], id_name: str) -> list[str]:
    """Return the ids, or stop where some are missing."""
    missing = [i + 1 for i, text in enumerate(texts) if text is None]
    if not missing:
        return [text for text in texts if text is not None]
    where = ", ".join(str(i) for i in missing[:MOST_EXAMPLES])
    more = f" and {len(missing) - MOST_EXAMPLES:,} more" if len(missing) > MOST_EXAMPLES else ""
    raise DataError(
        f"Column {id_name} is the id, but it is empty in {len(missing):,} of {len(texts):,} rows"
        f" (data rows {where}{more}).",
        suggestion="Fill in the missing ids or remove these rows; --id takes another column.",
    )


def _duplicate_error(
    gathered: Gathered, columns: tuple[Column, ...], *, conflicts: NDArray[np.intp], id_name: str
) -> DuplicateIds:
    shown = conflicts[:MOST_EXAMPLES]
    examples = []
    for account in shown:
        rows = np.flatnonzero(gathered.rows == account)
        differing = [
            c.name for c in columns if len(np.unique(_codes([_taken(c, rows)], len(rows)))) > 1
        ]
        more = ", ..." if len(differing) > MOST_EXAMPLES else ""
        examples.append(f"{gathered.ids[account]} ({', '.join(differing[:MOST_EXAMPLES])}{more})")
    return DuplicateIds(
        f"Several rows that differ share one id: {counted(len(conflicts), 'id')} of column "
        f"{id_name}. First: {'; '.join(examples)} (in brackets the columns that differ).",
        suggestion="Keep one row for each account, or pass --on-duplicate-id last or mean; "
        "--id takes another column.",
    )


def _told(
    *, n_repeated: int, n_conflicts: int, id_name: str, how: OnDuplicateId
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    findings: list[Finding] = []
    applied: list[str] = []
    if n_repeated:
        findings.append(
            Finding(
                code="repeated-rows",
                severity=Severity.WARNING,
                column=id_name,
                message=f"{counted(n_repeated, 'row')} repeated exactly, id included. "
                "Each account is counted once.",
                evidence={"rows": n_repeated},
                suggestion="Remove the repeated rows from the source.",
            )
        )
        applied.append(f"Counted {counted(n_repeated, 'exactly repeated row')} once.")
    if n_conflicts:
        words = "the last row" if how is OnDuplicateId.LAST else "the mean of the rows"
        findings.append(
            Finding(
                code="duplicate-ids",
                severity=Severity.WARNING,
                column=id_name,
                message=f"{counted(n_conflicts, 'id')} with several rows that differ; "
                f"{words} was taken.",
                evidence={"ids": n_conflicts},
                suggestion="Check which row is right.",
            )
        )
        applied.append(f"Took {words} of {counted(n_conflicts, 'id')} with rows that differ.")
    return tuple(findings), tuple(applied)


def _kept_repeats(n_repeated: int) -> Finding:
    return Finding(
        code="repeated-rows",
        severity=Severity.NOTE,
        message=f"{counted(n_repeated, 'row')} repeated exactly. Without an id column they may be "
        "different accounts, so all are kept.",
        evidence={"rows": n_repeated},
        suggestion="Add an id column and pass --id, so that repeats are counted once.",
    )
