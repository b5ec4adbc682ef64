from pathlib import Path

import pytest

from shoal.errors import FileAccess, NotAFile
from shoal.records.workspace import EngineKind, Role
from shoal.spec.workspace import read_workspace

LEAST = "shoal: 1\nsources:\n  accounts: data/accounts.csv\n"


def test_the_least_workspace_has_one_source(draft, tmp_path):
    found = draft(LEAST)
    assert (found.findings, found.valid) == ((), True)
    spec = found.spec
    assert (spec.name, spec.folder, spec.file) == (tmp_path.name, tmp_path, tmp_path / "shoal.yml")
    assert (spec.timezone, spec.currency, dict(spec.rates)) == ("UTC", None, {})
    assert spec.storage == tmp_path / ".shoal"
    assert spec.engine.kind is EngineKind.DUCKDB
    assert spec.engine.spill == tmp_path / ".shoal/spill"
    assert [s.role for s in spec.of_role(Role.ACCOUNTS)] == [Role.ACCOUNTS]


def test_a_folder_or_a_file_is_named(tmp_path, monkeypatch):
    (tmp_path / "shoal.yml").write_text(LEAST)
    (tmp_path / "other.yml").write_text(LEAST.replace("data/", ""))
    by_folder, _ = read_workspace(tmp_path, {})
    by_file, _ = read_workspace(tmp_path / "other.yml", {})
    assert by_folder.sources[0].location.path == str(tmp_path / "data/accounts.csv")
    assert by_file.sources[0].location.path == str(tmp_path / "accounts.csv")
    monkeypatch.chdir(tmp_path)
    spec, findings = read_workspace(Path(), {})
    assert (spec.folder, findings) == (tmp_path, ())
    assert spec.sources[0].place.file == "shoal.yml"


def test_without_a_file_the_way_to_one_is_told(tmp_path):
    (tmp_path / "shoal.yaml").write_text(LEAST)
    with pytest.raises(NotAFile, match=r"Did you mean shoal\.yaml") as raised:
        read_workspace(tmp_path, {})
    assert "shoal init" in raised.value.suggestion
    with pytest.raises(NotAFile):
        read_workspace(tmp_path / "nowhere" / "shoal.yml", {})


def test_a_file_that_may_not_be_read_is_an_error_of_access(tmp_path, monkeypatch):
    (tmp_path / "shoal.yml").write_text(LEAST)

    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileAccess, match="Permission denied"):
        read_workspace(tmp_path, {})


@pytest.mark.parametrize("text", ["", "# nothing\n", "null\n"])
def test_an_empty_file_is_no_workspace(draft, text):
    found = draft(text)
    assert (found.spec, found.valid) == (None, False)
    assert [f.code for f in found.findings] == ["missing-key"]


@pytest.mark.parametrize("text", ["[1, 2]", "just text"])
def test_a_file_without_keys_is_no_workspace(draft, text):
    assert [f.code for f in draft(text).findings] == ["wrong-value"]


def test_all_findings_come_together_in_the_order_of_the_file(told):
    text = """\
shoal: 1
nmae: acme
timezone: Berlin
currency: eur
sources:
  accounts: data/accounts.csv
  tickets: {role: ticket, path: t.csv}
metrics: {window_days: "90"}
moves: {margin: 0.1}
"""
    assert [line.split(" ", 2)[:2] for line in told(text)] == [
        ["2:1", "unknown-key"],
        ["3:1", "unknown-name"],
        ["4:11", "wrong-value"],
        ["7:19", "wrong-value"],
        ["8:24", "wrong-value"],
        ["9:1", "unknown-key"],
    ]
    said = told(text)
    assert "Did you mean name?" in said[0]
    assert "Did you mean Europe/Berlin?" in said[1]
    assert "Did you mean tickets?" in said[3]
    assert "later version" in said[5]


def test_file_and_line_stand_in_the_evidence(draft, tmp_path):
    (finding,) = draft(f"{LEAST}nmae: acme\n").findings
    assert finding.evidence == {"file": str(tmp_path / "shoal.yml"), "line": 4}


def test_a_file_with_an_error_gives_no_workspace(tmp_path):
    (tmp_path / "shoal.yml").write_text(f"{LEAST}nmae: acme\n")
    spec, findings = read_workspace(tmp_path, {})
    assert spec is None
    assert len(findings) == 1


def test_a_draft_keeps_what_is_not_at_fault(draft):
    text = f"{LEAST}  bad: {{role: tickets}}\n  good: {{role: tickets, path: t.csv, opened: o}}\n"
    found = draft(text)
    assert not found.valid
    assert [s.name for s in found.spec.sources] == ["accounts", "good"]
    assert found.places["sources.good.opened"].line == 5


@pytest.mark.parametrize("key", ["shoal", "sources"])
def test_some_keys_have_to_be_there(draft, key):
    lines = {"shoal": "shoal: 1\n", "sources": "sources:\n  accounts: a.csv\n"}
    del lines[key]
    assert [f.code for f in draft("".join(lines.values())).findings] == ["missing-key"]


def test_accounts_are_there_once(told):
    text = f"{LEAST}  more: {{role: accounts, path: m.csv}}\n"
    (line,) = told(text)
    assert line.startswith("4:3 role-twice sources.more has the role accounts")
    (line,) = told("shoal: 1\nsources:\n  tickets: t.csv\n")
    assert line.startswith("2:1 no-accounts")


def test_the_way_to_an_account_leads_through_one_source(told):
    text = f"""{LEAST}\
  a: {{role: tickets, path: a.csv, opened: o, account_via: {{source: b, on: x}}}}
  b: {{role: tickets, path: b.csv, opened: o, account_via: {{source: a, on: x}}}}
  c: {{role: tickets, path: c.csv, opened: o, account_via: {{source: c, on: x}}}}
"""
    assert [line.split()[1] for line in told(text)] == ["conflicting-keys"] * 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rates: {USD: 0.9}", "missing-key"),
        ("currency: EUR\nrates: {EUR: 2}", "wrong-value"),
        ("currency: EUR\nrates: {usd: 0.9}", "wrong-value"),
        ("currency: EUR\nrates: {USD: 0}", "wrong-value"),
        ("storage: ../x", "path-outside"),
        ("engine: {spill: /tmp}", "path-outside"),
        ("engine: {kind: postgres}", "missing-key"),
        ("engine: {kind: postgres, url: '${env:NO}'}", "missing-variable"),
        ("engine: {memory_limit: much}", "wrong-value"),
        ("name: ${env:HOME}", "misplaced-reference"),
    ],
)
def test_what_does_not_go_is_told(draft, text, code):
    assert [f.code for f in draft(f"{LEAST}{text}\n").findings] == [code]


def test_the_engine_has_its_url_and_no_repr_of_it(draft):
    text = f"{LEAST}engine: {{kind: postgres, url: '${{env:DB}}', memory_limit: 2.5GB}}\n"
    spec = draft(text, DB="postgresql://u:topsecret@h/d").spec
    assert (spec.engine.url, spec.engine.memory_limit) == ("postgresql://u:topsecret@h/d", "2.5GB")
    assert "topsecret" not in repr(spec)


def test_a_source_that_python_gives_needs_no_place(tmp_path):
    (tmp_path / "shoal.yml").write_text(f"{LEAST}  calls: {{role: touches}}\n")
    spec, findings = read_workspace(tmp_path, {}, functions=frozenset({"calls"}))
    assert findings == ()
    assert spec.sources[1].location.function == "calls"
    assert read_workspace(tmp_path, {})[0] is None
