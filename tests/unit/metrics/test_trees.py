from shoal.metrics.trees import brief


def test_names_that_are_cut_stay_apart_and_leave_room():
    names = ["seats", "ä" * 40 + "a", "ä" * 40 + "b"]
    found = [brief(name) for name in names]
    assert found[0] == "seats"
    assert len(set(found)) == len(names)
    assert all(len(f"{name} as timestamptz".encode()) <= 63 for name in found)  # PostgreSQL's limit
