import numpy as np
import pytest

from shoal.audit.rows import gather
from shoal.errors import DataError, DuplicateIds
from shoal.records.options import OnDuplicateId


def gathered(table, *, id_name="id", on_duplicate=OnDuplicateId.ERROR):
    return gather(table, table.columns, id_name=id_name, on_duplicate=on_duplicate)


def values(found, name):
    return next(c.values for c in found.columns if c.name == name).tolist()


def test_accounts_are_sorted_by_id_and_map_back_to_rows(table):
    found = gathered(table({"id": ["b", "a", "c"], "x": [2, 1, 3]}))
    assert found.ids == ("a", "b", "c")
    assert values(found, "x") == [1, 2, 3]
    assert found.rows.tolist() == [1, 0, 2]
    assert found.first_rows.tolist() == [1, 0, 2]


def test_rows_repeated_exactly_are_counted_once(table):
    found = gathered(table({"id": ["b", "a", "b"], "x": [2, 1, 2], "t": ["u", None, "u"]}))
    assert found.ids == ("a", "b")
    assert found.rows.tolist() == [1, 0, 1]
    assert [f.code for f in found.findings] == ["repeated-rows"]
    assert found.findings[0].evidence == {"rows": 1}
    assert found.applied


def test_missing_cells_do_not_make_repeated_rows_differ(table):
    found = gathered(table({"id": ["a", "a", "b"], "x": [None, None, 1]}))
    assert found.ids == ("a", "b")


def test_one_id_with_different_rows_stops_and_names_ids_and_columns(table):
    ids = [f"a{i}" for i in range(7)] * 2
    given = table({"id": ids, "x": list(range(14)), "same": [1] * 14})
    with pytest.raises(DuplicateIds) as caught:
        gathered(given)
    assert "7 ids" in caught.value.message
    assert "a4 (x)" in caught.value.message
    assert "a5" not in caught.value.message
    assert "same" not in caught.value.message


def test_last_takes_the_last_row_of_an_id(table):
    given = table({"id": ["a", "b", "a"], "x": [1, 5, 3], "t": ["old", "k", "new"]})
    found = gathered(given, on_duplicate=OnDuplicateId.LAST)
    assert values(found, "x") == [3, 5]
    assert values(found, "t") == ["new", "k"]
    assert found.first_rows.tolist() == [0, 1]


def test_mean_averages_distinct_rows_and_skips_missing_cells(table):
    given = table(
        {"id": ["a", "a", "a", "a", "b"], "x": [1, 1, 4, None, 9], "t": ["p", "p", "q", "r", "s"]}
    )
    found = gathered(given, on_duplicate=OnDuplicateId.MEAN)
    assert values(found, "x") == [2.5, 9]
    assert values(found, "t") == ["r", "s"]


def test_a_mean_of_nothing_is_missing(table):
    given = table({"id": ["a", "a", "b"], "x": [None, None, 1], "t": ["p", "q", "r"]})
    found = gathered(given, on_duplicate=OnDuplicateId.MEAN)
    assert np.isnan(values(found, "x")[0])


def test_without_an_id_the_order_of_rows_does_not_matter(table, rng):
    n = 60
    columns = {
        "b": rng.integers(0, 3, n).tolist(),
        "a": rng.integers(0, 3, n).tolist(),
        "t": [None if i % 7 == 0 else str(i % 3) for i in range(n)],
    }
    order = rng.permutation(n)
    shuffled = {name: [cells[i] for i in order] for name, cells in columns.items()}
    one = gathered(table(columns), id_name=None)
    other = gathered(table(dict(reversed(shuffled.items()))), id_name=None)
    for name in columns:
        assert values(one, name) == values(other, name)
    assert values(one, "a") == sorted(columns["a"])


def test_without_an_id_repeats_stay_with_a_note(table):
    found = gathered(table({"x": [1, 1, 2]}), id_name=None)
    assert len(found.ids) == 3
    assert [(f.code, f.severity) for f in found.findings] == [("repeated-rows", "note")]
    assert found.applied == ()


def test_row_numbers_count_from_one(table):
    found = gathered(table({"x": [3, 1, 2]}), id_name=None)
    assert found.ids == ("2", "3", "1")


def test_missing_ids_name_their_rows(table):
    with pytest.raises(DataError, match=r"2 of 4 rows \(data rows 2, 4\)"):
        gathered(table({"id": ["a", None, "b", None], "x": [1, 2, 3, 4]}))
