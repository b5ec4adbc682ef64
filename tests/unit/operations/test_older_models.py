"""Models of older versions: files that an older Shoal wrote assign as that Shoal did."""

import json

import pandas as pd
import pytest

from shoal.operations import model_file
from shoal.operations.segmentation import load

OLDER = range(1, model_file.VERSION)


@pytest.fixture
def models(root):
    return root / "tests" / "golden" / "models"


@pytest.mark.parametrize("version", OLDER)
def test_the_file_is_of_that_version(models, version):
    assert json.loads((models / f"version-{version}.json").read_text("utf-8"))["version"] == version


@pytest.mark.parametrize("version", OLDER)
def test_an_older_model_assigns_as_it_did(models, version):
    told = pd.read_csv(models / f"version-{version}.csv", dtype={"account_id": "string"})
    answers = ["segment", "segment_name", "confidence", "second_segment", "unusual"]
    assert told["confidence"].nunique() > 3
    found = load(models / f"version-{version}.json").assign(told.drop(columns=answers))
    assert found["account_id"].tolist() == told["account_id"].tolist()
    for name in answers:
        assert found[name].tolist() == told[name].tolist()


@pytest.mark.parametrize("version", OLDER)
def test_an_older_model_becomes_a_statement_and_is_written_anew(models, version, tmp_path):
    seg = load(models / f"version-{version}.json")
    assert "shoal_values" in seg.to_sql()
    seg.save(tmp_path / "model.json")
    assert json.loads((tmp_path / "model.json").read_text("utf-8"))["version"] == model_file.VERSION
    assert load(tmp_path / "model.json").segments == seg.segments


def test_every_version_is_told_in_the_documents(root):
    page = (root / "docs" / "model.md").read_text("utf-8")
    rows = page.partition("## Versions")[2].splitlines()
    told = [line.split("|")[1].strip() for line in rows if line.startswith("| ")]
    assert told[2:] == [str(v) for v in range(1, model_file.VERSION + 1)]
