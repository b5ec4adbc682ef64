import pytest

from shoal.errors import NothingToCluster
from shoal.records.options import SearchOptions
from shoal.segments.search.counts import counts_in_question


def counts(options=None, *, n_accounts=500, n_distinct=500, plain_groups=None):
    return counts_in_question(
        options or SearchOptions(),
        n_accounts=n_accounts,
        n_distinct=n_distinct,
        plain_groups=plain_groups,
    )


def test_a_team_can_act_on_four_to_eight():
    found = counts()
    assert found.shown == tuple(range(2, 11))
    assert found.eligible == (4, 5, 6, 7, 8)


@pytest.mark.parametrize("plain", [2, 3])
def test_two_or_three_plain_groups_stay_two_or_three(plain):
    assert counts(plain_groups=plain).eligible == (plain,)


def test_what_was_asked_for_decides():
    found = counts(SearchOptions(n_segments=12), plain_groups=2)
    assert found.eligible == (12,)
    assert 12 in found.shown


def test_a_range_that_was_asked_for_is_the_range():
    assert counts(SearchOptions(low=3, high=5, ranged=True)).eligible == (3, 4, 5)
    assert counts(SearchOptions(low=2, high=12, ranged=True)).eligible == tuple(range(2, 13))


def test_a_single_count_is_attempted_with_its_neighbours():
    assert counts().attempted == (4, 5, 6, 7, 8)
    assert counts(SearchOptions(n_segments=5)).attempted == (3, 4, 5, 6, 7)
    assert counts(SearchOptions(n_segments=3)).attempted == (2, 3, 4, 5)
    assert counts(SearchOptions(n_segments=12), n_distinct=13).attempted == (10, 11, 12, 13)
    assert counts(plain_groups=2).attempted == (2, 3, 4)


def test_a_small_table_is_not_cut_into_crumbs():
    assert counts(n_accounts=12, n_distinct=12).eligible == (2,)


def test_more_segments_than_different_accounts_cannot_be():
    with pytest.raises(NothingToCluster, match="only 3 accounts differ"):
        counts(SearchOptions(n_segments=5), n_distinct=3)
