"""A session with Spark: one of our own, or one within the program that calls us."""

import logging
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlglot import exp

from shoal.engines.dialects.spark import spark_text
from shoal.engines.spark.driver import DataFrame, SparkSession, refuse_without_java
from shoal.engines.spark.errors import told_by_spark
from shoal.records.workspace import EngineSpec

_ALL_CORES = "local[*]"
_SQL = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_LTZ",
    "spark.sql.legacy.parquet.nanosAsLong": "true",  # pandas writes such times
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.csv.parser.columnPruning.enabled": "false",  # else bad rows pass unseen
}
_QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
}


class SparkHeld:
    """Runs trees on Spark.

    If the program that calls us has a session, ours lives within its application, with settings
    and names of its own, and the application goes on after us.
    """

    def __init__(self, settings: EngineSpec) -> None:
        # Errors are told by us; this would write each, with all of Java's calls, to the terminal.
        logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
        with told_by_spark("Starting Spark"):
            theirs = SparkSession.getActiveSession()
            self._is_ours = theirs is None
            self.session = (theirs or _start(settings)).newSession()
            for name, value in _SQL.items():
                self.session.conf.set(name, value)
        self._kept: list[DataFrame] = []
        self._names: list[str] = []

    def frame(self, tree: exp.Expr, values: Mapping[str, Any] | None = None) -> DataFrame:
        """Return what a tree gives; nothing runs yet."""
        given = values or {}
        return self.session.sql(
            spark_text(tree, given), args={name: _argument(v) for name, v in given.items()}
        )

    def name(self, name: str, frame: DataFrame) -> None:
        """Let queries read a frame under a name."""
        frame.createOrReplaceTempView(f"`{name.replace('`', '``')}`")
        self._names.append(name)

    def keep(self, name: str, frame: DataFrame) -> None:
        """Compute a frame now, and let queries read its rows under a name.

        Workers hold the rows in memory and, beyond it, on their discs; the rows of a worker that
        is lost are computed again.
        """
        held = frame.persist()
        held.count()
        self._kept.append(held)
        self.name(name, held)

    def write(self, frame: DataFrame, folder: Path) -> None:
        """Have the workers write a frame as Parquet."""
        frame.write.option("compression", "zstd").option(
            "mapreduce.fileoutputcommitter.marksuccessfuljobs", "false"
        ).parquet(f"file://{folder.absolute()}")
        for checksum in folder.glob(".*.crc"):
            checksum.unlink()

    def close(self) -> None:
        """Give back what is held; end the application if it is ours."""
        if self._is_ours:
            self.session.stop()
            return
        for held in self._kept:
            held.unpersist()
        for name in self._names:
            self.session.catalog.dropTempView(name)


def _start(settings: EngineSpec) -> SparkSession:
    refuse_without_java()
    master = settings.url or _ALL_CORES
    builder = SparkSession.builder.master(master).appName("shoal")
    if master.startswith("local"):
        # There the driver does the work; elsewhere the cluster says what its workers have.
        builder = builder.config("spark.driver.memory", _java_memory(settings.memory_limit))
    for name, value in {**_QUIET, **_SQL}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


def _java_memory(limit: str) -> str:
    """Write an amount of memory as Java does.

    >>> _java_memory("4GB"), _java_memory("512 MiB")
    ('4g', '512m')
    """
    found = re.fullmatch(r"\s*(\d+)\s*([kmgt])i?b?\s*", limit, re.IGNORECASE)
    return f"{found[1]}{found[2].lower()}" if found else limit


def _argument(value: object) -> object:
    """Hand times over as text: Spark would take them for times of this machine's zone."""
    return value.isoformat() if isinstance(value, datetime) else value
