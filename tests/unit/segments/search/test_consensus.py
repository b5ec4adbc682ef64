import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from shoal.records.preparation import Prepared
from shoal.segments.mixture.design import design_of
from shoal.segments.search.consensus import Attempts, agree, agree_by_handfuls, make_attempts

TRUTH = np.repeat([0, 1, 2], [30, 25, 20])


@pytest.fixture
def design(rng):
    z = rng.normal(size=(75, 4)) + np.eye(3, 4)[TRUTH] * 7
    everywhere = np.ones(z.shape, dtype=bool)
    return design_of(Prepared(z=z, present=everywhere, piled=~everywhere))


def attempts_of(*labels):
    """Return attempts that are sure of their labels."""
    return Attempts(
        counts=tuple(int(given.max()) + 1 for given in labels),
        chances=tuple(np.eye(int(given.max()) + 1)[given] for given in labels),
        labels=labels,
        whole={},
    )


def test_each_count_is_tried_on_as_many_parts_and_once_on_the_whole(design, rng):
    shares = []
    made = make_attempts(design, (2, 3), n_resamples=4, rng=rng, progress=shares.append)
    assert made.counts == (2,) * 4 + (3,) * 4
    assert set(made.whole) == {2, 3}
    assert shares == [0.5, 1.0]
    for count, chances, labels in zip(made.counts, made.chances, made.labels, strict=True):
        assert chances.shape == (75, count)
        np.testing.assert_allclose(chances.sum(axis=1), 1.0)
        np.testing.assert_array_equal(labels, chances.argmax(axis=1))


def test_an_attempt_sees_sixty_in_a_hundred_but_tells_of_all(design, monkeypatch, rng):
    seen = []

    def note(part, *_args, **_options):
        seen.append(part.n_accounts)
        return fit(part, *_args, **_options)

    module = "shoal.segments.search.consensus"
    fit = make_attempts.__globals__["fit_mixture"]
    monkeypatch.setattr(f"{module}.fit_mixture", note)
    make_attempts(design, (3,), n_resamples=2, rng=rng, progress=lambda _: None)
    assert seen == [75, 45, 45]


def test_plain_groups_are_what_all_attempts_agree_on(design, rng):
    made = make_attempts(design, (3,), n_resamples=5, rng=rng, progress=lambda _: None)
    found = agree(made, 3)
    assert adjusted_rand_score(TRUTH, found.labels) == 1.0
    assert found.agreement.mean() > 0.9


def test_the_majority_decides_about_each_account():
    first, second = TRUTH.copy(), TRUTH.copy()
    first[0], second[40] = 2, 2
    found = agree(attempts_of(first, second, TRUTH, TRUTH), 3)
    assert adjusted_rand_score(TRUTH, found.labels) == 1.0


def test_numbers_of_groups_carry_no_meaning():
    renamed = np.array([2, 0, 1])[TRUTH]
    found = agree(attempts_of(TRUTH, renamed), 3)
    np.testing.assert_array_equal(found.agreement, [1.0, 1.0])


def test_agreement_is_the_adjusted_rand_index_with_every_attempt(rng):
    others = [rng.integers(0, 3, 75) for _ in range(2)]
    found = agree(attempts_of(TRUTH, *others), 3)
    expected = [adjusted_rand_score(found.labels, other) for other in (TRUTH, *others)]
    np.testing.assert_allclose(found.agreement, expected)


def test_a_handful_has_five_attempts_or_one_with_each_count(rng):
    three = [rng.permutation(TRUTH) for _ in range(12)]
    assert len(agree_by_handfuls(attempts_of(*three), 3)) == 2
    assert agree_by_handfuls(attempts_of(*three[:9]), 3) == ()
    two = [np.minimum(labels, 1) for labels in three]
    assert len(agree_by_handfuls(attempts_of(*two, *three), 3)) == 4


def test_each_handful_says_what_its_own_attempts_agree_on():
    merged, other = np.minimum(TRUTH, 1), np.roll(TRUTH, 10)
    made = attempts_of(*[merged, np.minimum(other, 1)] * 3, *[TRUTH, other] * 3)
    first, second = agree_by_handfuls(made, 3)
    assert adjusted_rand_score(TRUTH, first) == 1.0
    assert adjusted_rand_score(other, second) == 1.0
