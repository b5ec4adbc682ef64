"""Assign a file of accounts and write the answer as CSV."""

from pathlib import Path

from shoal.errors import NotAFile, OutputExists
from shoal.files import only_writer, told_as_access_error, write_file
from shoal.operations.asking import duplicate_choice
from shoal.operations.assign import Assigned, assign_table
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
        with told_as_access_error(out):
            _check_place(out, overwrite=overwrite)
        progress("Reading the model", 0.0)
        model = read_model(model_path)
        progress("Reading the table", 0.0)
        table = read_source(file)
        progress("Assigning", 0.0)
        assigned = assign_table(model, table, on_duplicate_id=choice)
        write_file(out, csv_text(assigned.columns()))
    return assigned


def _check_place(out: Path, *, overwrite: bool) -> None:
    if out.is_dir():
        raise NotAFile(f"{out} is a folder.", suggestion="Name a CSV file with --out.")
    if not out.exists() or overwrite:
        return
    with out.open("rb") as file:
        head = file.readline(10_000).decode("utf-8", errors="replace").strip()
    if not head.endswith(",".join(ASSIGNMENT_COLUMNS)):
        raise OutputExists(
            f"{out} exists and was not written by Shoal.",
            suggestion="Choose another --out, or pass --overwrite.",
        )
