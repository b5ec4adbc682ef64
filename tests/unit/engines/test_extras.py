"""Optional packages."""

import subprocess
import sys

import pytest

from shoal.engines.extras import needed
from shoal.errors import MissingExtra


def test_what_is_installed_is_given():
    assert needed("json", extra="cloud", purpose="Reading").loads("1") == 1


def test_what_is_missing_says_how_to_install_it():
    with pytest.raises(MissingExtra, match="Reading s3:// needs the package nope_there") as raised:
        needed("nope_there.part", extra="cloud", purpose="Reading s3://")

    assert raised.value.suggestion == "Install it: pip install 'shoal[cloud]'"


@pytest.mark.parametrize(
    ("package", "engine", "extra"),
    [("psycopg", "postgres_engine", "postgres"), ("pyspark", "spark_engine", "spark")],
)
def test_an_engine_without_its_package_says_how_to_install_it(package, engine, extra):
    program = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "from shoal.errors import MissingExtra\n"
        f"try: import shoal.engines.{engine}\n"
        "except MissingExtra as error: print(error.message, error.suggestion)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert f"needs the package {package}" in done.stdout
    assert f"pip install 'shoal[{extra}]'" in done.stdout
