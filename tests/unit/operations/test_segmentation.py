import pandas as pd
import pytest

import shoal
from shoal.errors import UsageError
from shoal.operations import segmentation
from shoal.operations.segmentation import Segmentation


@pytest.fixture
def seg(customers, studied, monkeypatch):
    """Return the segmentation of the customers, made by the public function."""
    monkeypatch.setattr(segmentation, "segment_table", lambda *_, **__: studied)
    return shoal.segment(customers)


def test_values_are_those_of_the_study(seg, studied):
    study, model = studied
    assert seg.recommendation is study.recommendation
    assert seg.segments == study.segments
    assert seg.audit.findings == study.findings
    assert seg.audit.excluded == study.excluded
    assert seg.study is study
    assert seg.model is model


def test_labels_are_a_frame_with_a_row_for_each_of_the_callers(seg, customers):
    assert isinstance(seg.labels, pd.DataFrame)
    assert seg.labels.index.equals(customers.index)
    assert seg.labels["account_id"].tolist() == customers["account_id"].tolist()
    sizes = {s.key: s.size for s in seg.segments}
    assert seg.labels["segment"].value_counts().to_dict() == sizes


def test_profiles_are_a_frame_too(seg):
    assert isinstance(seg.profiles, pd.DataFrame)
    assert len(seg.profiles) == len(seg.segments) * 3


def test_assigning_the_same_customers_gives_their_labels(seg, customers):
    pd.testing.assert_frame_equal(seg.assign(customers), seg.labels)


def test_a_saved_segmentation_assigns_as_before(seg, customers, tmp_path):
    path = tmp_path / "deep" / "model.json"
    seg.save(path)
    pd.testing.assert_frame_equal(shoal.load(path).assign(customers), seg.labels)


def test_a_saved_segmentation_is_what_the_files_hold(seg, tmp_path, studied):
    seg.save(str(tmp_path / "model.json"))
    again = shoal.load(str(tmp_path / "model.json"))
    assert again.recommendation == studied[1].recommendation
    assert [s.name for s in again.segments] == [s.name for s in seg.segments]
    assert again.audit.findings == ()


def test_a_loaded_segmentation_says_that_it_knows_no_accounts(seg, tmp_path):
    seg.save(tmp_path / "model.json")
    loaded = shoal.load(tmp_path / "model.json")
    for look in (lambda: loaded.labels, lambda: loaded.study, lambda: loaded.report("r.html")):
        with pytest.raises(UsageError, match="knows no accounts"):
            look()


def test_the_report_is_written_to_its_place(seg, tmp_path):
    seg.report(tmp_path / "report.html")
    assert "Customers" in (tmp_path / "report.html").read_text()
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_its_picture_in_a_notebook_is_short(seg):
    text = repr(seg)
    assert text.startswith(f"<Segmentation: {len(seg.segments)} segments")
    assert all(s.name in text for s in seg.segments)


def test_an_option_that_does_not_exist_is_told_before_any_work(customers):
    with pytest.raises(UsageError, match="Did you mean algorithm"):
        shoal.segment(customers, algoritm="ward")


def test_only_names_with_a_docstring_are_public():
    assert {"Segmentation", "load", "segment"} <= set(dir(shoal)) == set(shoal.__all__)
    assert all(getattr(shoal, name).__doc__ for name in dir(shoal))
    assert shoal.Segmentation is Segmentation
    with pytest.raises(AttributeError, match="no attribute 'cluster'"):
        shoal.cluster  # noqa: B018  # looking it up is the test
