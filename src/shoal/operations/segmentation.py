"""What Python users hold in their hands: a segmentation and what can be done with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Unpack

from shoal.errors import UsageError
from shoal.files import only_writer, write_file
from shoal.operations.asking import Asked, ask
from shoal.operations.assign import assign_table
from shoal.operations.model_file import model_text, read_model
from shoal.operations.outputs import assignment_columns, profile_columns
from shoal.operations.reading import read_source
from shoal.operations.segment import segment_table
from shoal.records.accounts import Audit
from shoal.records.evidence import Recommendation
from shoal.records.model import Model
from shoal.records.segments import Segment
from shoal.records.studies import Study
from shoal.reports.page import render_report
from shoal.sources.frames import native_frame

Progress = Callable[[str, float], None]


def _silent(_stage: str, _share: float) -> None:
    """Report progress to nobody."""


class Segmentation:
    """The segments of a table of customers, why there are these, and a way to place new ones.

    Made by `shoal.segment` or `shoal.load`. A loaded one knows its model and no accounts, so it
    has no `labels` and writes no report.
    """

    def __init__(self, model: Model, *, study: Study | None = None, source: object = None) -> None:
        self._model = model
        self._study = study
        self._source = source

    @property
    def recommendation(self) -> Recommendation:
        """What was chosen, on what evidence, and whether the groups are natural."""
        return self._model.recommendation

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments by falling size: names, personas, rules, profiles, plays."""
        return self._model.segments

    @property
    def audit(self) -> Audit:
        """What was found in the table; a loaded segmentation keeps only what was done about it."""
        findings = self._study.findings if self._study else ()
        return Audit(findings=findings, excluded=self._model.excluded, applied=self._model.applied)

    @property
    def labels(self) -> object:
        """A frame with the columns of assignments.csv and one row per input row."""
        study = self._needed("labels")
        columns = assignment_columns(study.accounts, study.assignment, study.segments, per_row=True)
        return native_frame(columns, like=self._source)

    @property
    def profiles(self) -> object:
        """A frame with one row per segment and metric, as in profiles.csv."""
        return native_frame(profile_columns(self.segments), like=self._source)

    @property
    def study(self) -> Study:
        """Everything the fit produced, as frozen values."""
        return self._needed("study")

    @property
    def model(self) -> Model:
        """The frozen segmentation."""
        return self._model

    def assign(self, new: object) -> object:
        """Put new accounts into these segments.

        Parameters
        ----------
        new : pandas, Polars or Arrow frame, DuckDB relation, or path
            With the columns the segments were made from; others are ignored.

        Returns
        -------
        frame
            In the library of `new`, with the columns of assignments.csv, one row per input row.

        Raises
        ------
        ModelMismatch
            If a needed column is missing or is not numeric.
        """
        assigned = assign_table(self._model, read_source(new))
        return native_frame(assigned.columns(per_row=True), like=new)

    def to_sql(
        self, dialect: str = "duckdb", table: str = "accounts", *, only_segment: bool = False
    ) -> str:
        """Return these segments as one SQL statement that assigns the accounts of a table.

        Parameters
        ----------
        dialect : str, default "duckdb"
            One of duckdb, postgres, spark, snowflake, bigquery, redshift, databricks.
        table : str, default "accounts"
            A table with the columns the segments were made from, one row an account.
        only_segment : bool, default False
            Leave out all columns but the account and its segment, which is quicker.

        Returns
        -------
        str
            A SELECT with the columns of assignments.csv, one row per row of the table.

        Raises
        ------
        UsageError
            If the dialect is unknown, or `table` is not the name of a table.
        """
        # Loaded late: SQLGlot takes as long to load as NumPy, and few runs write SQL.
        from shoal.operations.export_sql import sql_text  # noqa: PLC0415

        return sql_text(self._model, dialect=dialect, table=table, only_segment=only_segment)

    def save(self, path: str | Path) -> None:
        """Write the frozen segmentation as model.json."""
        _write(Path(path), model_text(self._model))

    def report(self, path: str | Path) -> None:
        """Write the report: one HTML file that opens offline."""
        _write(Path(path), render_report(self._needed("report")))

    def __repr__(self) -> str:
        """Say how many segments there are and whether they are natural."""
        told = ", ".join(f"{s.name} {s.size}" for s in self.segments)
        return f"<Segmentation: {len(self.segments)} segments ({told})>"

    def _needed(self, what: str) -> Study:
        if self._study is None:
            raise UsageError(
                f"A loaded segmentation knows no accounts, so it has no {what}.",
                suggestion="Call assign(frame), or shoal.segment(frame) for a new segmentation.",
            )
        return self._study


def segment(data: object, *, progress: Progress = _silent, **asked: Unpack[Asked]) -> Segmentation:
    """Find the natural groups in a table of customers.

    Parameters
    ----------
    data : pandas, Polars or Arrow frame, DuckDB relation, or path
        One row an account.
    progress : callable, optional
        Told the stage in words, and the share of it that is done.
    **asked
        Any option of `shoal.operations.asking.ask`: `id`, `segments`, `algorithm`, `metrics`,
        `context`, `outcome`, `seats`, `meanings`, `smallest_share`, `largest_share`,
        `unusual_share`, `weights`, `placements`, `drop_noise`, `apply_suggestions`,
        `on_duplicate_id`, `as_of`, `seed`, `title`.

    Raises
    ------
    UsageError
        If an option names what the table does not have.
    DataError
        If ids or column names are ambiguous, or nothing can be clustered.
    """
    options = ask(**asked)
    study, model = segment_table(read_source(data), options, progress=progress)
    return Segmentation(model, study=study, source=data)


def load(path: str | Path) -> Segmentation:
    """Load a frozen segmentation from model.json.

    Raises
    ------
    ModelInvalid
        If the file is no model, was cut off or edited.
    ModelTooNew
        If a newer Shoal wrote it.
    """
    return Segmentation(read_model(Path(path)))


def _write(target: Path, text: str) -> None:
    with only_writer(target):
        write_file(target, text)
