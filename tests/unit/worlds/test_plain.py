import numpy as np
import pytest

from shoal.errors import UsageError
from shoal.worlds.plain import plain_groups


@pytest.mark.parametrize("n_groups", [2, 3, 4, 5, 6, 7, 8])
def test_every_account_is_nearest_to_its_own_groups_centre(n_groups):
    world = plain_groups(1, 400, n_groups=n_groups)
    values = world.matrix()
    centres = np.stack([values[world.truth == g].mean(axis=0) for g in range(n_groups)])
    nearest = np.linalg.norm(values[:, None] - centres, axis=2).argmin(axis=1)
    assert (nearest == world.truth).mean() > 0.995


@pytest.mark.parametrize("n_groups", [2, 8])
def test_the_nearest_centres_are_seven_spreads_apart_and_sizes_are_unequal(n_groups):
    world = plain_groups(2, 4000, n_groups=n_groups)
    values = world.matrix()
    centres = np.stack([values[world.truth == g].mean(axis=0) for g in range(n_groups)])
    gaps = np.linalg.norm(centres[:, None] - centres, axis=2)[np.triu_indices(n_groups, 1)]
    sizes = np.bincount(world.truth)
    assert gaps.min() == pytest.approx(7.0, abs=0.4)
    assert 1.0 < sizes.max() / sizes.min() <= 3.05


def test_the_same_seed_gives_the_same_groups():
    first, again = (plain_groups(3, 100, n_groups=3) for _ in range(2))
    np.testing.assert_array_equal(first.matrix(), again.matrix())


@pytest.mark.parametrize(("n_groups", "n_metrics"), [(1, 6), (9, 6), (3, 1)])
def test_out_of_range_is_refused_with_the_bounds(n_groups, n_metrics):
    with pytest.raises(UsageError, match=r"2 to 8 groups and at least 2 metrics; got"):
        plain_groups(0, 100, n_groups=n_groups, n_metrics=n_metrics)
