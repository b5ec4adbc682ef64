"""Nothing under GPL or AGPL is required or stands in an extra, nor in what those need in turn."""

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement

# LGPL lets a package be used beside code under any licence; it may stand in an extra.
STRICT = re.compile(r"\bA?GPL|(?<!Lesser )(?<!Library )General Public License", re.IGNORECASE)


def test_what_is_required_or_stands_in_an_extra_is_under_no_strict_licence(root: Path) -> None:
    needed = needed_distributions(root)
    assert {"numpy", "scikit-learn", "duckdb"} <= needed.keys()
    assert {name: licence for name, d in needed.items() if STRICT.search(licence := told(d))} == {}


def test_what_is_required_is_under_no_lesser_one_either(root: Path) -> None:
    text = (root / "requirements" / "run.txt").read_text("utf-8")
    pins = re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE)
    assert pins
    found = {name: told(d) for name in pins if (d := installed(name)) is not None}
    assert [name for name, licence in found.items() if "GPL" in licence.upper()] == []


@pytest.mark.parametrize("licence", ["GPL-3.0-or-later", "AGPL-3.0", "GNU General Public License"])
def test_a_strict_licence_is_seen(licence: str) -> None:
    assert STRICT.search(licence)


@pytest.mark.parametrize(
    "licence", ["LGPL-3.0-only", "GNU Lesser General Public License v3", "MIT"]
)
def test_another_licence_is_none(licence: str) -> None:
    assert not STRICT.search(licence)


def needed_distributions(root: Path) -> dict[str, Distribution]:
    """Return every installed distribution that the package or an extra needs, by its name."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    asked = [Requirement(line) for line in (*project["dependencies"], *chain(*extras))]
    found: dict[str, Distribution] = {}
    while asked:
        requirement = asked.pop()
        name = requirement.name.lower()
        known = installed(name) if name not in {"shoal", *found} else None
        if known is None:
            continue
        found[name] = known
        extra = {"extra": next(iter(requirement.extras), "")}
        further = [Requirement(line) for line in known.requires or ()]
        asked += [r for r in further if r.marker is None or r.marker.evaluate(extra)]
    return found


def installed(name: str) -> Distribution | None:
    """Return a distribution; None if it is not installed here."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def told(found: Distribution) -> str:
    """Return what a distribution says of its licence in a few words."""
    data = found.metadata
    marks = [c for c in data.get_all("Classifier") or [] if c.startswith("License")]
    first_line = (data["License"] or "").partition("\n")[0]
    return "; ".join([data["License-Expression"] or "", first_line, *marks])
