"""What every column is to Shoal: what was asked, then what its name means, then how it looks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from shoal.audit.identity import RESERVED, has_id_name
from shoal.audit.looks import (
    looks_like_date,
    looks_like_flag,
    looks_like_outcome,
    looks_like_row_count,
)
from shoal.audit.vocabulary import meanings, rank, recognise
from shoal.errors import UnknownColumn, UsageError, near_matches
from shoal.records.meanings import ContextRole, Kind, Meaning
from shoal.records.options import TableOptions
from shoal.records.tables import Column, ColumnType

_NUMERIC = frozenset({ColumnType.NUMBER, ColumnType.BOOLEAN})
_ID = "Tells the accounts apart."
_ALSO_ID = "Numbers or names the rows; its size means nothing."
_RESERVED = "Has a name that the output needs for itself; it is not read."
_NOT_ASKED = "Not among the metrics that were asked for."
YES_OR_NO = "Yes or no, a fact unless it is named as a metric; then 1 and 0."
_WHY = {
    Kind.FACT: "Who the account is, not what it does.",
    Kind.OUTCOME: "What became of the account; clustering on it would leak the answer.",
    Kind.TOUCH: "What the team did; segments would mirror its habits.",
    Kind.DATE: "A date; days since it can be a metric.",
    Kind.TEXT: "Text; only numbers are clustered.",
    Kind.EMPTY: "Empty in every row.",
    Kind.CONSTANT: "The same in every row, so it cannot tell accounts apart.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One column, what it is and why; `is_asked` marks metrics that the user named."""

    column: Column
    kind: Kind
    meaning: Meaning | None = None
    why: str = ""
    is_asked: bool = False
    is_reserved: bool = False
    is_shown: bool = False

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.name


def decide(
    columns: Sequence[Column], options: TableOptions, *, id_column: Column | None
) -> tuple[Role, ...]:
    """Tell for every column what it is.

    Parameters
    ----------
    columns : sequence of Column
        One value per account, without the id column.
    options : TableOptions
        What the user said about columns; it comes before everything else.
    id_column : Column or None
        The column that tells accounts apart.

    Returns
    -------
    tuple of Role
        One per column, the id included, in the order of their names.

    Raises
    ------
    UnknownColumn
        If the options name a column that is not there.
    UsageError
        If a declared meaning is unknown, or a named metric holds nothing to cluster.
    """
    every = [*columns] if id_column is None else [*columns, id_column]
    check_options([c.name for c in every], options)
    roles = [_role(c, options) for c in sorted(columns, key=lambda c: c.name)]
    _refuse_metrics([r for r in roles if r.is_asked])
    roles = _without_copies(roles)
    if id_column is not None:
        roles.append(Role(column=id_column, kind=Kind.ID, why=_ID))
    return tuple(sorted(roles, key=lambda r: r.name))


def check_options(names: Sequence[str], options: TableOptions) -> None:
    """Stop if the options name a column or a meaning that does not exist.

    Parameters
    ----------
    names : sequence of str
        The columns of the table.
    options : TableOptions
        What the user asked.

    Raises
    ------
    UnknownColumn
        Naming every unknown column, with near matches.
    UsageError
        Naming every unknown meaning, with near matches.
    """
    seats = () if options.seats is None else (options.seats,)
    asked = [*(options.metrics or ()), *options.context, *options.outcomes, *seats]
    unknown = [n for n in dict.fromkeys([*asked, *options.meanings]) if n not in set(names)]
    if unknown:
        told = " ".join(f"{n}.{near_matches(n, names)}" for n in unknown[:5])
        raise UnknownColumn(
            f"The table has no column {told}",
            suggestion="Check the spelling; column names are compared exactly.",
        )
    strange = [k for k in dict.fromkeys(options.meanings.values()) if k not in meanings()]
    if strange:
        told = " ".join(f"{k}.{near_matches(k, meanings())}" for k in strange[:5])
        raise UsageError(
            f"No meaning is called {told}",
            suggestion=f"Some that are known: {', '.join(list(meanings())[:12])}.",
        )


def _role(column: Column, options: TableOptions) -> Role:
    declared = options.meanings.get(column.name)
    meaning = meanings()[declared] if declared else recognise(column.name)
    bare = Role(column=column, kind=Kind.BEHAVIOUR, meaning=meaning)
    asked = _asked(bare, options)
    if asked is not None:
        return asked
    found = bare if declared is None else replace(bare, why="Declared.")
    role = _by_reserved(found) or _by_values(found) or _by_meaning(found) or _by_look(found)
    if options.metrics is not None and role.kind is Kind.BEHAVIOUR:
        return replace(role, kind=Kind.FACT, why=_NOT_ASKED)
    return role


def _asked(role: Role, options: TableOptions) -> Role | None:
    """Follow what the user said about this column."""
    if role.name in (options.metrics or ()):
        return replace(role, is_asked=True)
    if role.name == options.seats:
        return replace(
            role, kind=Kind.FACT, meaning=meanings()["seats"], why=_WHY[Kind.FACT], is_shown=True
        )
    if role.name in options.outcomes:
        return replace(role, kind=Kind.OUTCOME, why=_WHY[Kind.OUTCOME], is_shown=True)
    if role.name in options.context:
        return replace(role, kind=Kind.FACT, why=_WHY[Kind.FACT], is_shown=True)
    return None


def _by_reserved(role: Role) -> Role | None:
    if role.name not in RESERVED:
        return None
    kind = Kind.TEXT if role.column.type is ColumnType.TEXT else Kind.FACT
    return replace(role, kind=kind, why=_RESERVED, is_reserved=True)


def _by_values(role: Role) -> Role | None:
    """Empty and constant columns are told apart from all others first."""
    values = role.column.values
    if role.column.type is ColumnType.EMPTY or _is_empty(role.column):
        return replace(role, kind=Kind.EMPTY, why=_WHY[Kind.EMPTY])
    is_context = role.meaning is not None and role.meaning.kind is not Kind.BEHAVIOUR
    if role.column.type in _NUMERIC and not is_context and is_constant(values):
        return replace(role, kind=Kind.CONSTANT, why=_WHY[Kind.CONSTANT])
    return None


def _by_meaning(role: Role) -> Role | None:
    meaning, column = role.meaning, role.column
    if meaning is None:
        return None
    if meaning.kind is Kind.BEHAVIOUR:
        return role if column.type is ColumnType.NUMBER else None
    if meaning.kind is Kind.ID:
        return replace(role, kind=Kind.ID, why=_ALSO_ID)
    if meaning.role is ContextRole.STAGE and looks_like_outcome(column):
        meaning = meanings()["churned"]
    return replace(
        role,
        kind=meaning.kind,
        meaning=meaning,
        why=_WHY[meaning.kind],
        is_shown=meaning.kind in {Kind.FACT, Kind.OUTCOME},
    )


def _by_look(role: Role) -> Role:
    column = role.column
    if column.type is ColumnType.DATE or looks_like_date(column):
        return replace(role, kind=Kind.DATE, why=_WHY[Kind.DATE])
    if column.type is ColumnType.TEXT:
        return replace(role, kind=Kind.TEXT, why=_WHY[Kind.TEXT])
    if column.type is ColumnType.BOOLEAN or looks_like_flag(column):
        return replace(role, kind=Kind.FACT, why=YES_OR_NO)
    if looks_like_row_count(column, has_id_name=has_id_name(column.name)):
        return replace(role, kind=Kind.ID, why=_ALSO_ID)
    return role


def _is_empty(column: Column) -> bool:
    if column.type is ColumnType.TEXT:
        return all(v is None or not str(v).strip() for v in column.values)
    if column.type is ColumnType.DATE:
        return bool(np.all(np.isnat(column.values)))
    return not np.any(np.isfinite(column.values))


def is_constant(
    values: NDArray[np.float64] | NDArray[np.datetime64] | NDArray[np.object_],
) -> bool:
    """Tell whether all answered numbers are equal.

    >>> is_constant(np.array([1.0, np.nan, 1.0]))
    True
    """
    numbers = np.asarray(values, dtype=np.float64)
    answered = numbers[np.isfinite(numbers)]
    return len(answered) == 0 or bool(np.all(answered == answered[0]))


def _refuse_metrics(asked: Sequence[Role]) -> None:
    faults = [(r.name, fault) for r in asked if (fault := _fault(r.column))]
    if faults:
        told = "; ".join(f"{name} is {fault}" for name, fault in faults[:5])
        raise UsageError(
            f"These columns cannot be metrics: {told}.",
            suggestion="Name columns that hold numbers which differ between accounts.",
        )


def _fault(column: Column) -> str | None:
    if column.type is ColumnType.EMPTY or _is_empty(column):
        return "empty in every row"
    if column.type in {ColumnType.TEXT, ColumnType.DATE}:
        return f"a {column.type.value} column" if column.type is ColumnType.DATE else "text"
    return "the same in every row" if is_constant(column.values) else None


def _without_copies(roles: Sequence[Role]) -> list[Role]:
    """Keep one of several behaviour columns with the same values: asked, then best known."""
    kept: dict[bytes, str] = {}
    copies: dict[str, str] = {}
    for role in sorted((r for r in roles if r.kind is Kind.BEHAVIOUR), key=_precedence):
        # Adding zero makes -0.0 and 0.0 the same bytes.
        mark = (np.asarray(role.column.values, dtype=np.float64) + 0.0).tobytes()
        first = kept.setdefault(mark, role.name)
        if first != role.name and not role.is_asked:
            copies[role.name] = first
    return [
        replace(r, kind=Kind.DUPLICATE, why=f"The same values as {copies[r.name]}.")
        if r.name in copies
        else r
        for r in roles
    ]


def _precedence(role: Role) -> tuple[bool, int, str]:
    place = rank(role.meaning) if role.meaning is not None else 1_000_000
    return (not role.is_asked, place, role.name)
