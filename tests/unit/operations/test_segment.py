import numpy as np
import pandas as pd
import pytest

from shoal.errors import NothingToCluster
from shoal.operations import segment as module
from shoal.operations.asking import ask
from shoal.operations.reading import read_source
from shoal.operations.segment import segment_table
from shoal.records.findings import Finding, Severity


def test_what_was_found_before_nothing_could_be_clustered_is_told(quiet):
    few = pd.DataFrame({"a": np.arange(40) % 3, "b": np.arange(40) % 3 * 2.5, "c": 1.0})
    with pytest.raises(NothingToCluster) as told:
        segment_table(read_source(few), ask(segments=5), progress=quiet)
    assert "constant-column" in {f.code for f in told.value.findings}


def test_the_model_holds_the_day_and_the_options(studied):
    study, model = studied
    assert model.as_of == study.as_of == model.options.as_of
    assert model.options.table.outcomes == ("churned",)
    assert model.id_name == "account_id"
    assert model.fingerprint.n_accounts == 90


def test_the_fingerprint_holds_the_deciles_of_each_metric(studied, customers):
    for name, deciles in studied[1].fingerprint.deciles.items():
        expected = [np.percentile(customers[name], p) for p in range(0, 101, 10)]
        assert deciles == pytest.approx(expected)


def test_the_day_is_today_unless_told(customers, quiet, monkeypatch):
    monkeypatch.setattr(module.clock, "today", lambda: pd.Timestamp("2031-02-03").date())
    few = customers.head(30).drop(columns="churned")
    study, model = segment_table(read_source(few), ask(segments=2), progress=quiet)
    assert str(study.as_of) == str(model.options.as_of) == "2031-02-03"


def test_segments_that_follow_size_are_told_first():
    def finding(code, severity):
        return Finding(code=code, severity=severity, message=code)

    found = (finding("other", Severity.WARNING),)
    size = (
        finding("size-explained", Severity.NOTE),
        finding("segments-follow-size", Severity.WARNING),
    )
    ordered = module._in_order(found, size)
    assert [f.code for f in ordered] == ["segments-follow-size", "other", "size-explained"]
