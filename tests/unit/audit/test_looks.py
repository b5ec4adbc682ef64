import numpy as np
import pytest

from shoal.audit.looks import (
    looks_like_date,
    looks_like_flag,
    looks_like_outcome,
    looks_like_row_count,
)


@pytest.mark.parametrize("start", [0, 1])
def test_a_gapless_count_numbers_rows_in_any_order(column, rng, start):
    cells = (rng.permutation(40) + start).tolist()
    assert looks_like_row_count(column("n", cells), has_id_name=False)


@pytest.mark.parametrize(
    "cells", [list(range(5, 45)), [*range(39), 38], [*range(39), None], [0.5, *range(39)]]
)
def test_other_numbers_do_not_number_rows(column, cells):
    assert not looks_like_row_count(column("n", cells), has_id_name=False)


def test_different_whole_numbers_under_an_id_name_are_ids(column):
    assert looks_like_row_count(column("order_no", [17, 4, 923]), has_id_name=True)
    assert not looks_like_row_count(column("order_no", [17, 4, 17]), has_id_name=True)


@pytest.mark.parametrize(
    ("name", "cells", "is_date"),
    [
        ("d", [20240131, 20231205], True),
        ("d", [20249931, 20231205], False),
        ("d", [1500, 2000], False),
        ("birth_year", [1980, 1999], True),
        ("created_at", [1.7e9, 1.6e9], True),
        ("created_at", [1.7e12, 1.6e12], True),
        ("bytes", [1.7e9, 1.6e9], False),
        ("light_years", [3, 4], False),
    ],
)
def test_numbers_that_are_dates(column, name, cells, is_date):
    assert looks_like_date(column(name, cells)) is is_date


def test_flags_and_outcomes_need_the_right_values(column):
    assert looks_like_flag(column("x", [0, 1, None]))
    assert not looks_like_flag(column("x", [0, 2]))
    assert not looks_like_outcome(column("x", ["Churned", "Churned"]))
    assert not looks_like_outcome(column("x", ["Active", "Open"]))


def test_an_empty_column_looks_like_nothing(column):
    empty = column("x", [None, None])
    assert not looks_like_flag(empty)
    assert not looks_like_date(column("year", [np.nan]))
