"""What accounts are worth, in the currency they pay in; currencies are never added."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.records.accounts import Accounts
from shoal.records.meanings import ContextRole
from shoal.records.tables import ColumnType
from shoal.wording import format_money, join_words, lower_first

_YEARLY = frozenset({"arr", "acv", "annual", "annually", "yearly", "year", "jahr"})
_MONTHLY = frozenset({"mrr", "month", "monthly", "monat"})
_CURRENCIES_SHOWN = 3
_HEAD_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Amount of each account, shape (n_accounts,), NaN where unknown.

    `period` is " a year" or " a month" where the column's name says so, else empty. `mixed` says
    that there are several currencies: amounts then have no common scale.
    """

    label: str
    period: str
    amounts: NDArray[np.float64]
    currencies: NDArray[np.object_]
    mixed: bool

    @property
    def label_in_sentence(self) -> str:
        """The label with its period, unless the label tells it."""
        label = lower_first(self.label)
        return f"{label}{self.period}" if not _period(label) else label

    @property
    def short_label(self) -> str:
        """A label narrow enough for the head of a column."""
        if len(self.label) <= _HEAD_LENGTH:
            return self.label
        return f"Worth{self.period}"

    def total(self, members: NDArray[np.bool_]) -> float:
        """Return the sum over some accounts; NaN where it has no meaning."""
        known = members & ~np.isnan(self.amounts)
        return float(self.amounts[known].sum()) if known.any() and not self.mixed else float("nan")

    def words(self, members: NDArray[np.bool_]) -> str:
        """Write the total of some accounts, one amount a currency; empty if none is known."""
        return join_words(self.parts(members))

    def parts(self, members: NDArray[np.bool_]) -> tuple[str, ...]:
        """Write the total of some accounts in each currency; empty if none is known."""
        known = members & ~np.isnan(self.amounts)
        currencies = sorted({c or "" for c in self.currencies[known]})
        if len(currencies) > _CURRENCIES_SHOWN:
            return (f"amounts in {len(currencies)} currencies",)
        return tuple(self._words_in(known, currency) for currency in currencies)

    def worth(self, members: NDArray[np.bool_]) -> str:
        """Write " worth $2.6M a year" for a sentence; empty if no amount is known."""
        words = self.words(members)
        return f" worth {words}{self.period}" if words else ""

    def of(self, account: int) -> str:
        """Write one account's amount; empty if unknown."""
        amount = float(self.amounts[account])
        return "" if np.isnan(amount) else format_money(amount, self.currencies[account])

    def _words_in(self, known: NDArray[np.bool_], currency: str) -> str:
        here = known & np.array([(c or "") == currency for c in self.currencies])
        return format_money(float(self.amounts[here].sum()), currency or None)


def read_money(accounts: Accounts) -> Money | None:
    """Return what accounts are worth; None if the table does not say."""
    column = accounts.context_of(ContextRole.CONTRACT_VALUE)
    if column is None or column.type is not ColumnType.NUMBER:
        return None
    amounts = np.asarray(column.values, dtype=np.float64)
    if np.isnan(amounts).all():
        return None
    currencies = column.currencies
    if currencies is None:
        currencies = np.full(len(amounts), column.currency, dtype=object)
    known = {c for c, a in zip(currencies, amounts, strict=True) if not np.isnan(a)}
    return Money(
        label=column.label,
        period=_period(f"{column.name} {column.label}"),
        amounts=amounts,
        currencies=currencies,
        mixed=len(known) > 1,
    )


def _period(name: str) -> str:
    """Return the period an amount is for, if its name tells.

    >>> _period("monthly_charges"), _period("ARR"), _period("contract_value")
    (' a month', ' a year', '')
    """
    words = set(re.split(r"[^a-z]+", name.casefold()))
    if words & _MONTHLY:
        return " a month"
    return " a year" if words & _YEARLY else ""
