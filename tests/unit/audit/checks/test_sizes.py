from shoal.audit.examine import examine
from shoal.records.options import Suggestions, TableOptions

N = 200


def test_volumes_want_seats(found, rng, pick):
    logins = rng.poisson(30, N).tolist()
    assert pick(found({"logins": logins}), "volume-without-seats")[0].column == "logins"
    seated = found({"logins": logins, "seats": [0, *rng.integers(1, 9, N - 1).tolist()]})
    assert pick(seated, "volume-per-seat")[0].severity == "note"
    assert pick(seated, "zero-seats")[0].evidence == {"accounts": 1}
    assert any("logins_per_seat" in a for a in seated.applied)
    plain = found(
        {"logins": logins, "seats": rng.integers(1, 9, N).tolist()}, suggestions=Suggestions.NONE
    )
    assert pick(plain, "volume-per-seat")[0].severity == "warning"


def test_few_accounts_for_many_metrics_are_told(table, rng, pick):
    given = table({f"x{i}": rng.normal(size=29).tolist() for i in range(3)})
    (finding,) = pick(examine(given, TableOptions()), "too-few-rows")
    assert finding.evidence == {"accounts": 29, "metrics": 3}
