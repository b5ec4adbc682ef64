"""The whole statement: a table of accounts in, their segments out."""

from collections.abc import Mapping, Sequence

import numpy as np
from sqlglot import exp

from shoal.records.accounts import Metric
from shoal.records.scoring import ScoringRule
from shoal.records.segments import Segment
from shoal.segments.assignment.score import segment_keys
from shoal.segments.assignment.sql.answer import (
    first_index,
    first_label,
    rivals,
    segment_columns,
    unusual,
)
from shoal.segments.assignment.sql.dialects import SqlDialect
from shoal.segments.assignment.sql.forms import RuleForms, forms_of
from shoal.segments.assignment.sql.formulas import given, greatest, own, total
from shoal.segments.assignment.sql.metrics import (
    clipped,
    is_missing,
    is_piled,
    pile_of,
    range_of,
    standardised,
    value,
    z_of,
)
from shoal.segments.assignment.sql.placements import (
    SqlPlacement,
    place_column,
    placed_first,
)
from shoal.segments.assignment.sql.scores import (
    answered_metrics,
    keeps_gaps,
    log_of_sum,
    needs_squares,
    prototype_scores,
    sums,
)
from shoal.segments.assignment.sql.stages import Stages

ROW = "row"


def assignment_query(
    rule: ScoringRule,
    *,
    metrics: Sequence[Metric],
    segments: Sequence[Segment],
    id_name: str | None,
    table: exp.Table,
    dialect: SqlDialect,
    only_segment: bool = False,
    placements: Sequence[SqlPlacement] = (),
) -> exp.Select:
    """Return the statement that puts the accounts of a table into segments.

    Parameters
    ----------
    rule : ScoringRule
    metrics : sequence of Metric
        How each value is read from the table, in the order of the rule's preparation.
    segments : sequence of Segment
        For their names, those of placements among them.
    id_name : str or None
        The id column, carried along as it is. None numbers the rows from 1 as the database reads
        them, under the name `row`.
    table : sqlglot.exp.Table
        One row an account.
    dialect : SqlDialect
        What the statement will be written for.
    only_segment : bool, default False
        Leave out name, confidence, second segment and the mark of the unusual, which cost about
        as much again.
    placements : sequence of SqlPlacement
        Rules that decide before the scores do; the first that holds wins, and one that is unknown
        does not hold. Their conditions read the table's own columns.

    Returns
    -------
    sqlglot.exp.Select
        One row per row of the table, with the columns of assignments.csv. A confidence is not
        rounded. Missing cells may be NULL, NaN or infinite.

    Notes
    -----
    Equal to `segments.assignment.score.assign_accounts` up to the last digits of a double, so a
    segment can differ only for an account that stands on a border to some 12 digits.
    """
    with_density = rule.unusual_below is not None and not only_segment
    stages = Stages(table, dialect=dialect)
    account = dialect.row_number() if id_name is None else given(id_name)
    values = {f"v{j + 1}": value(metric) for j, metric in enumerate(metrics)}
    stages.start("shoal_values", {"account": account, **place_column(placements), **values})
    forms = _prepare(stages, rule, metrics, with_density=with_density)
    scores = _score(stages, rule, forms)
    keys = segment_keys(rule)
    if len(keys) > 1:
        stages.add("shoal_best", {"best": greatest(scores)})
    names = {segment.key: segment.name for segment in segments}
    shown = (
        {"segment": first_label(keys, _copies(scores))}
        if only_segment
        else _answer(stages, rule, scores, names)
    )
    return stages.finish({id_name or ROW: own("account"), **placed_first(shown, placements, names)})


def _prepare(
    stages: Stages, rule: ScoringRule, metrics: Sequence[Metric], *, with_density: bool
) -> RuleForms:
    """Add the stages from values to sums; return what was summed."""
    prepared = rule.preparation.metrics
    places = range(1, len(prepared) + 1)
    spans = [range_of(m, p) for m, p in zip(metrics, prepared, strict=True)]
    piles = [pile_of(p, span) for p, span in zip(prepared, spans, strict=True)]
    has_gaps = keeps_gaps(rule, has_piles=any(pile is not None for pile in piles))
    forms = forms_of(
        rule,
        z_piled=z_of(prepared, piles),
        z_missing=np.zeros(len(spans)) if has_gaps else z_of(prepared, [s.fill for s in spans]),
    )
    read = {f"c{j}": clipped(f"v{j}", spans[j - 1], has_gaps=has_gaps) for j in places}
    if not has_gaps:
        read |= {f"m{j}": is_missing(f"v{j}", spans[j - 1]) for j in places}
    piled = [(j, pile) for j, pile in zip(places, piles, strict=True) if pile is not None]
    read |= {f"p{j}": is_piled(f"v{j}", pile) for j, pile in piled}
    stages.add("shoal_clipped", read)
    standard = {f"z{j}": standardised(f"c{j}", prepared[j - 1]) for j in places}
    if not has_gaps:
        standard["absent"] = total([own(f"m{j}") for j in places])
    stages.add("shoal_prepared", standard)
    if needs_squares(forms, rule, with_density=with_density):
        squares = {f"q{j}": exp.Mul(this=own(f"z{j}"), expression=own(f"z{j}")) for j in places}
        stages.add("shoal_squares", squares)
    made = sums(rule, forms, with_density=with_density, has_gaps=has_gaps)
    if any(p.radius is not None for p in rule.prototypes):
        marks = ["absent", *(f"p{j}" for j, _ in piled)]
        made["answered"] = answered_metrics(len(prepared), marks)
    stages.add("shoal_sums", made)
    return forms


def _score(stages: Stages, rule: ScoringRule, forms: RuleForms) -> list[exp.Expr]:
    """Add the stages from sums to segments; return where each segment's score is read."""
    scores = prototype_scores(rule, forms, own("answered"))
    stages.add(
        "shoal_scores",
        {f"s{i + 1}": s for i, s in enumerate(scores) if not _is_ready(s)},
    )
    ready = [s if _is_ready(s) else own(f"s{i + 1}") for i, s in enumerate(scores)]
    owners = [p.segment for p in rule.prototypes]
    keys = segment_keys(rule)
    parts = [[s for s, o in zip(ready, owners, strict=True) if o == key] for key in keys]
    shared = {k + 1: group for k, group in enumerate(parts) if len(group) > 1}
    stages.add("shoal_tops", {f"t{k}": greatest(_copies(g)) for k, g in shared.items()})
    stages.add(
        "shoal_segments", {f"g{k}": log_of_sum(_copies(g), own(f"t{k}")) for k, g in shared.items()}
    )
    return [own(f"g{k}") if k in shared else g[0] for k, g in enumerate(parts, start=1)]


def _answer(
    stages: Stages, rule: ScoringRule, scores: list[exp.Expr], names: Mapping[str, str]
) -> dict[str, exp.Expr]:
    """Add the stages that tell first from second; return all columns that people read."""
    keys = segment_keys(rule)
    if len(keys) > 1:
        stages.add("shoal_winner", {"winner": first_index(_copies(scores))})
        stages.add("shoal_second", {"runner_up": greatest(rivals(_copies(scores)))})
    shown = segment_columns(keys, names, _copies(scores), rule.calibration)
    return {**shown, "unusual": unusual(rule.unusual_below, _copies(scores))}


def _is_ready(score: exp.Expr) -> bool:
    """Whether a score is a column or a number already."""
    return isinstance(score, exp.Column | exp.Literal)


def _copies(parts: list[exp.Expr]) -> list[exp.Expr]:
    return [part.copy() for part in parts]
