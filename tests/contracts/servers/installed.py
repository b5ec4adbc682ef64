"""Debian packages that servers of the tests come from."""

import os
import shutil
import subprocess
from collections.abc import Callable


def debian_package(package: str, is_there: Callable[[], bool]) -> None:
    """Install a package where it is missing and this process may; else leave it."""
    tool = shutil.which("apt-get")
    if is_there() or os.getuid() != 0 or tool is None:
        return
    _run(tool, "update", "-qq")
    _run(tool, "install", "-qq", "-y", "--no-install-recommends", package)


def _run(*command: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(
        command, check=True, env=environment, capture_output=True, stdin=subprocess.DEVNULL
    )
