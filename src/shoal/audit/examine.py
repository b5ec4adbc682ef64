"""The whole audit: from a table as it was read to accounts ready for segmentation."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shoal.audit.checks import completeness, kinds, likeness, shapes, sizes, values, windows
from shoal.audit.checks.wording import MOST_EXAMPLES, counted
from shoal.audit.context import check_currencies, context, outcomes
from shoal.audit.identity import check_ids, choose_id
from shoal.audit.measures import Measures, measure, seats_column
from shoal.audit.readings import read_all
from shoal.audit.roles import Role, check_options, decide, is_constant
from shoal.audit.rows import Gathered, gather
from shoal.audit.survey import Survey
from shoal.errors import NothingToCluster
from shoal.records.accounts import Accounts, Examined, ExcludedColumn
from shoal.records.findings import Finding
from shoal.records.meanings import Kind
from shoal.records.options import ON_COMMAND_LINE, OptionNames, Suggestions, TableOptions
from shoal.records.tables import Column, Table

# A new check is a function of the survey in a file of `checks`, and a line here.
CHECKS: Final[tuple[Callable[[Survey], list[Finding]], ...]] = (
    sizes.volumes,
    sizes.zero_seats,
    sizes.too_few_rows,
    values.impossible_values,
    values.infinite_values,
    values.mixed_percent,
    windows.different_windows,
    completeness.missing_cells,
    completeness.empty_columns,
    shapes.constant_columns,
    kinds.reserved_names,
    kinds.ids,
    kinds.texts_and_dates,
    kinds.facts,
    kinds.results,
    likeness.duplicate_columns,
    likeness.near_duplicates,
    shapes.dominating_scale,
    shapes.zero_inflation,
    shapes.heavy_tails,
    shapes.outliers,
)

_MOST_OF_A_KIND = 20  # findings of one code that are told one by one
_FEWEST_ACCOUNTS = 2


def examine(
    table: Table, options: TableOptions, *, names: OptionNames = ON_COMMAND_LINE
) -> Examined:
    """Audit a table and make accounts of it.

    Parameters
    ----------
    table : Table
        The table as it was read.
    options : TableOptions
        What the user said about its columns.
    names : OptionNames
        What suggestions call what can be asked for.

    Returns
    -------
    Examined
        Accounts in canonical order, all findings, columns that are not clustered, what was
        applied. The order of rows and columns changes only `rows` and `first_rows`.

    Raises
    ------
    UsageError
        If the options name what does not exist, or metrics that hold nothing.
    DataError
        If column names or ids are ambiguous.
    NothingToCluster
        If no metric or only one account is left; its `findings` say why.

    Notes
    -----
    Cost: n log n in the rows for each column; the square of the number of metrics.
    """
    id_name, id_findings = choose_id(table, options.id, taken=_taken(options))
    check_options(table.column_names, options)
    _refuse_nothing(table)
    gathered = gather(table, table.columns, id_name=id_name, on_duplicate=options.on_duplicate_id)
    roles = decide(gathered.columns, options, id_column=_id_column(table, gathered, id_name))
    survey, dropped = _survey(gathered, roles, options, id_name=id_name)
    survey = replace(survey, names=names, is_measured=table.is_measured)
    accounts = _accounts(gathered, survey, options)
    findings = (
        *table.findings,
        *id_findings,
        *(check_ids(gathered.ids, id_name) if id_name is not None else ()),
        *gathered.findings,
        *_folded([f for check in CHECKS for f in check(survey)]),
        *check_currencies(accounts.context),
    )
    _refuse_too_little(table, survey, dropped, findings)
    excluded = _excluded(roles, [*survey.sized, *dropped])
    applied = (*gathered.applied, *_applied(survey, findings))
    return Examined(accounts=accounts, findings=findings, excluded=excluded, applied=applied)


def _accounts(gathered: Gathered, survey: Survey, options: TableOptions) -> Accounts:
    return Accounts(
        id_name=survey.id_name,
        ids=gathered.ids,
        rows=gathered.rows,
        first_rows=gathered.first_rows,
        metrics=survey.metrics,
        values=survey.values,
        context=context(survey.roles, [e.column for e in survey.sized]),
        outcomes=outcomes(survey.roles, options.outcomes),
    )


def _taken(options: TableOptions) -> set[str]:
    named = {*(options.metrics or ()), *options.context, *options.outcomes, *options.meanings}
    return named if options.seats is None else {*named, options.seats}


def _id_column(table: Table, gathered: Gathered, id_name: str | None) -> Column | None:
    if id_name is None:
        return None
    ids = np.array(gathered.ids, dtype=object)
    column = table.column(id_name)
    return Column(
        name=id_name, type=column.type, values=column.values[gathered.first_rows], written=ids
    )


def _survey(
    gathered: Gathered, roles: tuple[Role, ...], options: TableOptions, *, id_name: str | None
) -> tuple[Survey, list[ExcludedColumn]]:
    """Measure everything; also tell what fell out because nothing possible was left of it."""
    is_safe = options.suggestions is Suggestions.SAFE
    seats = seats_column(roles, options.seats)
    made = measure(roles, seats=seats, is_safe=is_safe, declared=options.declared)
    columns = {c.name: c for c in gathered.columns}
    read = read_all(made.metrics, columns, len(gathered.ids))
    kept = [i for i in range(len(made.metrics)) if not is_constant(read[:, i])]
    survey = Survey(
        ids=gathered.ids,
        roles=roles,
        metrics=tuple(made.metrics[i] for i in kept),
        origins=tuple(made.roles[i] for i in kept),
        values=np.ascontiguousarray(read[:, kept]),
        id_name=id_name,
        seats=seats,
        sized=made.sized,
        is_safe=is_safe,
    )
    return survey, _dropped(made, read, set(kept))


def _dropped(made: Measures, read: NDArray[np.float64], kept: set[int]) -> list[ExcludedColumn]:
    dropped = []
    for i, metric in enumerate(made.metrics):
        if i in kept:
            continue
        is_empty = bool(np.all(np.isnan(read[:, i])))
        dropped.append(
            ExcludedColumn(
                column=metric.column,
                kind=Kind.EMPTY if is_empty else Kind.CONSTANT,
                why="No possible value is left." if is_empty else "The possible values are equal.",
            )
        )
    return dropped


def _excluded(
    roles: Iterable[Role], instead: Sequence[ExcludedColumn]
) -> tuple[ExcludedColumn, ...]:
    found = {e.column: e for e in instead}
    for role in roles:
        if role.kind is not Kind.BEHAVIOUR and role.name not in found:
            found[role.name] = ExcludedColumn(column=role.name, kind=role.kind, why=role.why)
    return tuple(found[name] for name in sorted(found))


def _applied(survey: Survey, findings: Iterable[Finding]) -> list[str]:
    applied = [
        f"Read impossible values of {f.column} as missing ({f.evidence['values']:,})."
        for f in findings
        if f.code == "impossible-values" and survey.is_safe and "values" in f.evidence
    ]
    applied += [f"Took {m.column} per seat ({m.per}) as {m.name}." for m in survey.metrics if m.per]
    return applied


def _folded(findings: Sequence[Finding]) -> list[Finding]:
    """Tell the first of many alike findings one by one, and count the others."""
    counts = Counter(f.code for f in findings)
    seen: Counter[str] = Counter()
    folded = []
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] <= _MOST_OF_A_KIND:
            folded.append(finding)
        elif seen[finding.code] == counts[finding.code]:
            more = counts[finding.code] - _MOST_OF_A_KIND
            folded.append(
                Finding(
                    code=finding.code,
                    severity=finding.severity,
                    message=f"The same holds for {counted(more, 'other column')}.",
                    evidence={"more": more},
                )
            )
    return folded


def _refuse_nothing(table: Table) -> None:
    if not table.columns or not table.n_rows:
        what = "no columns" if not table.columns else "a header but no rows"
        raise NothingToCluster(
            f"{table.name} has {what}.",
            suggestion="Give a table with one row per account and one column per metric.",
            findings=table.findings,
        )


def _refuse_too_little(
    table: Table,
    survey: Survey,
    dropped: Sequence[ExcludedColumn],
    findings: Sequence[Finding],
) -> None:
    if survey.n_accounts < _FEWEST_ACCOUNTS:
        raise NothingToCluster(
            f"{table.name} has one account; segments need at least two that differ.",
            suggestion="Give a table with one row per account.",
            findings=findings,
        )
    if survey.metrics:
        return
    excluded = _excluded(survey.roles, dropped)
    shown = "; ".join(f"{e.column}: {e.why.rstrip('.')}" for e in excluded[:MOST_EXAMPLES])
    more = len(excluded) - MOST_EXAMPLES
    raise NothingToCluster(
        f"{table.name} has no metric to cluster. {shown}{f'; and {more:,} more' * (more > 0)}.",
        suggestion=f"Name columns of numbers that differ between accounts with"
        f" {survey.names.metrics}.",
        findings=findings,
    )
