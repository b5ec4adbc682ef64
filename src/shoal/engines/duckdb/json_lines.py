"""Which line of a file of JSON lines is at fault: DuckDB's count differs by one or two."""

import json
from pathlib import Path

_NEAR = 3


def faulty_line(file: str, said: int) -> int:
    """Return the number of the line near `said` that is no JSON, from 1.

    Parameters
    ----------
    file
        If it is packed or not on this machine, the answer is `said`.
    said
        How many lines that are not empty DuckDB had counted, or nearly.
    """
    n_read = 0
    try:
        with Path(file).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                n_read += bool(line.strip())
                if n_read >= said - _NEAR and line.strip() and not _is_json(line):
                    return number
    except (OSError, UnicodeDecodeError):
        pass
    return said


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
