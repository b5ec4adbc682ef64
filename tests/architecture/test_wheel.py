import os
import sysconfig
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest

import shoal

EXTRAS = {"arrow", "cloud", "postgres", "spark", "web", "mcp", "crm", "connect", "llm", "all"}


@pytest.mark.skipif(
    os.environ.get("SHOAL_INSTALLED") != "wheel", reason="only `make test` builds the wheel"
)
def test_tests_run_against_the_built_wheel(root: Path) -> None:
    place = Path(str(shoal.__file__)).resolve()
    assert place.is_relative_to(Path(sysconfig.get_path("purelib")).resolve())
    assert not place.is_relative_to(root / "src")


@pytest.mark.skipif(
    os.environ.get("SHOAL_INSTALLED") != "wheel", reason="only `make test` builds the wheel"
)
def test_the_wheel_holds_every_file_of_the_package(root: Path) -> None:
    source, installed = root / "src" / "shoal", Path(str(shoal.__file__)).parent
    files = [f.relative_to(source) for f in source.rglob("*") if _belongs(f)]
    assert files
    assert [str(f) for f in files if not (installed / f).is_file()] == []


def test_every_extra_can_be_named_from_the_first_day() -> None:
    assert set(distribution("shoal").metadata.get_all("Provides-Extra")) == EXTRAS


def test_all_takes_in_every_other_extra(root: Path) -> None:
    extras = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    (everything,) = extras["all"]
    assert set(everything.removeprefix("shoal[").removesuffix("]").split(",")) == EXTRAS - {"all"}


def _belongs(file: Path) -> bool:
    return file.is_file() and not any(
        part.startswith(".") or part == "__pycache__" for part in file.parts[-4:]
    )
