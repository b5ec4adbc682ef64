import numpy as np

N = 200


def test_columns_that_are_no_behaviour_are_told_by_kind(found, rng):
    examined = found(
        {
            "contract_value": rng.lognormal(9, 1, N).tolist(),
            "has_sso": [i % 2 == 0 for i in range(N)],
            "churned": [i % 5 == 0 for i in range(N)],
            "qbr_count": rng.poisson(3, N).tolist(),
            "remark": [f"r{i}" for i in range(N)],
            "seen": [np.datetime64("2026-01-01") + i for i in range(N)],
            "Recnum": list(range(N)),
            "confidence": rng.uniform(size=N).tolist(),
        }
    )
    told = {f.code: f.column for f in examined.findings}
    assert told["facts-not-behaviour"] == "contract_value"
    assert told["flags-not-clustered"] == "has_sso"
    assert told["outcome-not-clustered"] == "churned"
    assert told["touch-not-clustered"] == "qbr_count"
    assert told["text-not-clustered"] == "remark"
    assert told["date-among-metrics"] == "seen"
    assert told["id-among-metrics"] == "Recnum"
    assert told["reserved-name"] == "confidence"
    assert len(examined.accounts.metrics) == 3


def test_an_outcome_named_as_a_metric_is_a_warning(found, pick):
    examined = found({"churned": [i % 5 == 0 for i in range(N)]}, metrics=("csat", "churned"))
    assert [f.severity for f in pick(examined, "outcome-as-metric")] == ["warning"]
    assert [m.name for m in examined.accounts.metrics] == ["churned", "csat"]
