import pytest

from shoal.records.tables import ColumnType
from shoal.spec.condition_text import condition_text
from shoal.spec.conditions import read_condition

READINGS = {
    "a": frozenset({ColumnType.NUMBER}),
    'say "b"': frozenset({ColumnType.TEXT}),
    "d": frozenset({ColumnType.DATE}),
    "f": frozenset({ColumnType.BOOLEAN}),
}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a>=1.50", '"a" >= 1.5'),
        ("f", '"f" = TRUE'),
        ("a NOT IN (1,2)", 'NOT ("a" IN (1, 2))'),
        ('"say ""b""" LIKE \'it\'\'s%\'', '"say ""b""" LIKE \'it\'\'s%\''),
        ("d BETWEEN '2026-01-01' AND '2026-02-01'", "\"d\" BETWEEN '2026-01-01' AND '2026-02-01'"),
        ("a IS NULL OR f AND a < 2", '("a" IS NULL) OR (("f" = TRUE) AND ("a" < 2))'),
        ("a - -1 > 0", '("a" - -1) > 0'),
        ("2 / a > 1", '(2 / NULLIF("a", 0)) > 1'),
    ],
)
def test_a_condition_has_one_spelling(text, written):
    assert condition_text(read_condition(text, READINGS, what="It")) == written


@pytest.mark.parametrize("text", ["a > 1e20", "NOT (f OR a BETWEEN -1 AND 2.5)", "a * 2 - 1 <> 3"])
def test_what_is_written_reads_as_the_same(text):
    condition = read_condition(text, READINGS, what="It")
    assert read_condition(condition_text(condition), READINGS, what="It") == condition
