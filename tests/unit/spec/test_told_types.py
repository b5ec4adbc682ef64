import pytest

from shoal.records.tables import ColumnType
from shoal.spec.conditions import read_unbound_condition
from shoal.spec.told_types import told_types

NUMBER, TEXT = ColumnType.NUMBER, ColumnType.TEXT
DATE, BOOLEAN = ColumnType.DATE, ColumnType.BOOLEAN


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a > 5", {"a": {NUMBER}}),
        ("5 > a", {"a": {NUMBER}}),
        ("a = 'x' OR NOT b IN ('y')", {"a": {TEXT}, "b": {TEXT}}),
        ("a BETWEEN '2026-01-01' AND b", {"a": {DATE}, "b": {DATE}}),
        ("a LIKE 'x%'", {"a": {TEXT}}),
        ("a", {"a": {BOOLEAN}}),
        ("a + b > c", {"a": {NUMBER}, "b": {NUMBER}, "c": {NUMBER}}),
        ("a / b IS NULL", {"a": {NUMBER}, "b": {NUMBER}}),
        ("a = b AND c IS NULL", {}),
        ("a = 1 OR a", {"a": {BOOLEAN}}),
        ("a > '2026-01-01' AND a LIKE '2026%'", {"a": {TEXT}}),
        ("a = 7 OR a = '007'", {"a": {NUMBER, TEXT}}),
    ],
)
def test_a_column_is_what_it_is_compared_with(text, told):
    assert told_types([read_unbound_condition(text, what="It")]) == told


def test_one_condition_tells_for_another():
    texts = ("a = b", "a = 'x'")
    found = told_types(read_unbound_condition(text, what="It") for text in texts)
    assert found == {"a": {TEXT}}
