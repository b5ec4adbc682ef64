"""What scikit-learn asks of every clusterer."""

import pytest
from sklearn.utils.estimator_checks import check_estimator

from shoal import AutoSegmenter, OwnShapeMixture


@pytest.mark.parametrize(
    "estimator",
    [
        pytest.param(AutoSegmenter(), marks=pytest.mark.long),
        AutoSegmenter(prepare=False),
        OwnShapeMixture(),
        OwnShapeMixture(scales="log", missing="median", correlation=False),
    ],
    ids=str,
)
def test_scikit_learns_own_checks_pass_without_exceptions(estimator):
    results = check_estimator(estimator, on_fail=None, on_skip=None)
    assert len(results) > 40
    failed = {r["check_name"]: r["exception"] for r in results if r["status"] == "failed"}
    assert failed == {}
    assert [r["check_name"] for r in results if r["expected_to_fail"]] == []
