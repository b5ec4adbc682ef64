"""From paths, folders and patterns to files."""

from dataclasses import replace

import pytest

from shoal.engines.places import FileKind, can_be_placed, find_files
from shoal.errors import NotAFile, UnreadableFile, UsageError
from shoal.records.workspace import Location


@pytest.fixture
def put(tmp_path):
    def written(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("id\n1\n")

    return written


def names(place, folder):
    return [f.removeprefix(f"{folder}/") for f in place.files]


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/data/e.csv", True),
        ("/data/e.TSV.gz", True),
        ("/data/e.parquet", True),
        ("/data/e.jsonl", True),
        ("/data/*/e*.csv", True),
        ("s3://bucket/events", True),
        ("gs://bucket/events/*.parquet", True),
        ("/data/a.xlsx", False),
        ("/data/a.json", False),
        ("https://example.org/a.csv", False),
    ],
)
def test_the_name_tells_whether_engines_read_it(path, answer):
    assert can_be_placed(Location(path=path)) is answer


def test_a_folder_may_be_named_like_anything(tmp_path):
    folder = tmp_path / "logs.2025"
    folder.mkdir()

    assert can_be_placed(Location(path=str(folder)))


def test_functions_and_databases_are_no_files():
    assert not can_be_placed(Location(function="feed"))
    assert not can_be_placed(Location(url="postgresql://db/sales", table="t"))


def test_a_folder_is_all_files_below_it(put, tmp_path):
    put(
        "log/b.csv", "log/a/c.csv", "log/.hidden.csv", "log/_SUCCESS", "log/_tmp/d.csv", "log/n.txt"
    )

    place = find_files(str(tmp_path / "log"), allowed=[tmp_path])

    assert (place.kind, place.keys) == (FileKind.DELIMITED, frozenset())
    assert names(place, tmp_path) == ["log/a/c.csv", "log/b.csv"]


def test_keys_are_the_names_before_equal_signs_below_the_base(put, tmp_path):
    put("year=1/log/month=01/day=2/a.parquet", "year=1/log/month=02/day=2/a.parquet")
    base = tmp_path / "year=1" / "log"

    by_folder = find_files(str(base), allowed=[tmp_path])
    by_pattern = find_files(f"{base}/*/*/a.parquet", allowed=[tmp_path])

    assert by_folder.keys == {"month", "day"}
    assert replace(by_pattern, base=by_folder.base) == by_folder


def test_one_file_has_no_keys(put, tmp_path):
    put("month=01/a.csv")

    place = find_files(str(tmp_path / "month=01" / "a.csv"), allowed=[tmp_path])

    assert place.keys == frozenset()


def test_a_name_with_brackets_is_a_name_if_it_is_there(put, tmp_path):
    put("a[1].csv", "a1.csv")

    place = find_files(str(tmp_path / "a[1].csv"), allowed=[tmp_path])

    assert names(place, tmp_path) == ["a[1].csv"]


@pytest.mark.parametrize("path", ["nope.csv", "nope/*.csv", "empty"])
def test_what_is_not_there_is_told(path, tmp_path):
    (tmp_path / "empty").mkdir()

    with pytest.raises(NotAFile):
        find_files(str(tmp_path / path), allowed=[tmp_path])


def test_several_kinds_are_told_apart(put, tmp_path):
    put("log/a.csv", "log/b.jsonl")

    with pytest.raises(UnreadableFile, match="CSV, JSON lines"):
        find_files(str(tmp_path / "log"), allowed=[tmp_path])


def test_a_file_outside_is_refused(put, tmp_path):
    put("inside/a.csv", "outside/a.csv", "inside2/a.csv")
    allowed = [tmp_path / "inside"]

    for path in ("outside/a.csv", "inside/../outside/a.csv", "inside2/a.csv"):
        with pytest.raises(UsageError, match="does not declare"):
            find_files(str(tmp_path / path), allowed=allowed)


def test_a_link_that_leads_outside_is_refused_and_one_that_stays_is_not(put, tmp_path):
    put("inside/a.csv", "outside/a.csv")
    inside = tmp_path / "inside"
    (inside / "out.csv").symlink_to(tmp_path / "outside" / "a.csv")
    (inside / "in.csv").symlink_to(inside / "a.csv")

    assert names(find_files(str(inside / "in.csv"), allowed=[inside]), inside) == ["a.csv"]
    with pytest.raises(UsageError):
        find_files(str(inside / "out.csv"), allowed=[inside])


def test_an_address_that_nothing_reads_is_told():
    with pytest.raises(UsageError, match="ftp://"):
        find_files("ftp://host/a.csv", allowed=["ftp://host"])
