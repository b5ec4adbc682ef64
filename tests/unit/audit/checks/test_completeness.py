import numpy as np
import pytest

N = 200


@pytest.mark.parametrize(("n_missing", "severity"), [(5, None), (20, "note"), (100, "warning")])
def test_missing_cells_weigh_by_their_share(found, rng, n_missing, severity, pick):
    cells = [None] * n_missing + rng.normal(size=N - n_missing).tolist()
    told = pick(found({"x": cells}), "missing-cells")
    assert [f.severity for f in told] == ([] if severity is None else [severity])
    assert all("left out when the account is placed" in f.message for f in told)


def test_a_structural_gap_is_never_a_warning(found, rng, pick):
    cells = [None] * 150 + rng.uniform(1, 9, 50).tolist()
    examined = found({"resolution_hours": cells})
    assert [f.severity for f in pick(examined, "missing-cells")] == ["note"]
    assert next(m for m in examined.accounts.metrics if m.column == "resolution_hours").structural


def test_a_missing_date_of_loss_is_no_gap(found, pick):
    cells = [np.datetime64("2026-01-01")] + [None] * (N - 1)
    assert pick(found({"churn_date": cells}), "missing-cells") == []
