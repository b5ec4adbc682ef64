"""In a workspace a suggestion names the key of its file, never an option of another verb."""

import re

import numpy as np
import pandas as pd
import pytest

import shoal
from shoal.audit.examine import examine
from shoal.audit.size import follow_size
from shoal.operations.option_names import names_in
from shoal.operations.reading import read_source
from shoal.records.options import ON_COMMAND_LINE, TableOptions
from shoal.records.workspace import Place, SegmentationSpec

N = 60
OPTION = re.compile(r"--(?!as-of\b)[a-z]")
FILES = {
    "customers.csv": "id,team\n" + "".join(f"a{i},{i % 3}\n" for i in range(N)),
    "log.csv": "account,user,at\n"
    + "".join(f"a{i},u{i}-{k},2026-06-{1 + k:02}\n" for i in range(N) for k in range(i % 9 + 1)),
    "shoal.yml": "shoal: 1\nname: acme\nsources:\n"
    "  clients: {role: accounts, path: customers.csv, id: id}\n"
    "  log: {role: events, path: log.csv, account: account, user: user, at: at}\n"
    "segmentations:\n  core: {segments: 2}\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("acme")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return shoal.Workspace(folder)


@pytest.fixture
def names(workspace):
    segmentation = SegmentationSpec(name="core", place=Place(file="shoal.yml", line=1))
    return names_in(workspace.spec, segmentation)


@pytest.fixture
def faulty():
    """A table with a fault for each suggestion of the audit that names an option."""
    rng = np.random.default_rng(1)
    logins = rng.lognormal(3, 1, N).round()
    logins[0] = -4
    return read_source(
        pd.DataFrame(
            {
                "account_id": [f"a{i}" for i in range(N)],
                "industry": np.where(rng.random(N) < 0.5, "bank", "shop"),
                "likes_mail": (rng.random(N) < 0.5).astype(float),
                "remark": [f"said {i}" for i in range(N)],
                "position": np.arange(N),
                "logins": logins,
                "events": logins * 3.001 + rng.random(N) / 100,
                "csat": np.where(rng.random(N) < 0.5, np.nan, rng.uniform(1, 5, N)),
                "exports": np.where(np.arange(N) < 1, 4.0, 0.0),
                **{f"m{k}": rng.normal(size=N) for k in range(4)},
            }
        )
    )


def _suggestions(findings):
    return [f.suggestion or "" for f in findings]


def test_the_audit_speaks_of_options_on_the_command_line(faulty):
    told = " ".join(_suggestions(examine(faulty, TableOptions()).findings))
    assert set(re.findall(r"--[a-z-]+", told)) >= {"--metrics", "--context", "--seats"}


def test_the_audit_speaks_of_keys_in_a_workspace(faulty, names):
    findings = examine(faulty, TableOptions(id="account_id"), names=names).findings
    assert {f.code for f in findings} >= {
        "missing-cells",
        "near-constant-column",
        "near-duplicate-metrics",
        "flags-not-clustered",
        "text-not-clustered",
        "impossible-values",
        "volume-without-seats",
    }
    told = " ".join(_suggestions(findings))
    assert not OPTION.search(told)
    assert "segmentations.core.metrics of shoal.yml" in told
    assert "sources.clients.columns.seats of shoal.yml" in told


def test_segments_that_follow_size_ask_for_seats_by_their_key(faulty, names):
    accounts = examine(faulty, TableOptions(), names=names).accounts
    at = [m.name for m in accounts.metrics].index("logins")
    logins = np.asarray(accounts.values)[:, at]
    segment = (logins > np.nanmedian(logins)).astype(int)
    for wanted in (ON_COMMAND_LINE, names):
        (finding,) = follow_size(accounts, segment, names=wanted)
        assert finding.code == "segments-follow-size"
        assert wanted.seats in finding.suggestion


def test_audit_and_fit_of_a_workspace_name_no_option_that_they_lack(workspace):
    findings = [
        *workspace.audit("2026-06-30").findings,
        *workspace.fit("2026-06-30", dry_run=True).study.findings,
    ]
    told = _suggestions(findings)
    assert any("segmentations.core.metrics of shoal.yml" in text for text in told)
    assert not [text for text in told if OPTION.search(text)]
