"""Sources are judged alike by every engine."""

from dataclasses import replace

import pytest
from reckoning.judging import judged, odd_workspace

from shoal.records.workspace import EngineKind, EngineSpec


@pytest.mark.servers
@pytest.mark.parametrize(
    ("kind", "server"), [(EngineKind.POSTGRES, "postgres"), (EngineKind.SPARK, "spark")]
)
def test_every_engine_counts_the_same(tmp_path, request, kind, server):
    if kind is EngineKind.SPARK:
        request.getfixturevalue("spark_application")
    # PostgreSQL has no cast that gives NULL where a text does not fit.
    readable = kind is EngineKind.POSTGRES
    spec = odd_workspace(tmp_path, readable=readable, currency="EUR", rates={"USD": 0.9})
    expected = judged(spec)
    url = request.getfixturevalue(server).url
    found = judged(replace(spec, engine=EngineSpec(kind=kind, spill=tmp_path / "spill", url=url)))
    for ours, theirs in zip(expected.sources, found.sources, strict=True):
        assert theirs == ours
