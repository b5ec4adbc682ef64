import pytest

from shoal.audit.examine import examine
from shoal.audit.weights import weigh
from shoal.errors import UsageError
from shoal.records.options import TableOptions


@pytest.fixture
def accounts(table):
    rows = {"account_id": ["a", "b", "c"], "logins_90d": [1.0, 5.0, 9.0], "nps": [1.0, 2.0, 9.0]}
    made = table({**rows, "seats": [2.0, 3.0, 4.0]})
    return examine(made, TableOptions(id="account_id")).accounts


def test_a_metric_is_found_by_its_name_or_its_column(accounts):
    by_column = weigh(accounts, {"logins_90d": 0.5})
    assert by_column == weigh(accounts, {"logins_90d_per_seat": 0.5})
    assert {m.name: m.weight for m in by_column.metrics} == {"logins_90d_per_seat": 0.5, "nps": 1.0}


def test_an_unknown_name_comes_with_near_matches(accounts):
    with pytest.raises(UsageError, match=r"given to npss, which is no metric.*mean nps\?"):
        weigh(accounts, {"npss": 2.0})
