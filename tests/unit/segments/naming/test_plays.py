"""Plays need a ground in the table."""

from dataclasses import replace

import numpy as np

from shoal.records.accounts import ContextColumn
from shoal.records.evidence import Natural
from shoal.records.meanings import ContextRole
from shoal.records.tables import ColumnType
from shoal.segments.naming.names import name_segments

TWO = ("At Risk", "Champions")


def plays_of(base, paint):
    namings = name_segments(paint(base), base[0], natural=Natural.STRONG)
    return {n.name: n.plays for n in namings}


def test_without_renewal_dates_no_play_speaks_of_renewal(build_base, paint, archetypes):
    base = build_base({n: archetypes[n] for n in TWO})
    assert not any(
        "renewal" in p.trigger for plays in plays_of(base, paint).values() for p in plays
    )
    dates = np.full(len(base[0].ids), np.datetime64("2026-09-30", "s"))
    renewal = ContextColumn(
        name="renewal_date",
        label="Renewal",
        role=ContextRole.RENEWAL,
        type=ColumnType.DATE,
        values=dates,
    )
    dated = (replace(base[0], context=(renewal,)), *base[1:])
    assert any("renewal" in p.trigger for p in plays_of(dated, paint)["At Risk"])


def test_without_tickets_no_play_speaks_of_tickets(build_base, paint, archetypes):
    groups = {
        n: {m: v for m, v in archetypes[n].items() if m != "tickets_per_100_seats"} for n in TWO
    }
    plays = plays_of(build_base(groups), paint)["At Risk"]
    assert len(plays) >= 2
    assert not any("ticket" in p.action for p in plays)


def test_a_segment_without_an_archetype_gets_at_most_two_plays_for_what_differs(build_base, paint):
    base = build_base(
        {
            "a": {"tickets_per_100_seats": 9, "nps": 3, "x": 2},
            "b": {"tickets_per_100_seats": 1, "nps": 25, "x": 1},
        }
    )
    namings = name_segments(paint(base), base[0], natural=Natural.NONE)
    assert {p.action for p in namings[0].plays} == {
        "support lead and CSM read their last ten tickets together",
        "call those who gave the lowest answers",
    }
