"""`shoal fit`: a snapshot segmented as a segmentation of the workspace says."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from shoal.errors import UsageError, near_matches
from shoal.files import only_writer, write_folder
from shoal.operations.fit_accounts import accounts_of, silence_of
from shoal.operations.fit_options import needed_columns, options_of
from shoal.operations.option_names import names_in
from shoal.operations.outputs import FILE_NAMES, study_files
from shoal.operations.segment import Progress, segment_table
from shoal.operations.snapshot_files import read_snapshot
from shoal.operations.snapshot_findings import other_declarations
from shoal.operations.snapshot_table import snapshot_table
from shoal.operations.unused_metrics import without_effect
from shoal.records.findings import Finding
from shoal.records.studies import Study
from shoal.records.workspace import Place, SegmentationSpec, WorkspaceSpec

USUAL = "customers"  # where the workspace declares no segmentation


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """One segmentation of one snapshot.

    `files` are those written: "assignments", "profiles", "model", "report"; None after a dry run.
    `findings` are about the choice of accounts; those of the study are in it.
    """

    segmentation: str
    study: Study
    files: dict[str, str] | None
    findings: tuple[Finding, ...]


def fit(
    spec: WorkspaceSpec,
    name: str | None,
    as_of: date,
    *,
    dry_run: bool = False,
    progress: Progress,
) -> Fitted:
    """Segment a snapshot and write the four files of `shoal segment`.

    Parameters
    ----------
    spec : WorkspaceSpec
    name : str or None
        Which segmentation; None where the workspace has one, or none: then it is `customers`.
    as_of : date
        Of a snapshot that was measured before.
    dry_run : bool, default False
        Find the segments and write nothing.
    progress : callable
        Told the stage in words and the share of it that is done.

    Returns
    -------
    Fitted
        The files are in `.shoal/fits/<segmentation>/<as-of>/`.

    Raises
    ------
    UsageError
        If there is no such segmentation, or it names what the snapshot does not have.
    NotAFile, SnapshotInvalid
        If there is no snapshot of the date, or its files were changed.
    DataError
        As segmenting raises it.
    """
    segmentation = segmentation_of(spec, name)
    snapshot = read_snapshot(spec, as_of)
    progress("Reading the snapshot", 0.0)
    whole = snapshot_table(snapshot, spec.engine, name=spec.name)
    table, unknown = accounts_of(segmentation, whole)
    options = options_of(spec, segmentation, snapshot, table)
    findings = (
        *other_declarations(spec, snapshot),
        *silence_of(whole),
        *unknown,
        *without_effect(segmentation, options.table.metrics or ()),
    )
    table = needed_columns(table, options, snapshot)
    names = names_in(spec, segmentation)
    out = spec.storage / "fits" / segmentation.name / as_of.isoformat()
    if dry_run:
        study, _ = segment_table(table, options, progress=progress, names=names)
        study = replace(study, findings=(*findings, *study.findings))
        files = None
    else:
        with only_writer(out):
            study, model = segment_table(table, options, progress=progress, names=names)
            study = replace(study, findings=(*findings, *study.findings))
            progress("Writing the report", 0.0)
            write_folder(out, study_files(study, model))
        files = {Path(file).stem: str(out / file) for file in FILE_NAMES}
    return Fitted(segmentation=segmentation.name, study=study, files=files, findings=findings)


def segmentation_of(spec: WorkspaceSpec, name: str | None) -> SegmentationSpec:
    """Return a segmentation by its name; None where there is one."""
    usual = SegmentationSpec(name=USUAL, place=Place(file=str(spec.file), line=1))
    known = {s.name: s for s in spec.segmentations or (usual,)}
    if name is None and len(known) == 1:
        return next(iter(known.values()))
    if name in known:
        return known[name]
    asked = "is to be named" if name is None else f"{name} is not in the workspace"
    raise UsageError(
        f"The segmentation {asked}.{near_matches(name or '', known)}",
        suggestion=f"There are: {', '.join(known)}." if known else "Add one to segmentations.",
    )
