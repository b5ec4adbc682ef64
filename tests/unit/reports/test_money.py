"""Amounts are added within a currency and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest

from shoal.records.accounts import Accounts, ContextColumn
from shoal.records.meanings import ContextRole
from shoal.records.tables import ColumnType
from shoal.reports.money import read_money


def accounts(amounts, *, currency=None, currencies=None, name="arr", label="Revenue"):
    n = len(amounts)
    column = ContextColumn(
        name=name,
        label=label,
        role=ContextRole.CONTRACT_VALUE,
        type=ColumnType.NUMBER,
        values=np.array(amounts, dtype=float),
        currency=currency,
        currencies=None if currencies is None else np.array(currencies, dtype=object),
    )
    return Accounts(
        id_name=None,
        ids=tuple(str(i) for i in range(n)),
        rows=np.arange(n),
        first_rows=np.arange(n),
        metrics=(),
        values=np.zeros((n, 0)),
        context=(column,),
    )


ALL = np.ones(3, dtype=bool)


def test_unknown_amounts_are_left_out():
    money = read_money(accounts([1000.0, np.nan, 2000.0], currency="USD"))

    assert money.total(ALL) == 3000.0
    assert money.words(ALL) == "$3.0k"
    assert money.of(1) == ""
    assert money.words(np.array([False, True, False])) == ""


def test_two_currencies_have_no_total():
    money = read_money(accounts([1000.0, 500.0, 2000.0], currencies=["USD", "EUR", "USD"]))

    assert money.mixed
    assert np.isnan(money.total(ALL))
    assert money.parts(ALL) == ("€500", "$3.0k")


def test_many_currencies_are_counted_not_listed():
    money = read_money(accounts([1.0, 2.0, 3.0, 4.0], currencies=["USD", "EUR", "GBP", "CHF"]))

    assert money.words(np.ones(4, dtype=bool)) == "amounts in 4 currencies"


def test_a_currency_only_of_unknown_amounts_does_not_mix():
    money = read_money(accounts([1000.0, np.nan, 2000.0], currencies=["USD", "EUR", "USD"]))

    assert not money.mixed


def test_amounts_without_a_currency_have_no_sign():
    assert read_money(accounts([1000.0, 1.0, 1.0])).words(ALL) == "1.0k"


def test_a_column_of_text_or_of_nothing_is_no_money():
    table = accounts([np.nan, np.nan, np.nan])
    text = replace(table.context[0], type=ColumnType.TEXT, values=np.array(["a"] * 3, dtype=object))

    assert read_money(table) is None
    assert read_money(replace(table, context=(text,))) is None
    assert read_money(replace(table, context=())) is None


@pytest.mark.parametrize(
    ("name", "label", "sentence", "head"),
    [
        ("arr", "Annual recurring revenue", "annual recurring revenue", "Worth a year"),
        ("arr", "Revenue", "revenue a year", "Revenue"),
        ("mrr", "MRR", "MRR", "MRR"),
        ("charges", "All the charges together", "all the charges together", "Worth"),
    ],
)
def test_period_is_said_once(name, label, sentence, head):
    money = read_money(accounts([1.0, 2.0, 3.0], name=name, label=label))

    assert money.label_in_sentence == sentence
    assert money.short_label == head
