from dataclasses import replace

import numpy as np
import pytest

from shoal.records.evidence import Algorithm, EvidenceRow, Natural
from shoal.records.options import SearchOptions
from shoal.records.preparation import Scale
from shoal.segments.search.choice import Choice, reasons_for, runner_up, verdict_sentence
from shoal.segments.verdict.judge import Judgement


def row(count, stability, *, algorithm=Algorithm.MIXTURE, chosen=False):
    return EvidenceRow(
        algorithm=algorithm,
        preparation="own scale per metric",
        n_segments=count,
        silhouette=0.3,
        smallest=0.1,
        stability=stability,
        chosen=chosen,
    )


@pytest.fixture
def choice():
    """Return a choice of five segments among others, of natural groups, nothing asked for."""
    chosen = row(5, 0.8, chosen=True)
    return Choice(
        row=chosen,
        rows=(row(4, 0.7), chosen, row(6, 0.9), row(2, 0.99), row(3, None)),
        alone=(("silhouette", 3), ("BIC", 9)),
        natural=Natural.WEAK,
        judgement=Judgement(
            natural=Natural.WEAK,
            excess=0.2,
            z=4.0,
            plain_groups=None,
            lumps=(),
            null_tables=(np.zeros((2, 2)),),
            together=True,
        ),
        options=SearchOptions(),
        notes=("A note.",),
        agreed=5,
        n_attempts=80,
        scales=(Scale.IDENTITY, Scale.LOG, Scale.LOG),
    )


def asked(choice, count, *, got=None, plain=None):
    return replace(
        choice,
        options=SearchOptions(n_segments=count),
        row=replace(choice.row, n_segments=got or count),
        judgement=replace(choice.judgement, plain_groups=plain),
    )


def test_reasons_name_count_algorithm_scales_stability_and_what_each_criterion_says(choice):
    count, note, algorithm, scales, stability, alone = reasons_for(choice)
    assert "80 times" in count
    assert "five" in count
    assert note == "A note."
    assert "mixture" in algorithm
    assert "3 metrics" in scales
    assert "1 identity, 2 logarithm" in scales
    assert "0.80" in stability
    assert "silhouette three, BIC nine" in alone


def test_an_algorithm_that_was_asked_for_is_not_praised(choice):
    ward = replace(
        choice,
        row=replace(choice.row, algorithm=Algorithm.WARD),
        options=SearchOptions(algorithm=Algorithm.WARD),
    )
    assert "The algorithm was asked for: Ward's tree." in reasons_for(ward)


def test_plain_groups_are_called_so(choice):
    two = replace(
        choice,
        row=replace(choice.row, n_segments=2),
        agreed=2,
        judgement=replace(choice.judgement, plain_groups=2),
    )
    assert "two plain groups" in reasons_for(two)[0]


@pytest.mark.parametrize(
    ("count", "got", "plain", "words"),
    [
        (5, None, None, "Five segments were asked for."),
        (3, None, None, "So few hide differences"),
        (2, None, 2, "Two segments were asked for."),
        (9, None, None, "More than eight are hard to act on."),
        (6, None, 3, "The accounts fall into three plain groups."),
        (7, 5, None, "7 segments were asked for; only 5 hold accounts of their own."),
    ],
)
def test_a_count_that_was_asked_for_is_answered(choice, count, got, plain, words):
    assert words in reasons_for(asked(choice, count, got=got, plain=plain))[0]


def test_three_that_were_asked_for_and_are_plain_are_not_blamed(choice):
    assert "hide" not in reasons_for(asked(choice, 3, plain=3))[0]


def test_the_runner_up_is_the_most_stable_that_a_team_can_act_on(choice):
    second = runner_up(choice)
    assert (second.algorithm, second.n_segments) == (Algorithm.MIXTURE, 6)
    assert "agreement 0.90 against 0.80" in second.why
    assert "fewer segments are better" in second.why


def test_the_runner_up_to_a_count_asked_for_says_that_it_was(choice):
    assert "was asked for" in runner_up(asked(choice, 5)).why


def test_there_is_no_runner_up_without_another_finalist(choice):
    assert runner_up(replace(choice, rows=(choice.row, row(4, None)))) is None


@pytest.mark.parametrize(
    ("natural", "words", "not_words"),
    [
        (Natural.STRONG, "real groups", "slices"),
        (Natural.WEAK, "borders are soft", "no natural groups"),
        (Natural.NONE, "no natural groups", "real groups"),
    ],
)
def test_the_verdict_is_said_in_plain_words(choice, natural, words, not_words):
    sentence = verdict_sentence(replace(choice, natural=natural))
    assert words in sentence
    assert not_words not in sentence


def test_lumps_and_coming_back_are_added_to_strong_groups_only_where_true(choice):
    strong = replace(choice, natural=Natural.STRONG)
    lumpy = replace(strong, judgement=replace(choice.judgement, lumps=("logins",)))
    assert "logins falls into separate lumps" in verdict_sentence(lumpy)
    assert "lumps" not in verdict_sentence(strong)
    assert "come back" in verdict_sentence(strong)
    loose = replace(strong, row=replace(choice.row, stability=0.5))
    assert "come back" not in verdict_sentence(loose)


def test_groups_in_one_metric_alone_are_not_said_of_all(choice):
    lumpy = replace(choice.judgement, lumps=("logins",))
    assert "borders are soft" in verdict_sentence(replace(choice, judgement=lumpy))
    alone = verdict_sentence(replace(choice, judgement=replace(lumpy, together=False)))
    assert alone.startswith("logins alone falls into separate lumps")
    assert "borders are soft" not in alone
    two = replace(lumpy, lumps=("calls", "logins"), together=False)
    several = verdict_sentence(replace(choice, judgement=two))
    assert several.startswith("calls and logins fall into separate lumps")


def test_too_few_accounts_are_named_as_the_reason(choice):
    few = replace(choice, natural=Natural.NONE, judgement=replace(choice.judgement, null_tables=()))
    assert "Fewer than 30 accounts" in verdict_sentence(few)


def test_k_means_that_stands_in_is_not_praised_as_a_mixture(choice):
    stood_in = replace(choice, row=replace(choice.row, algorithm=Algorithm.KMEANS))
    assert any("does not fill so many" in reason for reason in reasons_for(stood_in))


def test_real_groups_do_not_vouch_for_a_number_that_was_asked_for(choice):
    strong = replace(asked(choice, 7), natural=Natural.STRONG)
    assert verdict_sentence(strong).endswith("was asked for.")


def test_the_number_told_is_the_one_agreed_on_before_small_groups_were_split_off(choice):
    split = replace(choice, row=replace(choice.row, n_segments=6))
    assert "five is the smallest number" in reasons_for(split)[0]
