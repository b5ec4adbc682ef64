"""One workspace in which everything is odd somewhere, judged once, and a way to judge others."""

import pytest
from reckoning.judging import judged, odd_workspace, rows
from reckoning.workspaces import source, workspace

from shoal.records.workspace import Role


@pytest.fixture(scope="session")
def odd(tmp_path_factory):
    """Return what is counted in each source, by name."""
    spec = odd_workspace(tmp_path_factory.mktemp("odd"), currency="EUR", rates={"USD": 0.9})
    return {s.name: s for s in judged(spec).sources}


@pytest.fixture
def judge(tmp_path):
    """Give a function that judges sources beside the accounts a and b, which are old."""

    def judged_sources(tables, *sources, **said):
        as_of = {"as_of": said.pop("as_of")} if "as_of" in said else {}
        frames = {"accounts": rows("account", ("a",), ("b",)), **tables}
        spec = workspace(tmp_path, frames, (source("accounts", Role.ACCOUNTS), *sources), **said)
        return {s.name: s for s in judged(spec, **as_of).sources}

    return judged_sources
