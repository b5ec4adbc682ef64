"""Everything that is said of a segment, put together."""

from dataclasses import replace

import numpy as np
import pytest

from shoal.records.accounts import Placed
from shoal.records.evidence import Natural
from shoal.segments.describe import describe_segments

GROUPS = {
    "risk": {"usage_trend": -42, "weekly_active_rate": 26, "nps": -39, "tickets_per_100_seats": 5},
    "best": {"usage_trend": 8, "weekly_active_rate": 82, "nps": 68, "tickets_per_100_seats": 3},
    "calm": {"usage_trend": 1, "weekly_active_rate": 50, "nps": 20, "tickets_per_100_seats": 4},
}


@pytest.mark.parametrize("natural", list(Natural))
def test_segments_stand_in_the_order_of_their_keys_and_add_up(build_base, natural):
    base = build_base(GROUPS, sizes=(20, 50, 30))
    segments = describe_segments(*base, natural=natural, seed=0)
    assert [s.key for s in segments] == ["s1", "s2", "s3"]
    assert [s.size for s in segments] == [20, 50, 30]
    assert sum(s.share for s in segments) == pytest.approx(1)
    for segment in segments:
        assert [m.metric for m in segment.metrics] == [m.name for m in base[0].metrics]
        assert len(segment.typical) == 5
        assert segment.reason.startswith("Compared with the other accounts of this base: ")


def test_at_risk_and_champions_are_seen_with_their_grounds(build_base):
    segments = describe_segments(*build_base(GROUPS), natural=Natural.STRONG, seed=0)
    assert [s.archetype for s in segments][:2] == ["At Risk", "Champions"]
    assert "use is falling" in segments[0].reason
    assert "NPS lower (−1.00)" in segments[0].reason
    assert segments[0].rule.precision == 1


def test_one_segment_alone_is_described_without_comparison(build_base):
    base = build_base({"all": GROUPS["calm"]})
    (segment,) = describe_segments(*base, natural=Natural.NONE, seed=0)
    assert segment.name == "Typical use"
    assert segment.rule is None
    assert segment.share == 1


def test_a_segment_without_accounts_does_no_harm(build_base):
    accounts, assignment, prepared = build_base(GROUPS)
    wider = replace(assignment, keys=("s1", "s2", "s3", "s4"))
    empty = describe_segments(accounts, wider, prepared, natural=Natural.WEAK, seed=0)[3]
    assert (empty.size, empty.typical, empty.rule) == (0, (), None)
    assert np.isnan(empty.metrics[0].median)


def test_the_same_input_gives_the_same_answer(build_base):
    first = describe_segments(*build_base(GROUPS), natural=Natural.STRONG, seed=3)
    second = describe_segments(*build_base(GROUPS), natural=Natural.STRONG, seed=3)
    assert first == second


def test_no_segment_takes_the_name_of_a_placement(build_base):
    accounts, assignment, prepared = build_base(GROUPS)
    members = np.flatnonzero(assignment.segment == 2)
    placed = Placed(key="p-champions", name="Champions", text="seats > 9", accounts=members)
    keys = (*assignment.keys[:2], placed.key)
    segments = describe_segments(
        accounts,
        replace(assignment, keys=keys),
        prepared,
        natural=Natural.STRONG,
        seed=0,
        placed=(placed,),
    )
    assert [s.name for s in segments].count("Champions") == 1
    own = segments[2]
    assert (own.name, own.archetype, own.rule.text) == ("Champions", None, "seats > 9")
    assert own.plays == next(
        s.plays
        for s in describe_segments(accounts, assignment, prepared, natural=Natural.STRONG, seed=0)
        if s.archetype == "Champions"
    )
