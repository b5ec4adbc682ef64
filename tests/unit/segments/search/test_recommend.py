from dataclasses import replace

import numpy as np
import pytest

from shoal.records.accounts import Accounts, Metric
from shoal.records.evidence import Algorithm, Natural
from shoal.records.options import SearchOptions
from shoal.segments.search.base import choose_base
from shoal.segments.search.candidates import Candidate
from shoal.segments.search.publish import publish
from shoal.segments.search.recommend import BORDER, recommend
from shoal.segments.search.selection import Selection
from shoal.segments.verdict.judge import Judgement

TRUTH = np.repeat([0, 1], [50, 30])
METRICS = tuple(Metric(name=f"m{j}", column=f"m{j}", label=f"M{j}") for j in range(3))
JUDGEMENT = Judgement(
    natural=Natural.STRONG,
    excess=1.0,
    z=9.0,
    plain_groups=2,
    lumps=("m0",),
    null_tables=(),
    together=True,
)


def candidate(algorithm, labels, **more):
    return Candidate(algorithm=algorithm, n_segments=int(labels.max()) + 1, labels=labels, **more)


@pytest.fixture
def recommended(rng):
    """Recommend the true groups of a table among other candidates; return it and its parts."""
    values = 20 + rng.normal(size=(80, 3)) + 8 * TRUTH[:, None] * [1, 1, 0]
    accounts = Accounts(
        id_name=None,
        ids=tuple(str(i) for i in range(80)),
        rows=np.arange(80),
        first_rows=np.arange(80),
        metrics=METRICS,
        values=values,
    )
    base = choose_base(METRICS, values, rng)
    three = TRUTH + (np.arange(80) >= 65)

    def run(*, stability=0.95, judgement=JUDGEMENT):
        chosen = candidate(
            Algorithm.MIXTURE, TRUTH, stability=stability, kept=0.9, others=(TRUTH,), bic=10.0
        )
        others = (
            candidate(Algorithm.MIXTURE, three, stability=0.4, kept=0.7, bic=5.0),
            candidate(Algorithm.KMEANS, TRUTH, stability=0.9, kept=0.9),
            candidate(Algorithm.KMEANS, three, stability=0.5, kept=0.8),
        )
        published = publish(accounts, base, chosen, smallest_share=0.0, unusual_share=0.01, rng=rng)
        recommendation = recommend(
            base=base,
            judgement=judgement,
            selection=Selection(
                chosen=chosen, candidates=(chosen, *others), notes=("Said.",), agreed=3
            ),
            published=published,
            options=SearchOptions(),
            n_attempts=7,
        )
        return recommendation, published

    return run


def test_every_candidate_has_a_row_and_one_is_chosen(recommended):
    found, _ = recommended()
    assert [(r.algorithm, r.n_segments) for r in found.evidence] == [
        (Algorithm.MIXTURE, 2),
        (Algorithm.MIXTURE, 3),
        (Algorithm.KMEANS, 2),
        (Algorithm.KMEANS, 3),
    ]
    assert [r.chosen for r in found.evidence] == [True, False, False, False]
    assert (found.algorithm, found.n_segments) == (Algorithm.MIXTURE, 2)
    assert found.evidence[0].smallest == pytest.approx(30 / 80)


def test_a_few_questions_put_accounts_of_plain_groups_right(recommended):
    assert recommended()[0].evidence[0].fidelity == 1.0


def test_what_each_criterion_alone_would_choose_comes_from_the_evidence(recommended):
    alone = dict(recommended()[0].alone)
    assert alone["BIC"] == 3  # the smaller of the two given
    assert alone["silhouette"] == 2


def test_groups_that_do_not_come_back_are_never_strong(recommended):
    assert recommended(stability=0.95)[0].natural is Natural.STRONG
    assert recommended(stability=0.3)[0].natural is Natural.WEAK
    none = replace(JUDGEMENT, natural=Natural.NONE)
    assert recommended(stability=0.3, judgement=none)[0].natural is Natural.NONE


def test_notes_and_shares_are_handed_on(recommended):
    found, published = recommended()
    assert "Said." in found.reasons
    assert found.notes == ("Said.",)
    assert found.same_group_share == 0.9
    assert found.verdict.lumps == ("m0",)
    expected = np.mean(published.assignment.confidence < BORDER)
    assert found.verdict.border_share == pytest.approx(expected)


def test_a_metric_that_tells_nothing_contributes_nothing(recommended):
    shares = dict(recommended()[0].contributions)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["m2"] < 0.1 < min(shares["m0"], shares["m1"])
