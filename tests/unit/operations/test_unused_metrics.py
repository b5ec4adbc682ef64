"""Metrics that a segmentation names or weighs in vain are told: by check, else by fit."""

import pytest

import shoal
from shoal.errors import UsageError
from shoal.records.findings import Severity

HEAD = """\
shoal: 1
name: acme
sources:
  accounts: {role: accounts, path: accounts.csv, id: id}
  log: {role: events, path: log.csv, account: account, user: user, at: at}
metrics:
  presets: {standard: true, without: [few_users]}
  own:
    rows: {source: log, aggregate: count, kind: touch}
segmentations:
  core:
    segments: 2
"""


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "accounts.csv").write_text("id\n" + "".join(f"a{i}\n" for i in range(60)))
    rows = [
        f"a{i},u{k % (1 + i % 4)},2026-06-{1 + k:02}" for i in range(60) for k in range(1 + i % 7)
    ]
    (tmp_path / "log.csv").write_text("account,user,at\n" + "\n".join(rows) + "\n")

    def with_lines(lines):
        (tmp_path / "shoal.yml").write_text(HEAD + lines)
        return shoal.Workspace(tmp_path)

    return with_lines


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("few_users", "metrics.presets leaves out"),
        ("csat_mean", "needs surveys of kind csat"),
        ("seat_growth", "is of kind outcome"),
        ("rows", "is of kind touch"),
    ],
)
@pytest.mark.parametrize(
    ("lines", "severity"),
    [("    metrics: [{}]\n", Severity.ERROR), ("    weights: {{{}: 2}}\n", Severity.WARNING)],
)
def test_check_tells_what_cannot_be_clustered(workspace, name, why, lines, severity):
    (finding,) = workspace(lines.format(name)).check().findings
    assert (finding.code, finding.severity) == ("metric-not-clustered", severity)
    assert finding.evidence["line"] == 13
    assert why in finding.message


def test_check_tells_a_weight_of_a_metric_that_is_not_named(workspace):
    lines = "    metrics: [top_user_share]\n    weights: {usage_trend_28: 2, top_user_share: 3}\n"
    (finding,) = workspace(lines).check().findings
    assert "usage_trend_28, which segmentations.core.metrics does not name" in finding.message


def test_check_says_nothing_of_metrics_that_are_measured(workspace):
    lines = "    metrics: [top_user_share]\n    weights: {top_user_share: 3}\n"
    assert workspace(lines).check().findings == ()


def test_fit_goes_on_without_a_weight_that_has_no_effect_and_says_so(workspace):
    lines = "    weights: {usage_trend_90: 2, top_user_share: 3}\n"  # undefined for all: no history
    made = workspace(lines)
    assert made.check().findings == ()
    fitted = made.fit("2026-06-30", dry_run=True)
    (finding,) = [f for f in fitted.findings if f.code == "weight-without-effect"]
    assert finding.column == "usage_trend_90"
    assert finding in fitted.study.findings
    weights = {m.name: m.weight for m in fitted.study.accounts.metrics}
    assert weights["top_user_share"] == 3


def test_fit_refuses_a_metric_that_is_not_measured(workspace):
    with pytest.raises(UsageError, match="no metric few_users"):
        workspace("    metrics: [few_users]\n").fit("2026-06-30", dry_run=True)
