import numpy as np

from shoal.records.preparation import Preparation
from shoal.records.scoring import Prototype, ScoringRule
from shoal.segments.assignment.score import segment_keys
from shoal.segments.search.settle import settle


def frozen(labels, keys):
    """Return a rule whose log weights hold the sizes of the labels."""
    sizes = np.bincount(labels, minlength=len(keys))
    return ScoringRule(
        preparation=Preparation(name="none", metrics=()),
        prototypes=tuple(
            Prototype(segment=k, log_weight=float(s), means=(), spreads=(), pile_shares=())
            for k, s in zip(keys, sizes, strict=True)
        ),
    )


def test_segments_are_named_by_falling_size_in_rule_and_answer():
    labels = np.array([0, 1, 1, 1, 2, 2])
    rule, segment = settle(labels, freeze=frozen, answer=lambda _: labels, rows=np.arange(6))
    assert segment.tolist() == [2, 0, 0, 0, 1, 1]
    assert segment_keys(rule) == ("s1", "s2", "s3")
    assert [p.log_weight for p in rule.prototypes] == [3.0, 2.0, 1.0]


def test_of_equal_sizes_the_one_of_the_first_account_comes_first_whatever_its_number():
    for labels in (np.array([0, 1, 2, 2, 1, 0]), np.array([2, 0, 1, 1, 0, 2])):
        answered = settle(
            labels, freeze=frozen, answer=lambda _, said=labels: said, rows=np.arange(6)
        )
        assert answered[1].tolist() == [0, 1, 2, 2, 1, 0]


def test_a_segment_that_gets_nobody_is_dropped():
    def answer(rule):
        given = np.array([0, 0, 0, 2, 2, 0, 2, 2])
        return given if len(rule.prototypes) == 3 else np.array([0, 0, 0, 1, 1, 0, 1, 0])

    labels = np.array([0, 0, 1, 2])
    rows = np.arange(4)
    rule, segment = settle(labels, freeze=frozen, answer=answer, rows=rows)
    assert segment_keys(rule) == ("s1", "s2")
    assert segment.tolist() == [0, 0, 0, 1, 1, 0, 1, 0]


def test_mending_goes_on_until_nothing_is_left_to_mend():
    def mend(again, sizes):
        return np.minimum(again, len(sizes) - 2) if len(sizes) > 2 else None

    seen = []

    def freeze(labels, keys):
        seen.append(len(keys))
        return frozen(labels, keys)

    labels = np.array([0, 0, 0, 1, 1, 2, 3])
    latest = {}

    def remember(labels, keys):
        latest["labels"] = labels
        return freeze(labels, keys)

    rule, segment = settle(
        labels,
        freeze=remember,
        answer=lambda _: latest["labels"],
        rows=np.arange(7),
        mend=mend,
    )
    assert seen == [4, 3, 2]
    assert np.bincount(segment).tolist() == [4, 3]
    assert len(rule.prototypes) == 2
