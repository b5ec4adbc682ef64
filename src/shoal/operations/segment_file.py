"""The main job from a file to a folder of four files."""

from dataclasses import dataclass
from pathlib import Path

from shoal.errors import OutputExists
from shoal.files import only_writer, told_as_access_error, write_folder
from shoal.operations.model_file import FORMAT
from shoal.operations.outputs import FILE_NAMES, MODEL, study_files
from shoal.operations.reading import STDIN, read_source
from shoal.operations.segment import Progress, segment_table
from shoal.records.options import SegmentOptions
from shoal.records.studies import Study

_HEAD_BYTES = 200
_COMPRESSED = (".gz", ".bz2", ".xz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A finished study and where its files are: "assignments", "profiles", "model", "report"."""

    study: Study
    files: dict[str, str]


def default_out(file: str) -> Path:
    """Return the folder that results go to unless another is named: ./<stem>-segments."""
    if file == STDIN:
        return Path("stdin-segments")
    path = Path(file)
    stem = Path(path.stem).stem if path.suffix.lower() in _COMPRESSED else path.stem
    return Path(f"{stem or 'table'}-segments")


def segment_file(
    file: str, options: SegmentOptions, *, out: Path, overwrite: bool, progress: Progress
) -> Written:
    """Segment a file and write the four files, all or none.

    A folder that Shoal wrote is replaced whole. Another one needs `overwrite`; then the four
    files are put into it and what else is there stays. Files whose name begins with a dot, which
    systems leave everywhere, are no obstacle and stay.

    Raises
    ------
    OutputExists
        If something else is in the way.
    OutputBusy
        If another run is writing there.
    UsageError, DataError, OutsideError
        As reading and segmenting raise them.
    """
    with only_writer(out):
        with told_as_access_error(out):
            names = _names_in(out)
            foreign = _is_foreign(out, names)
        if foreign and not overwrite:
            raise OutputExists(
                f"{out} exists and was not written by Shoal.",
                suggestion="Choose another --out, or pass --overwrite to put the files there.",
            )
        progress("Reading the table", 0.0)
        table = read_source(file)
        study, model = segment_table(table, options, progress=progress)
        progress("Writing the report", 0.0)
        write_folder(
            out, study_files(study, model), keep_others=foreign or any(map(_is_hidden, names))
        )
    return Written(study=study, files={Path(name).stem: str(out / name) for name in FILE_NAMES})


def _names_in(folder: Path) -> set[str]:
    """Return what is in the folder for the output; nothing if it does not exist."""
    if not folder.exists():
        return set()
    if not folder.is_dir():
        raise OutputExists(f"{folder} is a file.", suggestion="Choose another --out.")
    return {path.name for path in folder.iterdir()}


def _is_foreign(folder: Path, names: set[str]) -> bool:
    """Whether something stands at the place of the output that Shoal did not write."""
    seen = {name for name in names if not _is_hidden(name)}
    if not seen:
        return False
    if not seen <= set(FILE_NAMES) or MODEL not in seen:
        return True
    with (folder / MODEL).open("rb") as file:
        return FORMAT.encode() not in file.read(_HEAD_BYTES)


def _is_hidden(name: str) -> bool:
    return name.startswith(".")
