import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

# Written in two halves, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile("/(?:work|root|home)/[a-z]")
PIN = re.compile(r"^[a-z0-9._-]+==[^ ]+(?: ; .+)? \\$")


def test_no_file_names_a_place_on_somebodys_machine(root: Path, project_files: list[Path]) -> None:
    named = [
        f"{file.relative_to(root)}: {found.group()}"
        for file in project_files
        for found in MACHINE_PATH.finditer(file.read_text("utf-8", errors="ignore"))
    ]
    assert named == []


def test_requirements_hold_no_address(root: Path) -> None:
    files = list((root / "requirements").iterdir())
    assert files
    marks = ("://", "index-url", "find-links", "file:", "trusted-host")
    assert [f"{f.name}: {m}" for f in files for m in marks if m in f.read_text("utf-8")] == []


@pytest.mark.parametrize("name", ["run", "build", "test", "check", "pin"])
def test_every_requirement_is_pinned_with_a_hash(root: Path, name: str) -> None:
    lines = (root / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
    entries = [i for i, line in enumerate(lines) if not line.startswith("    --hash=sha256:")]
    assert entries
    assert [lines[i] for i in entries if not PIN.match(lines[i])] == []
    assert [i for i in entries if not lines[i + 1].startswith("    --hash=sha256:")] == []


def test_the_pinned_build_backend_is_the_declared_one(root: Path) -> None:
    declared = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["build-system"]
    pinned = (root / "requirements" / "build.in").read_text("utf-8").splitlines()
    assert [line for line in pinned if line[:1] not in ("", "#")] == declared["requires"]


def test_the_pins_are_what_the_project_asks_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    text = (root / "requirements" / "run.txt").read_text("utf-8")
    pins = [Requirement(line.rstrip(" \\")) for line in text.splitlines() if "==" in line]
    for asked in map(Requirement, project["dependencies"]):
        versions = [next(iter(p.specifier)).version for p in pins if p.name == asked.name]
        assert versions, f"{asked.name} is not in requirements/run.txt: make requirements"
        assert all(asked.specifier.contains(v) for v in versions), asked


def test_every_room_has_unit_tests(root: Path) -> None:
    package = root / "src" / "shoal"
    rooms = [f.name for f in package.iterdir() if (f / "__init__.py").is_file()]
    untested = [r for r in rooms if not list((root / "tests" / "unit" / r).rglob("test_*.py"))]
    # Records are shapes without behaviour of their own.
    assert set(untested) <= {"records"}
