"""What stands beside a segment: facts about accounts, and what became of them."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from shoal.audit.looks import HAPPENED, NOT_HAPPENED
from shoal.audit.names import humanise, read_name
from shoal.audit.readings import numbers
from shoal.audit.roles import Role
from shoal.audit.vocabulary import rank
from shoal.errors import UsageError
from shoal.records.accounts import ContextColumn, Outcome
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import Better, ContextRole, Kind
from shoal.records.tables import Column, ColumnType

# Roles that only values of one type can fill.
_FIT_TYPES = {
    ContextRole.CONTRACT_VALUE: ColumnType.NUMBER,
    ContextRole.SEATS: ColumnType.NUMBER,
    ContextRole.RENEWAL: ColumnType.DATE,
}
_KEPT = frozenset({"renewed", "expanded", "upsell"})
_LOST_WORDS = frozenset({
    "churned", "cancelled", "canceled", "lost", "left", "lapsed", "exited", "inactive",
})  # fmt: skip
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}


def context(roles: Sequence[Role], sized: Iterable[str]) -> tuple[ContextColumn, ...]:
    """Collect the facts that are shown, the best known of each role first.

    Parameters
    ----------
    roles : sequence of Role
        All columns, one value per account.
    sized : iterable of str
        Volumes that ratios replaced; kept as facts about size.

    Returns
    -------
    tuple of ContextColumn
        Sorted by how well known they are, then by name.
    """
    volumes = set(sized)
    shown = [r for r in roles if (r.kind is Kind.FACT and r.is_shown) or r.name in volumes]
    currencies = _currency_column(roles)
    return tuple(_context_column(r, currencies) for r in sorted(shown, key=_place))


def outcomes(roles: Sequence[Role], named: Sequence[str]) -> tuple[Outcome, ...]:
    """Collect what became of accounts, as 0 and 1.

    Parameters
    ----------
    roles : sequence of Role
        All columns, one value per account.
    named : sequence of str
        Outcomes that the user named.

    Returns
    -------
    tuple of Outcome
        Sorted by name. Recognised columns that cannot be read as yes or no are left out.

    Raises
    ------
    UsageError
        If an outcome that the user named cannot be read as yes or no.
    """
    found = []
    for role in roles:
        if role.kind is not Kind.OUTCOME and role.name not in named:
            continue
        values = _happened(role)
        if values is not None:
            found.append(_outcome(role, values))
        elif role.name in named:
            raise UsageError(
                f"Outcome {role.name} cannot be read as yes or no.",
                suggestion="An outcome holds yes and no, 1 and 0, or the date it happened.",
            )
    return tuple(sorted(found, key=lambda o: o.name))


def check_currencies(columns: Iterable[ContextColumn]) -> list[Finding]:
    """Find amounts in several currencies; they are never added.

    Parameters
    ----------
    columns : iterable of ContextColumn
        The facts that are shown.

    Returns
    -------
    list of Finding
        One `mixed-currencies` for each such column.
    """
    findings = []
    for column in columns:
        if column.currencies is None:
            continue
        codes = sorted({str(c) for c in column.currencies if c is not None})
        findings.append(
            Finding(
                code="mixed-currencies",
                severity=Severity.WARNING,
                column=column.name,
                message=f"{column.name} is in {len(codes)} currencies ({', '.join(codes[:5])}). "
                "Amounts of different currencies are not added; they are shown for each.",
                evidence={"currencies": len(codes)},
                suggestion="Convert the amounts to one currency at the source.",
            )
        )
    return findings


def _place(role: Role) -> tuple[int, str]:
    return (1_000_000 if role.meaning is None else rank(role.meaning), role.name)


def _context_column(role: Role, currencies: NDArray[np.object_] | None) -> ContextColumn:
    column, found = role.column, _context_role(role)
    currency, mixed = None, None
    if found is ContextRole.CONTRACT_VALUE:
        currency, mixed = _currency(column, currencies)
    # Codes such as 01069 read as numbers, but are shown as they are written.
    codes = column.written if found is ContextRole.OTHER and _has_leading_zero(column) else None
    return ContextColumn(
        name=role.name,
        label=_label(role, found),
        role=found,
        type=column.type if codes is None else ColumnType.TEXT,
        values=column.values if codes is None else codes,
        currency=currency,
        currencies=mixed,
    )


def _context_role(role: Role) -> ContextRole:
    """Return what the fact is used for; OTHER where its values are not fit for that."""
    meaning = role.meaning
    if meaning is None or meaning.kind is not Kind.FACT or meaning.role is None:
        return ContextRole.OTHER
    is_fit = role.column.type is _FIT_TYPES.get(meaning.role, role.column.type)
    return meaning.role if is_fit else ContextRole.OTHER


def _label(role: Role, found: ContextRole) -> str:
    """Call a fact by its role where it has one, any other by the name of its column."""
    is_other = role.meaning is None or found is ContextRole.OTHER
    return humanise(role.name) if is_other or role.meaning is None else role.meaning.label


def _has_leading_zero(column: Column) -> bool:
    if column.written is None or column.type is not ColumnType.NUMBER:
        return False
    return any(c is not None and re.match(r"0\d", str(c)) for c in column.written)


def _currency_column(roles: Iterable[Role]) -> NDArray[np.object_] | None:
    for role in roles:
        is_text = role.column.type is ColumnType.TEXT
        if role.meaning is not None and role.meaning.key == "currency" and is_text:
            codes = [None if v is None else _code(str(v)) for v in role.column.values]
            return np.array(codes, dtype=object)
    return None


def _code(text: str) -> str:
    return _SIGNS.get(text.strip(), text.strip().upper())


def _currency(
    column: Column, currencies: NDArray[np.object_] | None
) -> tuple[str | None, NDArray[np.object_] | None]:
    """Find the currency in the cells, in a column of its own, or in the column's name."""
    if column.currency is not None:
        return column.currency, None
    if currencies is not None:
        codes = {c for c in currencies if c}
        if len(codes) > 1:
            return None, currencies
        if codes:
            return str(next(iter(codes))), None
    return read_name(column.name).currency, None


def _outcome(role: Role, values: NDArray[np.float64]) -> Outcome:
    meaning = role.meaning
    is_known = meaning is not None and meaning.kind is Kind.OUTCOME
    label = meaning.label if is_known and meaning is not None else humanise(role.name)
    is_good = is_known and meaning is not None and meaning.better is Better.MORE
    left = is_known and meaning is not None and meaning.key == "churned"
    return Outcome(name=role.name, label=label, values=values, bad=not is_good, left=left)


def _happened(role: Role) -> NDArray[np.float64] | None:
    """Read a column as 1 happened, 0 did not, NaN unknown; None where it cannot be."""
    column = role.column
    if column.type is ColumnType.EMPTY:
        return None
    if column.type is ColumnType.DATE:
        return np.where(np.isnat(column.values), 0.0, 1.0)
    if column.type is ColumnType.TEXT:
        return _words_happened(column.values, is_kept=_key(role) in _KEPT)
    values = numbers(column)
    answered = values[np.isfinite(values)]
    if np.all((answered == 0) | (answered == 1)):
        return values
    # Growth in per cent: it happened where it is above nothing.
    if _key(role) in {"seat_growth", "revenue_growth"}:
        return np.where(np.isnan(values), np.nan, (values > 0).astype(np.float64))
    return None


def _key(role: Role) -> str:
    return "" if role.meaning is None else role.meaning.key


def _words_happened(
    cells: NDArray[np.object_] | NDArray[np.float64] | NDArray[np.datetime64], *, is_kept: bool
) -> NDArray[np.float64] | None:
    yes = HAPPENED - _LOST_WORDS if is_kept else HAPPENED
    no = NOT_HAPPENED | _LOST_WORDS if is_kept else NOT_HAPPENED
    known: dict[object, float] = {None: np.nan, "": np.nan}
    for cell in set(cells) - {None}:
        word = str(cell).strip().casefold()
        if word and word not in yes and word not in no:
            return None
        known[cell] = np.nan if not word else float(word in yes)
    return np.array([known[c] for c in cells], dtype=np.float64)
