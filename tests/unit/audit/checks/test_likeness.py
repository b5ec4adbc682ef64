import numpy as np
import pytest
from scipy import stats

from shoal.audit.checks.likeness import average_ranks
from shoal.audit.examine import examine
from shoal.records.options import TableOptions

N = 200


def test_near_duplicates_are_found_by_rank(found, rng, pick):
    values = rng.lognormal(0, 1, N)
    examined = found({"x": values.tolist(), "y": (-np.log(values)).tolist()})
    (finding,) = pick(examined, "near-duplicate-metrics")
    assert (finding.column, finding.evidence["other"]) == ("y", "x")
    assert finding.evidence["rank_correlation"] == -1
    assert {"x", "y"} <= {m.name for m in examined.accounts.metrics}


def test_exact_copies_are_left_out(found, rng, pick):
    cells = rng.normal(size=N).tolist()
    examined = found({"x": cells, "y": cells})
    assert [f.column for f in pick(examined, "duplicate-column")] == ["y"]
    assert "y" not in {m.name for m in examined.accounts.metrics}


def test_pairs_are_found_across_many_metrics(table, rng):
    columns = {f"x{i:04}": rng.normal(size=60).tolist() for i in range(1100)}
    columns["x0700"] = [2 * v for v in columns["x0003"]]
    columns["x1099"] = [-v for v in columns["x0703"]]
    told = examine(table(columns), TableOptions()).findings
    pairs = {(f.column, f.evidence["other"]) for f in told if f.code == "near-duplicate-metrics"}
    assert pairs == {("x0700", "x0003"), ("x1099", "x0703")}


def test_rank_correlation_agrees_with_another_implementation(rng):
    one = rng.normal(size=80).round(1)
    other = (one + rng.normal(0, 0.05, 80)).round(1)
    ranks = np.column_stack([average_ranks(one), average_ranks(other)])
    expected = stats.spearmanr(one, other).statistic
    assert np.corrcoef(ranks.T)[0, 1] == pytest.approx(expected)
