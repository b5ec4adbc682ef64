import pytest

from shoal.audit.sources.ends import ends_look_other
from shoal.records.judged import JudgedEnds
from shoal.records.workspace import Ends, Role


def told(source, declared, *, ended=100, next_day=0, same_day=0, inclusive=0, exclusive=0):
    ends = JudgedEnds(
        declared=declared,
        ended=ended,
        next_day=next_day,
        same_day=same_day,
        whole_if_inclusive=inclusive,
        whole_if_exclusive=exclusive,
    )
    return [f.code for f in ends_look_other(source(role=Role.SUBSCRIPTIONS, ends=ends))]


@pytest.mark.parametrize(
    ("counts", "is_told"),
    [
        ({"next_day": 20, "same_day": 1}, True),
        ({"next_day": 20, "same_day": 20}, False),
        ({"next_day": 4}, False),
        ({"inclusive": 60, "exclusive": 2}, True),
        ({"inclusive": 40, "exclusive": 2}, False),
        ({"inclusive": 60, "exclusive": 2, "same_day": 30}, False),
        ({"inclusive": 3, "ended": 3}, False),
        ({}, False),
    ],
)
def test_a_pattern_of_last_days_is_told(source, counts, is_told):
    assert told(source, Ends.EXCLUSIVE, **counts) == ["ends-look-inclusive"] * is_told
    turned = {"next_day": "same_day", "same_day": "next_day"}
    turned |= {"inclusive": "exclusive", "exclusive": "inclusive"}
    counts = {turned.get(name, name): count for name, count in counts.items()}
    assert told(source, Ends.INCLUSIVE, **counts) == ["ends-look-exclusive"] * is_told


def test_sources_without_ends_tell_nothing(source):
    assert list(ends_look_other(source())) == []
