"""Measuring leaves the process as it found it."""

import gc

import pandas as pd
import pytest
from reckoning.small_log import AS_OF, ago
from reckoning.workspaces import measured, source, workspace

import shoal.operations.measure as verb
from shoal.errors import NothingToMeasure
from shoal.records.workspace import Role


@pytest.fixture
def spec(tmp_path):
    accounts = pd.DataFrame({"id": ["a"], "created": [ago(100)]})
    sources = (source("accounts", Role.ACCOUNTS, columns={"account": "id"}),)
    return workspace(tmp_path, {"accounts": accounts}, sources)


@pytest.fixture
def collecting():
    """Give a function that turns the collector on or off; it is on again at the end."""
    yield lambda *, on: gc.enable() if on else gc.disable()
    gc.enable()


@pytest.mark.parametrize("on", [True, False])
def test_garbage_is_collected_afterwards_as_it_was_before(spec, collecting, monkeypatch, on):
    during = []
    made = verb.snapshot_query

    def watched(*words, **said):
        during.append(gc.isenabled())
        return made(*words, **said)

    monkeypatch.setattr(verb, "snapshot_query", watched)
    collecting(on=on)

    measured(spec, AS_OF)

    assert during == [False]
    assert gc.isenabled() is on


@pytest.mark.parametrize("on", [True, False])
def test_garbage_is_collected_as_before_also_after_a_failure(spec, collecting, monkeypatch, on):
    def stop(*_words, **_said):
        raise KeyboardInterrupt

    monkeypatch.setattr(verb, "snapshot_query", stop)
    collecting(on=on)

    with pytest.raises(KeyboardInterrupt):
        measured(spec, AS_OF)

    assert gc.isenabled() is on


def test_a_date_before_any_account_stops_and_leaves_the_collector_on(spec, collecting):
    collecting(on=True)
    with pytest.raises(NothingToMeasure):
        measured(spec, ago(200), AS_OF)
    assert gc.isenabled()
