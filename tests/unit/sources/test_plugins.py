from importlib.metadata import EntryPoint

import pytest

from shoal.errors import SourceFailed
from shoal.sources import plugins
from shoal.sources.functions import read_function
from shoal.sources.plugins import installed_functions


@pytest.fixture
def offer(monkeypatch):
    """Give a function that lets packages offer sources: name and value."""

    def offered(*points):
        made = [EntryPoint(name=n, value=v, group=plugins.GROUP) for n, v in points]
        monkeypatch.setattr(
            plugins, "entry_points", lambda *, group: made if group == plugins.GROUP else []
        )

    return offered


def test_an_installed_function_is_called_under_its_name(offer, tmp_path, monkeypatch):
    (tmp_path / "acme_crm.py").write_text("def contacts():\n    return {'email': ['a@b']}\n")
    monkeypatch.syspath_prepend(tmp_path)
    offer(("crm", "acme_crm:contacts"))
    (found,) = read_function(installed_functions()["crm"], name="crm")
    assert found.column("email").values.tolist() == ["a@b"]


def test_none_is_loaded_before_it_is_used(offer):
    offer(("crm", "there_is_no_such_module:contacts"))
    with pytest.raises(
        SourceFailed, match=r"installed source crm .* cannot be loaded: ModuleNotFound"
    ):
        list(read_function(installed_functions()["crm"], name="crm"))


def test_of_two_with_one_name_the_same_is_always_taken(offer):
    points = [("crm", "os:getcwd"), ("crm", "os:getpid")]
    offer(*points)
    first = installed_functions()["crm"]()
    offer(*reversed(points))
    assert installed_functions()["crm"]() == first
