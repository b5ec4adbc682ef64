import json

import numpy as np
import pytest

from shoal.errors import AmbiguousColumns, NothingToCluster, UnreadableFile
from shoal.records.tables import ColumnType


def _lines(*rows):
    return "\n".join(json.dumps(r) for r in rows) + "\n"


def test_lines_and_an_array_read_alike(read):
    rows = [{"id": "007", "n": 1, "ok": True}, {"id": "008", "n": 2.5, "ok": None, "late": "x"}]
    for name, text in (
        ("t.jsonl", _lines(*rows)),
        ("t.ndjson", "\n" + _lines(*rows) + "\n\n"),
        ("t.json", json.dumps(rows, indent=2)),
    ):
        table = read(text, name)
        assert table.column_names == ("id", "n", "ok", "late")
        assert table.column("id").written.tolist() == ["007", "008"]
        assert table.column("n").values.tolist() == [1, 2.5]
        assert table.column("ok").type is ColumnType.BOOLEAN
        assert np.isnan(table.column("ok").values[1])
        assert table.column("late").values.tolist() == [None, "x"]


def test_nested_values_become_json_text(read, finding_of):
    table = read(_lines({"a": {"b": [1, 2]}, "c": 1}, {"a": None, "c": 2}), "t.jsonl")
    assert json.loads(table.column("a").values[0]) == {"b": [1, 2]}
    assert table.column("a").type is ColumnType.TEXT
    assert finding_of(table, "nested-values").evidence["count"] == 1


def test_mixed_values_are_read_as_text(read, finding_of):
    table = read(_lines(*[{"x": i} for i in range(30)], {"x": "lots"}), "t.jsonl")
    assert table.column("x").type is ColumnType.NUMBER
    assert finding_of(table, "mixed-types").evidence["count"] == 1


def test_dates_and_percent_in_strings_are_read_as_in_a_csv(read):
    table = read(_lines({"d": "2026-06-30", "p": "12%"}, {"d": "2026-07-01", "p": "5%"}), "t.jsonl")
    assert table.column("d").type is ColumnType.DATE
    assert table.column("p").values.tolist() == [12, 5]


def test_not_a_number_and_infinity_are_missing(read, finding_of):
    table = read('{"x": NaN, "y": Infinity}\n{"x": 1, "y": 2}\n', "t.jsonl")
    assert np.isnan(table.column("x").values[0])
    assert np.isnan(table.column("y").values[0])
    assert finding_of(table, "infinite-values").column == "y"


def test_large_whole_numbers_keep_their_digits(read):
    table = read('{"id": 12345678901234567890}\n{"id": 12345678901234567891}\n', "t.jsonl")
    assert table.column("id").written.tolist() == ["12345678901234567890", "12345678901234567891"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"a": 1}\n{"a": \n', "line 2"),
        ('{"a": 1}\n[1]\n', "line 2 holds a list"),
        ("[1, 2]", "entry 1 holds a int"),
        ('[{"a": 1},\n {"a": }]', "line 2"),
        ("nonsense", "line 1"),
        ('{\n "a": 1\n}\n', "one object a line was expected"),
        ('{"a": ' + "9" * 5_000 + "}", "cannot be read"),
    ],
)
def test_what_is_no_json_is_named_by_line(read, text, where):
    with pytest.raises(UnreadableFile, match=where):
        read(text, "t.json")


def test_half_characters_are_replaced(read):
    table = read('{"a\\ud800": "b\\udfff"}\n{"a\\ud800": "c"}\n', "t.jsonl")
    assert table.column_names == ("a?",)
    assert table.column("a?").values.tolist() == ["b?", "c"]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a": ' + "[" * 100_000])
def test_deep_nesting_is_bounded(read, text):
    with pytest.raises(UnreadableFile, match="nested too deep"):
        read(text, "t.json")


def test_a_repeated_key_is_refused(read):
    with pytest.raises(AmbiguousColumns, match=r't\.jsonl line 2: the key "a"'):
        read('{"a": 1}\n{"a": 1, "b": 2, "a": 3}\n', "t.jsonl")
    with pytest.raises(AmbiguousColumns):
        read('{"a": 1, " a": 2}\n', "t.jsonl")


def test_an_empty_array_has_nothing_to_cluster(read):
    with pytest.raises(NothingToCluster):
        read("[]", "t.json")
    with pytest.raises(UnreadableFile, match="0 different keys"):
        read("{}\n{}\n", "t.jsonl")
