"""Assign a file of accounts and write the answer as CSV."""

from pathlib import Path

from shoal.files import only_writer, write_file
from shoal.operations.asking import duplicate_choice
from shoal.operations.assign import Assigned, assign_table
from shoal.operations.file_place import check_place
from shoal.operations.model_file import read_model
from shoal.operations.outputs import ASSIGNMENT_COLUMNS, csv_text
from shoal.operations.reading import read_source
from shoal.operations.segment import Progress


def assign_file(
    model_path: Path,
    file: str,
    *,
    out: Path,
    on_duplicate_id: str | None,
    overwrite: bool,
    progress: Progress,
) -> Assigned:
    """Assign the accounts of a file by a model and write `out`, whole or not at all.

    Raises
    ------
    OutputExists
        If `out` is a file that Shoal did not write and `overwrite` is false.
    UsageError, DataError, OutsideError
        As reading and assigning raise them.
    """
    choice = duplicate_choice(on_duplicate_id)
    with only_writer(out):
        check_place(out, is_ours=_is_ours, overwrite=overwrite)
        progress("Reading the model", 0.0)
        model = read_model(model_path)
        progress("Reading the table", 0.0)
        table = read_source(file)
        progress("Assigning", 0.0)
        assigned = assign_table(model, table, on_duplicate_id=choice)
        write_file(out, csv_text(assigned.columns()))
    return assigned


def _is_ours(first_line: bytes) -> bool:
    header = first_line.decode("utf-8", errors="replace").strip()
    return header.endswith(",".join(ASSIGNMENT_COLUMNS))
