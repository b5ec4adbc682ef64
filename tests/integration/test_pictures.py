"""`benchmarks/pictures.py` draws what was measured where a reader expects it."""

import importlib
import math
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def load(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    return importlib.import_module


def test_each_way_has_its_mean_and_a_dot_for_each_kind(load):
    scores, module = load("quality_scores"), load("picture_agreement")
    one = scores.Result(
        generator="a", n_accounts=300, seed=2000, way="", n_true=4, n_small=0, agreement=0.0
    )
    told = {"plain/free": 0.1, "log/held": 0.3, "mixture/free": 0.2, "grid/x, y": 0.5}
    told |= {"shoal/free": 0.6, "forest/knows": 0.8, "five/five": 0.7}
    results = [
        replace(one, way=way, generator=kind, agreement=value + more)
        for way, value in told.items()
        for kind, more in (("a", 0.0), ("b", 0.1))
    ]
    ways = module.shown_ways([*results, replace(one, way="shoal/free", n_accounts=15000)])
    assert [w.label.split()[0] for w in ways] == ["Plain", "Best", "Grid", "Shoal", "Forest"]
    assert ways[1].note == "plain recipe after log, 4 to 8"
    assert [w.mean for w in ways] == pytest.approx([0.15, 0.35, 0.55, 0.65, 0.85])
    dots = drawn(module.agreement_picture(ways), "circle")
    large = [x for x, _, r in dots if r == 7]
    span = (large[4] - large[0]) / (0.85 - 0.15)
    assert [round((x - large[0]) / span + 0.15, 3) for x in large] == [0.15, 0.35, 0.55, 0.65, 0.85]
    assert len(dots) == 5 * 3


def test_ten_times_the_accounts_and_ten_times_the_seconds_are_a_step_each(load):
    module = load("picture_time")
    curve = module.Curve(label="Shoal", seconds={1_000: 0.2, 10_000: 2.0, 1_000_000: 200.0})
    (first, second, last) = drawn(module.time_picture([curve]), "circle")
    assert last[0] - second[0] == pytest.approx(2 * (second[0] - first[0]), abs=0.02)
    assert second[1] - last[1] == pytest.approx(2 * (first[1] - second[1]), abs=0.02)


def test_words_at_the_ends_of_curves_never_cover_each_other(load):
    module = load("picture_time")
    curves = [module.Curve(label=f"way {i}", seconds={1_000: 1.0, 9_000: 2.0}) for i in range(3)]
    page = opened(module.time_picture(curves))
    ys = sorted(float(t.get("y")) for t in page.iter(f"{SVG}text") if "way" in t.text)
    assert min(np.diff(ys)) >= 14


def test_the_count_taken_is_the_first_whose_line_reaches_the_best(load):
    consensus, module = load("shoal.segments.search.consensus"), load("picture_counts")
    agreement = {4: [0.5, 0.7], 5: [0.77, 0.88], 6: [0.8, 0.86]}
    agreed = {
        n: consensus.Consensus(n_segments=n, labels=np.zeros(2, int), agreement=np.array(a))
        for n, a in agreement.items()
    }
    tried, taken = module.counts_tried(agreed)
    assert taken == 5
    # By hand: the gaps are 0.03 and -0.02, their mean 0.005, their standard deviation 0.025.
    assert tried[1].error == pytest.approx(2 * 0.025 / math.sqrt(2))
    assert [t.error == 0 for t in tried] == [False, False, True]
    text = module.counts_picture(tried, taken=taken)
    assert [r for _, _, r in drawn(text, "circle")] == [5.5, 7, 5.5]


def test_the_newest_time_of_each_size_is_read(load, tmp_path):
    choose = load("choose")
    file = tmp_path / "build" / "choose.jsonl"
    assert choose.read(file) == []
    old, new = (choose.Timing(n_accounts=9, shoal=s, ten_fits=1.0, sweep=s) for s in (5.0, 3.0))
    large = choose.Timing(n_accounts=99, shoal=4.0, ten_fits=2.0)
    for timing in (large, old, new):
        choose.keep(file, timing)
    assert choose.read(file) == [new, large]


def test_pictures_are_written_from_what_is_kept_and_nothing_from_nothing(load, tmp_path):
    pictures, choose = load("pictures"), load("choose")
    file = tmp_path / "times.jsonl"
    asked = ["times", "--times", str(file), "--out", str(tmp_path / "out")]
    with pytest.raises(SystemExit, match="holds nothing to draw"):
        pictures.main(asked)
    choose.keep(file, choose.Timing(n_accounts=100, shoal=1.0, ten_fits=0.5, sweep=0.1))
    pictures.main(asked)
    assert "100 in 1.0 s" in (tmp_path / "out" / "times.svg").read_text("utf-8")


@pytest.mark.long
def test_the_demo_s_company_is_segmented_for_the_picture(load):
    module = load("picture_counts")
    tried, taken = module.counts_tried(module.demo_consensus(n_accounts=60))
    assert taken in {t.count for t in tried}
    assert all(0 < t.agreement <= 1 for t in tried)


def drawn(text, kind):
    """Return centre and radius of every dot, in the order in which they are drawn."""
    page = opened(text)
    return [tuple(float(e.get(k)) for k in ("cx", "cy", "r")) for e in page.iter(f"{SVG}{kind}")]


def opened(text):
    """Return the outermost element of a picture."""
    return ET.fromstring(text)  # noqa: S314  # drawn here
