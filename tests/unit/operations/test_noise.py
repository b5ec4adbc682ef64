import numpy as np
import pandas as pd
import pytest

from shoal.operations.asking import ask
from shoal.operations.reading import read_source
from shoal.operations.segment import segment_table
from shoal.worlds.plain import plain_groups


@pytest.fixture(scope="module")
def noisy():
    """Three plain groups in three metrics, and one metric that has nothing to do with them."""
    world = plain_groups(2, 150, n_groups=3, n_metrics=3)
    frame = pd.DataFrame(dict(world.columns))
    return frame.assign(dice=np.random.default_rng(5).normal(size=150))


def test_metrics_that_tell_nothing_are_named(noisy, quiet):
    study, _ = segment_table(read_source(noisy), ask(), progress=quiet)
    (finding,) = [f for f in study.findings if f.code == "noise-metrics"]
    assert finding.column == "dice"
    assert "--drop-noise" in finding.suggestion
    assert len(study.accounts.metrics) == 4


def test_on_request_they_are_left_out_and_the_effect_is_told(noisy, quiet):
    study, model = segment_table(read_source(noisy), ask(drop_noise=True), progress=quiet)
    without, _ = segment_table(read_source(noisy.drop(columns="dice")), ask(), progress=quiet)
    assert study.rule == without.rule
    assert [m.name for m in model.metrics] == [m.name for m in without.accounts.metrics]
    assert any("Left out dice" in line for line in study.applied)
    (finding,) = [f for f in study.findings if f.code == "noise-metrics"]
    assert finding.evidence["silhouette"] > finding.evidence["silhouette_with_them"]
    assert "silhouette" in finding.message
