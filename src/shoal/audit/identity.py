"""Which column tells accounts apart, and how ids read as text."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

import numpy as np

from shoal.audit.names import read_name
from shoal.audit.vocabulary import rank, recognise
from shoal.errors import AmbiguousColumns, UnknownColumn, UsageError, near_matches
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import ContextRole, Kind
from shoal.records.tables import Column, ColumnType, Table

RESERVED = frozenset({"segment", "segment_name", "confidence", "second_segment", "unusual"})

_EVIDENT = frozenset({"account_id", "customer_id", "company_id"})
_ID_ENDINGS = frozenset({"id", "uuid", "guid", "key", "code", "no", "nr", "number", "nummer"})
_ACCOUNT_WORDS = frozenset({"account", "customer", "client", "user", "member", "kunde", "konto"})
_MOST_REPEATS = 0.5  # a column that repeats more than this points at something else
_MOST_MISSING = 0.05
_MOST_EXAMPLES = 5


def refuse_ambiguous(table: Table, id_name: str | None) -> None:
    """Stop if two columns have one name, or the id has a name that the output needs.

    Parameters
    ----------
    table : Table
        The table as it was read.
    id_name : str or None
        The id column, if one is known.

    Raises
    ------
    AmbiguousColumns
        In both cases.
    """
    twice = [name for name, count in Counter(table.column_names).items() if count > 1]
    if twice:
        raise AmbiguousColumns(
            f"{table.name} has several columns of one name: {', '.join(twice[:_MOST_EXAMPLES])}.",
            suggestion="Give each column a name of its own.",
        )
    if id_name in RESERVED:
        raise AmbiguousColumns(
            f"The id column is called {id_name}, a name that the output needs for itself.",
            suggestion="Rename the column, or take another one with --id.",
        )


def choose_id(
    table: Table, named: str | None, *, taken: Collection[str] = ()
) -> tuple[str | None, tuple[Finding, ...]]:
    """Find the column that tells accounts apart.

    Parameters
    ----------
    table : Table
        The table as it was read.
    named : str or None
        The column the user asked for.
    taken : collection of str
        Columns that the user named for something else; they are not guessed to be the id.

    Returns
    -------
    tuple of (str or None, tuple of Finding)
        The column's name; None where no column is evident, so that rows are numbered.

    Raises
    ------
    UnknownColumn
        If the named column is not there.
    AmbiguousColumns
        If column names are not fit to be used.
    UsageError
        If the named column is to be something else as well.
    """
    refuse_ambiguous(table, named)
    if named is not None:
        if named in taken:
            raise UsageError(
                f"Column {named} is named as the id and as something else.",
                suggestion="Name it once: an id is neither clustered nor shown as a fact.",
            )
        if named not in table.column_names:
            raise UnknownColumn(
                f"{table.name} has no column {named} to take as the id."
                f"{near_matches(named, table.column_names)}",
                suggestion=f"Columns are: {_listed(table.column_names)}.",
            )
        return named, ()
    free = [c for c in table.columns if c.name not in taken]
    guessed = _by_known_name(table, free) or _by_look(free)
    if guessed is None:
        return None, ()
    return guessed, (_guess_note(guessed),)


def id_texts(column: Column) -> list[str | None]:
    """Write ids as text, as they stand in the source; None where missing.

    Parameters
    ----------
    column : Column
        The id column, of any type.

    Returns
    -------
    list of (str or None)
        One text per row: "007" keeps its zeros, 12.0 reads "12".
    """
    cells = column.values if column.written is None else column.written
    if column.written is not None or column.type is ColumnType.TEXT:
        return [None if c is None or not str(c).strip() else str(c) for c in cells]
    if column.type is ColumnType.DATE:
        return [None if np.isnat(c) else str(c) for c in cells]
    return [_number_text(float(c)) for c in cells]


def check_ids(ids: Sequence[str], id_name: str) -> list[Finding]:
    """Find ids that differ only by case or blanks; they may be one account.

    Parameters
    ----------
    ids : sequence of str
        One id per account, all different.
    id_name : str
        The id column.

    Returns
    -------
    list of Finding
        At most one, `ids-differ-by-case`.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for text in ids:
        alike["".join(text.split()).casefold()].append(text)
    groups = [group for group in alike.values() if len(group) > 1]
    if not groups:
        return []
    examples = "; ".join(" and ".join(repr(i) for i in g) for g in groups[:_MOST_EXAMPLES])
    return [
        Finding(
            code="ids-differ-by-case",
            severity=Severity.WARNING,
            column=id_name,
            message=f"Ids that differ only by case or blanks: {examples}"
            f"{f'; and {len(groups) - _MOST_EXAMPLES:,} more' * (len(groups) > _MOST_EXAMPLES)}. "
            "They are taken as different accounts.",
            evidence={"groups": len(groups)},
            suggestion="If they are one account, write its id in one way.",
        )
    ]


def is_unique(column: Column) -> bool:
    """Tell whether every cell is answered and no two are equal.

    >>> values = np.array([1.0, 2.0, np.nan])
    >>> is_unique(Column(name="n", type=ColumnType.NUMBER, values=values))
    False
    """
    texts = id_texts(column)
    return None not in texts and len(set(texts)) == len(texts)


def has_id_name(name: str) -> bool:
    """Tell whether a name ends as ids do.

    >>> has_id_name("invoice_number"), has_id_name("paid")
    (True, False)
    """
    words = read_name(name).words
    return bool(words) and words[-1] in _ID_ENDINGS


def _by_known_name(table: Table, columns: Sequence[Column]) -> str | None:
    """Take the column with the best known id name whose cells tell rows apart."""
    known = []
    for column in columns:
        meaning = recognise(column.name)
        if meaning is None or meaning.kind is not Kind.ID or column.type is ColumnType.EMPTY:
            continue
        known.append((rank(meaning), column.name, column, meaning.key in _EVIDENT))
    known.sort(key=lambda k: k[:2])
    for _, name, column, is_evident in known:
        if _tells_apart(table, column, is_evident=is_evident):
            return name
    # Nothing better is there: then faults of the best one are faults to be told.
    return next((k[1] for k in known if _tells_apart(table, k[2], is_evident=True)), None)


def _tells_apart(table: Table, column: Column, *, is_evident: bool) -> bool:
    texts = id_texts(column)
    answered = [t for t in texts if t is not None]
    distinct = len(set(answered))
    if distinct == len(texts):
        return True
    if is_evident:
        # Taken all the same: its repeats and gaps are faults to be told, not to be passed over.
        is_whole = len(texts) - len(answered) <= _MOST_MISSING * len(texts)
        return is_whole and distinct > _MOST_REPEATS * len(answered)
    if len(answered) < len(texts) or distinct <= _MOST_REPEATS * len(texts):
        return False
    return distinct == _distinct_rows(table)


def _distinct_rows(table: Table) -> int:
    rows = zip(*(c.values.astype(object) for c in table.columns), strict=True)
    return len({tuple(_comparable(cell) for cell in row) for row in rows})


def _comparable(cell: object) -> object:
    return None if cell != cell else cell  # noqa: PLR0124 - only NaN differs from itself


def _by_look(columns: Sequence[Column]) -> str | None:
    """Take the first text column with an id-like name whose cells are all different."""
    for column in columns:
        if column.type is ColumnType.TEXT and _looks_like_id(column.name) and is_unique(column):
            return column.name
    return None


def _looks_like_id(name: str) -> bool:
    meaning = recognise(name)
    if meaning is not None and meaning.role is not ContextRole.NAME:
        return False
    words = read_name(name).words
    return has_id_name(name) or (len(words) == 1 and words[0] in _ACCOUNT_WORDS)


def _number_text(value: float) -> str | None:
    if not np.isfinite(value):
        return None
    return str(int(value)) if value.is_integer() else repr(value)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""  # noqa: PLR2004
    return ", ".join(names[:12]) + more


def _guess_note(name: str) -> Finding:
    return Finding(
        code="id-guessed",
        severity=Severity.NOTE,
        column=name,
        message=f"Column {name} was taken as the id of accounts.",
        suggestion="Pass --id to choose another column.",
    )
