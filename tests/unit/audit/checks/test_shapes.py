import pytest

N = 200


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ([None] * N, "empty-column"),
        ([7] * N, "constant-column"),
        ([7] * 197 + [1, 2, 3], "near-constant-column"),
    ],
)
def test_columns_that_say_little(found, cells, code, pick):
    assert [f.column for f in pick(found({"x": cells}), code)] == ["x"]


def test_a_heavy_tail_is_measured_by_its_skewness(found, rng, pick):
    values = rng.lognormal(0, 2, N)
    away = values - values.mean()
    expected = (away**3).mean() / (away**2).mean() ** 1.5
    (finding,) = pick(found({"x": values.tolist()}), "heavy-tail")
    assert finding.evidence["skewness"] == pytest.approx(expected, abs=0.01)


def test_many_zeros(found, rng, pick):
    cells = [0.0] * 90 + rng.uniform(1, 2, 110).tolist()
    (finding,) = pick(found({"x": cells}), "zero-inflation")
    assert finding.evidence["share"] == 0.45


def test_outliers_are_counted_and_named(found, rng, pick):
    cells = [900.0, -800.0, *rng.normal(50, 2, N - 2).tolist()]
    (finding,) = pick(found({"x": cells}), "outliers")
    assert finding.evidence["accounts"] == 2
    assert "a000, a001" in finding.message


def test_a_single_outlier_is_told_in_the_singular(found, rng, pick):
    (finding,) = pick(found({"x": [900.0, *rng.normal(50, 2, N - 1).tolist()]}), "outliers")
    assert finding.message.startswith("1 account lies far from all others on x: a000")


def test_one_large_scale_dominates(found, rng, pick):
    (finding,) = pick(found({"x": rng.normal(0, 1e6, N).tolist()}), "dominating-scale")
    assert finding.column == "x"


def test_huge_and_tiny_numbers_do_no_harm(found, rng, pick):
    examined = found(
        {"x": (rng.normal(0, 1, N) * 1e300).tolist(), "y": (rng.normal(0, 1, N) * 1e-300).tolist()}
    )
    assert pick(examined, "dominating-scale")[0].column == "x"
