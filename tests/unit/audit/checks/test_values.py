from dataclasses import replace

import numpy as np
import pytest

from shoal.audit.examine import examine
from shoal.records.options import Suggestions, TableOptions

N = 200


@pytest.mark.parametrize(
    ("name", "bad", "n_bad"),
    [
        ("error_count", [-1.0], 1),
        ("onboarding_completion", [140.0, -5.0], 2),
        ("nps", [250.0], 1),
    ],
)
def test_impossible_values_are_read_as_missing(found, rng, name, bad, n_bad, pick):
    cells = [*bad, *rng.integers(11, 60, N - len(bad)).tolist()]
    examined = found({name: cells})
    (finding,) = pick(examined, "impossible-values")
    assert finding.evidence["values"] == n_bad
    accounts = examined.accounts
    at = [m.name for m in accounts.metrics].index(name)
    assert np.isnan(accounts.values[:, at]).sum() == n_bad
    assert any(name in a for a in examined.applied)


def test_without_suggestions_impossible_values_stay(found, rng, pick):
    cells = [-1.0, *rng.integers(0, 60, N - 1).tolist()]
    examined = found({"error_count": cells}, suggestions=Suggestions.NONE)
    assert pick(examined, "impossible-values")
    assert np.nanmin(examined.accounts.values) == -1
    assert examined.applied == ()


def test_infinities_are_missing(found, rng, pick):
    examined = found({"x": [np.inf, -np.inf, *rng.normal(size=N - 2).tolist()]})
    assert pick(examined, "infinite-values")[0].evidence == {"rows": 2}
    assert not np.isinf(examined.accounts.values).any()


def test_two_scales_of_percent_in_one_column_are_told(found, rng, pick):
    mixed = [*rng.uniform(0.2, 0.9, 80).tolist(), *rng.uniform(20, 90, 120).tolist()]
    assert pick(found({"feature_adoption": mixed}), "mixed-percent")
    assert pick(found({"open_rate": mixed}), "mixed-percent")


@pytest.mark.parametrize("spread", [0.8, 1.2, 1.8])
def test_small_percentages_are_not_two_scales(found, rng, spread, pick):
    small = np.minimum(rng.lognormal(0.7, spread, N), 100).tolist()
    assert pick(found({"error_rate": small}), "mixed-percent") == []


def test_shares_that_were_measured_are_on_one_scale(table, sound, rng, pick):
    split = [*rng.uniform(0.01, 0.9, N // 2), *rng.uniform(80, 100, N // 2)]
    read = table(sound | {"people_share": split})
    assert pick(examine(read, TableOptions()), "mixed-percent")
    assert not pick(examine(replace(read, is_measured=True), TableOptions()), "mixed-percent")
