"""A made-up company's table, and the main job run on it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from shoal.files import only_writer, write_file
from shoal.operations.segment import Progress
from shoal.operations.segment_file import Written, segment_file
from shoal.records.options import SegmentOptions
from shoal.worlds.demo import company_table
from shoal.worlds.table import as_csv

COMPANY = "Acme Cloud"
_TABLE = "acme-cloud.csv"
_AS_OF = date(2026, 6, 30)  # fixed, so that the demo reads the same on any day


def make_demo(folder: Path, *, progress: Progress) -> Written:
    """Write a made-up company's table into a folder and segment it there.

    The folder keeps whatever else is in it.
    """
    table = folder / _TABLE
    progress("Making up a company", 0.0)
    with only_writer(table):
        write_file(table, as_csv(company_table(as_of=_AS_OF)))
    options = replace(SegmentOptions(), as_of=_AS_OF, title=COMPANY)
    out = folder / f"{table.stem}-segments"
    return segment_file(str(table), options, out=out, overwrite=False, progress=progress)
