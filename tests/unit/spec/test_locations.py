from pathlib import Path

import pytest

SOURCE = "shoal: 1\nsources:\n  accounts:\n    role: accounts\n"


def location(draft, lines, **environment):
    text = SOURCE + "".join(f"    {line}\n" for line in lines.splitlines())
    found = draft(text, **environment)
    codes = [f.code for f in found.findings]
    source = next(iter(found.spec.sources), None)
    return (None if source is None else source.location), codes


def test_a_path_becomes_absolute(draft, tmp_path):
    found, codes = location(draft, "path: data/../data/accounts.csv\noutside: true")
    assert (found.path, codes) == (str(tmp_path / "data/accounts.csv"), [])
    found, codes = location(draft, "path: data/*.parquet")
    assert (found.path, codes) == (str(tmp_path / "data/*.parquet"), [])


@pytest.mark.parametrize("path", ["/etc/passwd", "../a.csv", "a/../../b.csv", "~/a.csv"])
def test_a_path_stays_inside_unless_it_is_declared(draft, path):
    assert location(draft, f"path: {path}") == (None, ["path-outside"])
    found, codes = location(draft, f"path: {path}\noutside: true")
    assert codes == []
    assert Path(found.path).is_absolute()


def test_a_link_that_leads_out_is_outside(draft, tmp_path, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (tmp_path / "linked").symlink_to(other)
    assert location(draft, "path: linked/a.csv")[1] == ["path-outside"]
    assert location(draft, "path: linked/*.csv")[1] == ["path-outside"]
    assert location(draft, "path: linked/*.csv\noutside: true")[1] == []


@pytest.mark.parametrize("path", ["s3://b/e/*.parquet", "gs://b/a.csv", "az://c/a.csv"])
def test_addresses_of_clouds_stay_as_they_are(draft, path):
    found, codes = location(draft, f"path: {path}")
    assert (found.path, codes) == (path, [])


@pytest.mark.parametrize("path", ["https://host/a.csv", "file:///etc/passwd", "postgresql://h/d"])
def test_other_addresses_are_refused(draft, path):
    assert location(draft, f"path: {path}") == (None, ["wrong-value"])


def test_a_database_has_a_table_or_a_query(draft, tmp_path):
    url = "url: ${env:DB}"
    found, codes = location(draft, f"{url}\ntable: public.accounts", DB="pg://u:secret@h/d")
    assert (found.url, found.table, codes) == ("pg://u:secret@h/d", "public.accounts", [])
    assert "secret" not in repr(found)
    assert location(draft, url, DB="pg://h/d")[1] == ["missing-key"]
    both = f"{url}\ntable: t\nquery: q.sql"
    assert location(draft, both, DB="pg://h/d")[1] == ["conflicting-keys"]
    (tmp_path / "q.sql").write_text("select 1\n")
    assert location(draft, f"{url}\nquery: q.sql", DB="pg://h/d")[0].query == "select 1"


def test_a_table_alone_is_one_that_the_engine_has(draft):
    assert location(draft, "table: crm.accounts")[1] == ["missing-key"]
    for kind in ("spark", "postgres"):
        engine = f"table: crm.accounts\nengine: {{kind: {kind}, url: local}}"
        text = SOURCE + "    " + engine
        found = draft(text)
        assert [s.location.table for s in found.spec.sources] == ["crm.accounts"]
        assert found.findings == ()


@pytest.mark.parametrize("query", ["missing.sql", "/etc/passwd", "../q.sql"])
def test_a_query_is_a_file_of_the_workspace(draft, query):
    found, codes = location(draft, f"url: ${{env:DB}}\nquery: {query}", DB="pg://h/d")
    assert found is None
    assert len(codes) == 1


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("path: a.csv\nurl: pg://h/d", "conflicting-keys"),
        ("path: a.csv\ntable: t", "conflicting-keys"),
        ("id: x", "missing-key"),
        ("url: nonsense\ntable: t", "wrong-value"),
    ],
)
def test_a_source_is_at_one_place(draft, lines, code):
    assert location(draft, lines)[1] == [code]
