"""A sound table, to which each test adds one fault."""

import pytest

from shoal.audit.examine import examine
from shoal.records.options import TableOptions

N = 200


@pytest.fixture
def sound(rng):
    """Columns without any fault."""
    return {
        "account_id": [f"a{i:03}" for i in range(N)],
        "stickiness": rng.uniform(20, 60, N).tolist(),
        "active_days": rng.uniform(1, 20, N).tolist(),
        "csat": rng.uniform(2, 5, N).tolist(),
    }


@pytest.fixture
def found(table, sound):
    def run(extra=None, **options):
        return examine(table(sound | (extra or {})), TableOptions(**options))

    return run


@pytest.fixture
def pick():
    def run(examined, code):
        return [f for f in examined.findings if f.code == code]

    return run
