"""A cluster of Apache Spark of the tests' own: a master and two workers on 127.0.0.1."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from servers.installed import debian_package

_START_SECONDS = 120
_N_WORKERS = 2


@dataclass
class SparkCluster:
    """A running cluster; `url` is what the engine is given."""

    folder: Path
    url: str
    workers: list[subprocess.Popen] = field(default_factory=list)

    def kill_a_busy_worker(self):
        """End a worker and its executors as a machine that loses power would, amid a task."""
        last = len(self.workers) - 1
        end = time.monotonic() + _START_SECONDS
        while not self._n_tasks(last):
            if time.monotonic() > end:
                raise TimeoutError("The worker was given no task.")
            time.sleep(0.1)
        _end(self.workers.pop())

    def _n_tasks(self, worker):
        """Count the tasks that a worker's executors have begun and not ended."""
        logs = (self.folder / f"worker{worker}").glob("*/*/stderr")
        text = "".join(log.read_text(errors="replace") for log in logs)
        return text.count("Running task ") - text.count("Finished task ")


@contextmanager
def running_spark() -> Iterator[SparkCluster]:
    """Start a cluster and stop it at the end.

    Workers get a process group each, so that a worker dies with its executors. What a driver
    needs to know stands in a file of settings, as on any cluster, and the environment says where.
    """
    debian_package("openjdk-17-jre-headless", lambda: shutil.which("java") is not None)
    folder = Path(tempfile.mkdtemp(prefix="shoal-spark-"))
    started: list[subprocess.Popen] = []
    before = os.environ.get("SPARK_CONF_DIR")
    try:
        port = _free_port()
        cluster = SparkCluster(folder=folder, url=f"spark://127.0.0.1:{port}")
        os.environ["SPARK_CONF_DIR"] = str(_settings(folder))
        started.append(_start(folder, "master.Master", "--host", "127.0.0.1", "--port", str(port)))
        _wait_for(folder, "Master", "I have been elected leader")
        for i in range(_N_WORKERS):
            work = folder / f"worker{i}"
            started.append(
                _start(
                    folder,
                    "worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    str(work),
                    cluster.url,
                    log=f"Worker{i}",
                )
            )
        for i in range(_N_WORKERS):
            _wait_for(folder, f"Worker{i}", "Successfully registered")
        cluster.workers = started[1:]
        yield cluster
    finally:
        for process in started:
            _end(process)
        _restore("SPARK_CONF_DIR", before)
        shutil.rmtree(folder, ignore_errors=True)


def _settings(folder: Path) -> Path:
    place = folder / "conf"
    place.mkdir()
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": "512m",
        "spark.sql.shuffle.partitions": "4",
        "spark.master.rest.enabled": "false",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    lines = "".join(f"{name} {value}\n" for name, value in settings.items())
    (place / "spark-defaults.conf").write_text(lines)
    (place / "log4j2.properties").write_text(
        "rootLogger.level = info\nrootLogger.appenderRef.stderr.ref = console\n"
        "appender.console.type = Console\nappender.console.name = console\n"
        "appender.console.target = SYSTEM_ERR\n"
        "appender.console.layout.type = PatternLayout\n"
        "appender.console.layout.pattern = %p %c{1}: %m%n\n"
    )
    return place


def _start(folder: Path, what: str, *arguments: str, log: str | None = None) -> subprocess.Popen:
    import pyspark  # noqa: PLC0415 - only where a cluster is started

    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    environment = os.environ | {"SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": "127.0.0.1"}
    name = log or what.partition(".")[2]
    with (folder / f"{name}.log").open("wb") as said:
        return subprocess.Popen(
            [program, f"org.apache.spark.deploy.{what}", "--webui-port", "0", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env=environment,
            start_new_session=True,
        )


def _wait_for(folder: Path, name: str, words: str) -> None:
    """Wait until a server says that it is ready; its log is the only place where it does."""
    log = folder / f"{name}.log"
    end = time.monotonic() + _START_SECONDS
    while words not in log.read_text(errors="replace"):
        if time.monotonic() > end:
            raise TimeoutError(f"{name} did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)


def _end(process: subprocess.Popen) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _restore(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
