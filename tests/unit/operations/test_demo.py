import csv
from datetime import date

import pytest

from shoal.operations import demo
from shoal.operations.segment_file import Written


@pytest.fixture
def calls(monkeypatch, studied):
    """Note what the main job is asked to do."""
    noted = []

    def note(file, options, *, out, overwrite, progress):
        del progress
        noted.append((file, options, out, overwrite))
        return Written(study=studied[0], files={})

    monkeypatch.setattr(demo, "segment_file", note)
    return noted


def test_a_table_is_left_and_segmented_as_of_its_own_day(calls, tmp_path, quiet):
    demo.make_demo(tmp_path / "demo", progress=quiet)
    ((file, options, out, overwrite),) = calls
    assert file == str(tmp_path / "demo" / "acme-cloud.csv")
    assert out == tmp_path / "demo" / "acme-cloud-segments"
    assert (options.as_of, options.title, overwrite) == (date(2026, 6, 30), "Acme Cloud", False)
    with (tmp_path / "demo" / "acme-cloud.csv").open(newline="") as table:
        ids = [row["account_id"] for row in csv.DictReader(table)]
    assert len(ids) == len(set(ids)) > 400


def test_the_table_is_the_same_every_time_and_other_files_stay(calls, tmp_path, quiet):
    (tmp_path / "notes.txt").write_text("mine")
    texts = []
    for _ in range(2):
        demo.make_demo(tmp_path, progress=quiet)
        texts.append((tmp_path / "acme-cloud.csv").read_bytes())
    assert texts[0] == texts[1]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["acme-cloud.csv", "notes.txt"]
    assert len(calls) == 2
