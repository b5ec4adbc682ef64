"""pyspark, which comes with the extra `spark`, and the Java that it needs."""

import os
import shutil

from shoal.errors import MissingExtra

try:
    from py4j.protocol import Py4JError
    from pyspark import errors
    from pyspark.sql import Column, DataFrame, DataFrameReader, SparkSession, functions, types
except ImportError as error:
    raise MissingExtra(
        "The engine Spark needs the package pyspark, which is not installed.",
        suggestion="Install it: pip install 'shoal[spark]'",
    ) from error

__all__ = [
    "Column",
    "DataFrame",
    "DataFrameReader",
    "Py4JError",
    "SparkSession",
    "errors",
    "functions",
    "types",
]


def refuse_without_java() -> None:
    """Raise MissingExtra if there is no Java to run Spark's own side."""
    home = os.environ.get("JAVA_HOME")
    program = os.path.join(home, "bin", "java") if home else "java"  # noqa: PTH118 - a name that may not be a path
    if shutil.which(program) is None:
        raise MissingExtra(
            "The engine Spark needs Java 17 or later, and no java was found.",
            suggestion="Install it (Debian: apt-get install openjdk-17-jre-headless), or set"
            " JAVA_HOME to where it is.",
        )
