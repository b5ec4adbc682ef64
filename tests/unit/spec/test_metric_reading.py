import pytest

from shoal.records.meanings import Better, Kind
from shoal.records.workspace import Aggregation, Per, WhenNothing

HEAD = "shoal: 1\nsources:\n  accounts: a.csv\n  calls: {role: touches, path: c.csv}\nmetrics:\n"


def metrics(draft, text):
    found = draft(HEAD + text)
    assert [f.message for f in found.findings] == []
    return found.spec.metrics


def codes(draft, text):
    return [f.code for f in draft(HEAD + text).findings]


@pytest.mark.parametrize(
    ("line", "presets", "without"),
    [
        ("presets: standard", None, ()),
        ("window_days: 30", None, ()),
        ("presets: [nps_latest, stickiness]", ("nps_latest", "stickiness"), ()),
        ("presets: {standard: true, without: [stickiness]}", None, ("stickiness",)),
        ("presets: {without: [stickiness]}", None, ("stickiness",)),
        ("presets: {standard: false}", (), ()),
        ("presets: []", (), ()),
    ],
)
def test_presets_have_short_forms(draft, line, presets, without):
    found = metrics(draft, f"  {line}\n  own: {{n: {{source: calls, aggregate: count}}}}\n")
    assert (found.presets, found.without) == (presets, without)


def test_a_metric_of_ones_own_keeps_all_it_says(draft):
    text = """\
  own:
    long_calls:
      source: calls
      aggregate: sum
      column: minutes
      where: "kind = 'visit'"
      per: seat
      window_days: 28
      trend: true
      better: less
      kind: touch
      unit: minutes
      missing: unknown
"""
    (own,) = metrics(draft, text).own
    assert (own.name, own.source, own.aggregate) == ("long_calls", "calls", Aggregation.SUM)
    assert (own.column, own.where, own.per) == ("minutes", "kind = 'visit'", Per.SEAT)
    assert (own.window_days, own.trend, own.better) == (28, True, Better.LESS)
    assert (own.kind, own.unit, own.missing) == (Kind.TOUCH, "minutes", WhenNothing.UNKNOWN)
    assert own.place.line == HEAD.count("\n") + 2


def test_null_is_as_good_as_nothing(draft):
    text = "  own:\n    n: {source: calls, aggregate: count, column: null, per: null}\n"
    (own,) = metrics(draft, text).own
    assert (own.column, own.per, own.kind, own.better) == (
        None,
        None,
        Kind.BEHAVIOUR,
        Better.NEITHER,
    )


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ("source: cals, aggregate: count", "unknown-name"),
        ("source: calls, aggregate: average", "wrong-value"),
        ("source: calls, aggregate: sum", "missing-key"),
        ("source: calls, aggregate: count, column: x", "conflicting-keys"),
        ("source: calls, aggregate: share", "missing-key"),
        ("source: calls, aggregate: count, where: 'a = '", "invalid-condition"),
        ("source: calls, aggregate: count, kind: id", "wrong-value"),
        ("source: calls, aggregate: count, window_days: 0", "wrong-value"),
        ("aggregate: count", "missing-key"),
        ("source: calls, aggregate: count, wehre: x", "unknown-key"),
    ],
)
def test_a_metric_that_does_not_go_is_told(draft, keys, code):
    assert codes(draft, f"  own:\n    m: {{{keys}}}\n") == [code]


@pytest.mark.parametrize("presets", ["[]", "{standard: false}"])
def test_a_workspace_that_measures_nothing_is_told(draft, presets):
    assert codes(draft, f"  presets: {presets}\n") == ["missing-key"]


@pytest.mark.parametrize("name", ["account_id", "as_of", "9lives", "a b"])
def test_some_names_cannot_be_columns_of_a_snapshot(draft, name):
    text = f"  own:\n    {name}: {{source: calls, aggregate: count}}\n"
    assert codes(draft, text) == ["wrong-value"]
