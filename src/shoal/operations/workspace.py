"""A workspace in Python: every operation by its verb."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from shoal import clock
from shoal.operations.audit import audit
from shoal.operations.check import Checked, check_workspace
from shoal.operations.dates import asked_date, asked_dates
from shoal.operations.explain_metric import explain_metric
from shoal.operations.fit import Fitted, fit
from shoal.operations.measure import measure
from shoal.operations.segment import Progress
from shoal.operations.snapshot_files import page_path
from shoal.operations.workspace_reading import valid_workspace
from shoal.records.judged import Audited
from shoal.records.snapshots import Measured, MetricExplained
from shoal.records.workspace import WorkspaceSpec
from shoal.sources.plugins import installed_functions

Dates = date | str | Sequence[date | str] | None


def _silent(_stage: str, _share: float) -> None:
    """Report progress to nobody."""


class Workspace:
    """A folder with a shoal.yml, and all that can be done with it.

    Parameters
    ----------
    folder : path
        The folder, or the file itself.
    sources : mapping of str to callable, optional
        Sources that Python gives: a function that takes nothing and returns, or yields, Arrow
        tables or frames of pandas or Polars. The workspace file declares their roles and columns.
    progress : callable, optional
        Told the stage in words and the share of it that is done.

    Examples
    --------
    >>> import shoal
    >>> acme = shoal.Workspace("acme/")  # doctest: +SKIP
    >>> acme.measure("2026-06-30").snapshots[0].n_accounts  # doctest: +SKIP
    300
    """

    def __init__(
        self,
        folder: Path | str,
        *,
        sources: Mapping[str, Callable[[], object]] | None = None,
        progress: Progress = _silent,
    ) -> None:
        self._place = Path(folder)
        self._functions = {**installed_functions(), **(sources or {})}
        self._progress = progress

    @property
    def spec(self) -> WorkspaceSpec:
        """What the workspace file says, in its long form.

        Raises
        ------
        WorkspaceInvalid
            If it has errors; the findings go with it.
        """
        spec, _ = valid_workspace(self._place, os.environ, functions=frozenset(self._functions))
        return spec

    def check(self) -> Checked:
        """Check the workspace file and the tables it names; nothing is written."""
        return check_workspace(self._place, os.environ, functions=self._functions)

    def measure(self, as_of: Dates = None, *, dry_run: bool = False) -> Measured:
        """Measure all metrics as of one date or several, and write a snapshot of each.

        Parameters
        ----------
        as_of : date, ISO text, or a sequence of them, optional
            The last day that is read; by default yesterday in the workspace's zone.
        dry_run : bool, default False
            Say what would be measured, of how many accounts, and write nothing.
        """
        spec, now = self.spec, clock.now()
        dates = asked_dates(as_of, now=now, zone=spec.timezone)
        return measure(
            spec,
            dates,
            now=now,
            functions=self._functions,
            dry_run=dry_run,
            progress=self._progress,
        )

    def explain_metric(self, name: str, as_of: Dates = None) -> MetricExplained:
        """Return what a metric means and the SQL that measures it."""
        spec, now = self.spec, clock.now()
        day = asked_date(as_of, now=now, zone=spec.timezone)
        return explain_metric(spec, name, day, now=now, functions=self._functions)

    def audit(self, as_of: Dates = None, *, dry_run: bool = False) -> Audited:
        """Judge the sources, and the snapshot of a date; it is measured if there is none.

        Parameters
        ----------
        as_of : date or ISO text, optional
            By default yesterday in the workspace's zone.
        dry_run : bool, default False
            Leave nothing behind: a snapshot that is not there is measured and thrown away.
        """
        now = clock.now()
        with self._measured(as_of, dry_run=dry_run) as (spec, day):
            return audit(spec, day, now=now, functions=self._functions, progress=self._progress)

    def fit(
        self, as_of: Dates = None, *, segmentation: str | None = None, dry_run: bool = False
    ) -> Fitted:
        """Segment the snapshot of a date; it is measured first if there is none.

        Parameters
        ----------
        as_of : date or ISO text, optional
            By default yesterday in the workspace's zone.
        segmentation : str, optional
            Which one, where the workspace has several.
        dry_run : bool, default False
            Find the segments and leave nothing behind: a snapshot that is not there is measured
            and thrown away.
        """
        with self._measured(as_of, dry_run=dry_run) as (spec, day):
            return fit(spec, segmentation, day, dry_run=dry_run, progress=self._progress)

    @contextmanager
    def _measured(self, as_of: Dates, *, dry_run: bool) -> Iterator[tuple[WorkspaceSpec, date]]:
        """Give the one date that was asked for, with its snapshot there."""
        spec, now = self.spec, clock.now()
        day = asked_date(as_of, now=now, zone=spec.timezone)
        with TemporaryDirectory(prefix="shoal-dry-run-") as scratch:
            if not page_path(spec, day).is_file():
                spec = _elsewhere(spec, Path(scratch)) if dry_run else spec
                measure(spec, (day,), now=now, functions=self._functions, progress=self._progress)
            yield spec, day


def _elsewhere(spec: WorkspaceSpec, folder: Path) -> WorkspaceSpec:
    """Return a workspace that keeps what it writes in another folder."""
    return replace(spec, storage=folder, engine=replace(spec.engine, spill=folder / "spill"))
