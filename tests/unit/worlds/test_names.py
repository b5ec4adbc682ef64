import numpy as np

from shoal.worlds.names import (
    FIRST_WORDS,
    SECOND_WORDS,
    account_ids,
    company_names,
    pick,
)


def test_no_word_stands_twice_in_its_list():
    assert len(set(FIRST_WORDS)) == len(FIRST_WORDS)
    assert len(set(SECOND_WORDS)) == len(SECOND_WORDS)


def test_company_names_are_unique_even_when_all_pairs_are_used_up():
    n = 2 * len(FIRST_WORDS) * len(SECOND_WORDS) + 5
    assert len(set(company_names(np.random.default_rng(0), n))) == n


def test_ids_of_large_companies_are_as_wide_as_their_last():
    ids = account_ids(12_000)
    assert ids[0] == "A-00001"
    assert sorted(ids) == ids.tolist()


def test_pick_draws_every_word():
    words = ("a", "b", "c")
    assert set(pick(np.random.default_rng(0), words, 200)) == set(words)
