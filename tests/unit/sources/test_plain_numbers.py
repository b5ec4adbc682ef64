import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoal.sources.drafts import distinct_of
from shoal.sources.numbers import read_numbers
from shoal.sources.plain_numbers import plain_numbers


@given(
    st.lists(
        st.one_of(
            st.just(""),
            st.integers(-(10**20), 10**20).map(str),
            st.floats(allow_nan=False, allow_infinity=False).map(repr),
        ),
        min_size=1,
    )
)
def test_the_quick_way_agrees_with_the_careful_one(cells):
    quick = plain_numbers(cells)
    distinct = distinct_of(cells)
    careful = read_numbers(distinct, decimal_comma=False).values[distinct.codes]
    if quick is None:
        assert all(c == "" for c in cells)
    else:
        np.testing.assert_array_equal(quick.values, careful)


@pytest.mark.parametrize(
    "cells",
    [
        ["nan"],
        ["inf"],
        ["1_0"],
        [" 1"],
        ["1\n"],
        ["\N{ARABIC-INDIC DIGIT ONE}"],
        ["1e999"],
        ["e"],
        [""],
    ],
)
def test_what_float_would_take_by_accident_is_left_to_the_careful_way(cells):
    assert plain_numbers(cells) is None


@pytest.mark.parametrize(
    ("cells", "has_point", "maybe_thousands"),
    [
        (["1", "2"], False, False),
        (["1.5", "1.234"], True, False),
        (["1.234", "12.345"], False, True),
        (["0.123"], True, False),
        (["-1.234", "7"], False, True),
    ],
)
def test_points_that_could_part_thousands_are_told_apart(cells, has_point, maybe_thousands):
    found = plain_numbers(cells)
    assert (found.has_point, found.maybe_thousands) == (has_point, maybe_thousands)
