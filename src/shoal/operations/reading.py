"""Turn whatever a user hands over into a table."""

import sys
from pathlib import Path

from shoal.records.tables import Table
from shoal.sources.files import read_file, read_stream
from shoal.sources.frames import read_frame

STDIN = "-"


def read_source(source: object) -> Table:
    """Read a path, standard input ("-") or a frame of any supported library."""
    if isinstance(source, str) and source == STDIN:
        return read_stream(sys.stdin.buffer, name="stdin")
    if isinstance(source, str | Path):
        return read_file(Path(source))
    return read_frame(source)
