import pytest

from shoal.records.evidence import Algorithm
from shoal.records.options import SearchOptions

HEAD = "shoal: 1\nsources:\n  accounts: a.csv\nsegmentations:\n  customers:\n"


def segmentation(draft, lines):
    found = draft(HEAD + "".join(f"    {line}\n" for line in lines))
    assert [f.message for f in found.findings] == []
    return found.spec.segmentations[0]


def codes(draft, *lines):
    return [f.code for f in draft(HEAD + "".join(f"    {line}\n" for line in lines)).findings]


def test_what_is_not_said_is_as_in_the_main_job(draft):
    found = segmentation(draft, ["segments: auto", "metrics: standard", "algorithm: auto"])
    assert (found.name, found.accounts, found.metrics, found.youngest_days) == (
        "customers",
        None,
        None,
        14,
    )
    assert found.search == SearchOptions(weights={}, placements={})


@pytest.mark.parametrize(
    ("line", "n", "low", "high", "ranged"),
    [
        ("segments: auto", None, 2, 10, False),
        ("segments: 5", 5, 2, 10, False),
        ("segments: [4, 6]", None, 4, 6, True),
        ("segments: [5, 5]", 5, 2, 10, False),
    ],
)
def test_the_number_of_segments_has_three_forms(draft, line, n, low, high, ranged):
    search = segmentation(draft, [line]).search
    assert (search.n_segments, search.low, search.high, search.ranged) == (n, low, high, ranged)


def test_everything_that_is_said_is_kept(draft):
    found = segmentation(
        draft,
        [
            "accounts: \"plan <> 'free'\"",
            "metrics: [nps_latest, logins]",
            "weights: {nps_latest: 0.5}",
            "algorithm: ward",
            "smallest_share: 0.02",
            "largest_share: 0.6",
            "youngest_days: 0",
            "unusual_share: 0",
            'placements: {Trial: "stage = \'trial\'", No: "seats > 5"}',
        ],
    )
    assert (found.accounts, found.metrics) == ("plan <> 'free'", ("nps_latest", "logins"))
    assert found.youngest_days == 0
    search = found.search
    assert (search.algorithm, dict(search.weights)) == (Algorithm.WARD, {"nps_latest": 0.5})
    assert (search.smallest_share, search.largest_share, search.unusual_share) == (0.02, 0.6, 0.0)
    assert list(search.placements.items()) == [("Trial", "stage = 'trial'"), ("No", "seats > 5")]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["segments: 1"], "wrong-value"),
        (["segments: [6, 4]"], "wrong-value"),
        (["segments: [4]"], "wrong-value"),
        (["segments: many"], "wrong-value"),
        (["algorithm: kmean"], "wrong-value"),
        (["algorithm: hdbscan", "segments: 5"], "conflicting-keys"),
        (["smallest_share: 0.3", "segments: 5"], "conflicting-keys"),
        (["largest_share: 0.1", "segments: 5"], "conflicting-keys"),
        (["smallest_share: 2"], "wrong-value"),
        (["weights: {a: 0}"], "wrong-value"),
        (["placements: {Trial: 'stage ='}"], "invalid-condition"),
        (["placements: {Trial: 'a = 1', TRIAL: 'b = 2'}"], "conflicting-keys"),
        (["placements: {'?': 'a = 1'}"], "wrong-value"),
        (["accounts: 'DROP TABLE x'"], "invalid-condition"),
        (["metrics: all"], "wrong-value"),
    ],
)
def test_what_does_not_go_is_told(draft, lines, code):
    assert codes(draft, *lines) == [code]
