import numpy as np

from shoal.records.preparation import Preparation, Prepared, PreparedMetric, Scale
from shoal.segments.assignment.prototypes import freeze_prototypes
from shoal.segments.assignment.score import assign_accounts


def plain(n_metrics):
    return Preparation(
        name="plain",
        metrics=tuple(
            PreparedMetric(
                metric=f"m{j}",
                scale=Scale.IDENTITY,
                reference=1.0,
                centre=0.0,
                spread=1.0,
                clip=1e9,
            )
            for j in range(n_metrics)
        ),
    )


def prepared(z):
    everywhere = np.ones(z.shape, dtype=bool)
    return Prepared(z=z, present=everywhere, piled=~everywhere)


def rings(rng, *radii):
    angle = rng.uniform(0, 2 * np.pi, (len(radii), 300))
    circles = np.stack([np.cos(angle), np.sin(angle)], axis=-1) * np.array(radii)[:, None, None]
    return circles.reshape(-1, 2) + rng.normal(0, 0.05, (300 * len(radii), 2))


def test_rings_within_rings_are_kept_apart(rng):
    z = rings(rng, 1.0, 2.0, 3.0)
    labels = np.repeat([0, 1, 2], 300)
    rule = freeze_prototypes(plain(2), prepared(z), labels, ("s1", "s2", "s3"), rng=rng)
    assert np.mean(assign_accounts(rule, z).segment == labels) >= 0.98
    again = rings(rng, 1.0, 2.0, 3.0)
    assert np.mean(assign_accounts(rule, again).segment == labels) >= 0.97


def test_round_groups_need_one_prototype_each(rng):
    z = np.vstack([rng.normal(0, 1, (200, 2)), rng.normal(8, 1, (200, 2))])
    labels = np.repeat([0, 1], 200)
    rule = freeze_prototypes(plain(2), prepared(z), labels, ("s1", "s2"), rng=rng)
    assert [p.segment for p in rule.prototypes] == ["s1", "s2"]


def test_a_wide_and_a_narrow_bell_at_one_place_are_told_apart(rng):
    z = np.vstack([rng.normal(0, 0.1, (300, 2)), rings(rng, 4.0)])
    labels = np.repeat([0, 1], 300)
    rule = freeze_prototypes(plain(2), prepared(z), labels, ("s1", "s2"), rng=rng)
    assert np.array_equal(assign_accounts(rule, z).segment, labels)


def test_far_from_all_an_account_is_unusual_and_still_has_a_segment(rng):
    z = np.vstack([rng.normal(0, 1, (200, 2)), rng.normal(8, 1, (200, 2))])
    labels = np.repeat([0, 1], 200)
    rule = freeze_prototypes(plain(2), prepared(z), labels, ("s1", "s2"), rng=rng)
    far = assign_accounts(rule, np.array([[60.0, 60.0], [0.1, 0.1]]))
    assert far.unusual.tolist() == [True, False]
    assert far.segment.tolist() == [1, 0]


def test_the_number_of_prototypes_is_bounded(rng):
    z = rng.normal(size=(800, 3))
    labels = rng.integers(0, 4, 800)
    rule = freeze_prototypes(plain(3), prepared(z), labels, ("a", "b", "c", "d"), rng=rng)
    assert len(rule.prototypes) <= 320


def test_every_prototype_reaches_its_own_accounts(rng):
    z = rings(rng, 1.0, 2.0)
    labels = np.repeat([0, 1], 300)
    rule = freeze_prototypes(plain(2), prepared(z), labels, ("s1", "s2"), rng=rng)
    for account in z:
        lengths = [
            np.sqrt(np.mean(((account - p.means) / p.spreads) ** 2)) / p.radius
            for p in rule.prototypes
        ]
        assert min(lengths) <= 1.0
