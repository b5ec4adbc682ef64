import numpy as np
import pytest

from shoal.errors import UsageError
from shoal.operations.asking import Asked, ask
from shoal.records.options import SearchOptions


@pytest.mark.parametrize(
    ("segments", "fixed", "low", "high"),
    [
        (None, None, 2, 10),
        ("auto", None, 2, 10),
        (5, 5, 2, 10),
        ("5", 5, 2, 10),
        (np.int64(5), 5, 2, 10),
        ((5, 5), 5, 2, 10),
        ((3, 7), None, 3, 7),
        ([12, 20], None, 12, 20),
        ("4-6", None, 4, 6),
        (" 4 - 6 ", None, 4, 6),
        ("4..6", None, 4, 6),
    ],
)
def test_a_count_or_a_range_may_be_asked_for(segments, fixed, low, high):
    search = ask(segments=segments).search
    assert (search.n_segments, search.low, search.high) == (fixed, low, high)


@pytest.mark.parametrize(
    ("segments", "ranged"),
    [(None, False), ("auto", False), (5, False), ((5, 5), False), ((2, 10), True), ("2-10", True)],
)
def test_a_range_is_told_from_the_usual_one(segments, ranged):
    assert ask(segments=segments).search.ranged is ranged


@pytest.mark.parametrize("algorithm", ["hdbscan", "dbscan"])
@pytest.mark.parametrize("segments", [4, "4", (3, 6)])
def test_what_finds_the_number_itself_cannot_be_told_it(algorithm, segments):
    with pytest.raises(UsageError, match=f"{algorithm} finds the number") as told:
        ask(algorithm=algorithm, segments=segments)
    assert told.value.exit_code == 2
    assert ask(algorithm=algorithm, segments="auto").search.algorithm == algorithm


@pytest.mark.parametrize("segments", ["", "four", "4-", "-4", "4-6-8", (4,), (4, 5, 6), {}, 4.0])
def test_what_is_neither_count_nor_range_is_refused(segments):
    with pytest.raises(UsageError, match="segments"):
        ask(segments=segments)


@pytest.mark.parametrize("segments", [1, 51, (1, 5), (4, 51), "0-3"])
def test_no_count_leaves_what_can_be_made(segments):
    with pytest.raises(UsageError, match="segments cannot be made"):
        ask(segments=segments)


def test_a_range_that_runs_backwards_is_told():
    with pytest.raises(UsageError, match="from 6 to 4") as told:
        ask(segments="6-4")
    assert told.value.suggestion == "Write it as 4 to 6."


def test_everything_asked_of_the_search_arrives():
    search = ask(
        smallest_share=0.05,
        largest_share=0.5,
        unusual_share=0.02,
        weights={"nps": "0.5", "logins": 2},
        placements={" Trial ": " stage = 'trial' "},
        drop_noise=True,
    ).search
    assert search == SearchOptions(
        smallest_share=0.05,
        largest_share=0.5,
        unusual_share=0.02,
        weights={"nps": 0.5, "logins": 2.0},
        placements={"Trial": "stage = 'trial'"},
        drop_noise=True,
    )


@pytest.mark.parametrize("option", ["smallest_share", "largest_share", "unusual_share"])
@pytest.mark.parametrize("share", [-0.1, 1.5, "many", float("nan"), [0.1]])
def test_a_share_runs_from_nothing_to_all(option, share):
    with pytest.raises(UsageError, match=option):
        ask(**{option: share})


def test_a_share_in_per_cent_is_recognised():
    with pytest.raises(UsageError, match=r"smallest_share is 5\. Did you mean 0\.05\?"):
        ask(smallest_share=5)


@pytest.mark.parametrize(
    ("weight", "said"), [(0, "over 0"), (-1, "over 0"), (101, "100"), ("x", "'x'")]
)
def test_a_weight_is_a_number_over_zero(weight, said):
    with pytest.raises(UsageError, match=f"weight of nps.*{said}"):
        ask(weights={"nps": weight})


@pytest.mark.parametrize("given", ["nps=2", ["nps"], 3])
def test_weights_and_placements_are_names_with_something_beside_them(given):
    with pytest.raises(UsageError, match="weights is"):
        ask(weights=given)
    with pytest.raises(UsageError, match="placements is"):
        ask(placements=given)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"segments": 5, "smallest_share": 0.21}, "5 segments of at least 0.21 each are more"),
        ({"segments": (3, 8), "smallest_share": 0.4}, "3 segments of at least 0.4"),
        ({"segments": 3, "largest_share": 0.3}, "3 segments of at most 0.3 each cannot hold all"),
        ({"segments": (2, 4), "largest_share": 0.2}, "4 segments of at most 0.2"),
    ],
)
def test_shares_and_counts_that_cannot_both_be_had_are_told(asked, said):
    with pytest.raises(UsageError, match=said):
        ask(**asked)


def test_the_documents_tell_the_usual_shares(root):
    usual = SearchOptions()
    text = (root / "docs" / "asking.md").read_text("utf-8")
    assert f"of the accounts; {usual.smallest_share:g} unless said" in text
    assert f"as unusual; {usual.unusual_share:g} unless said" in text
    assert f"(default {usual.smallest_share:g})" in Asked.__doc__
    assert f"unusual_share : float, default {usual.unusual_share:g}" in Asked.__doc__
