N = 200


def test_windows_that_differ_are_told(found, rng, pick):
    one, two = rng.uniform(1, 2, N).tolist(), rng.uniform(1, 2, N).tolist()
    (finding,) = pick(found({"logins_30d": one, "tickets_90d": two}), "different-windows")
    assert finding.evidence == {"30 days": 1, "90 days": 1}
    assert not pick(found({"logins_30d": one, "tickets_30d": two}), "different-windows")
    assert not pick(found({"logins_30d": one, "tickets_per_week": two}), "different-windows")
