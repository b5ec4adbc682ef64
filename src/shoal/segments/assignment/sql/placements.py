"""Placed accounts: rules that decide before the scores do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from shoal.segments.assignment.sql.formulas import choice, number, own, same, text

Cases = list[tuple[exp.Expr, exp.Expr]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlPlacement:
    """Rows of the user's table for which `condition` is true have the segment `key`."""

    key: str
    condition: exp.Expr


def place_column(placements: Sequence[SqlPlacement]) -> dict[str, exp.Expr]:
    """Return the column `placed`: the place, from 1, of the first rule that holds, else 0."""
    if not placements:
        return {}
    cases = [(p.condition, exp.Literal.number(i)) for i, p in enumerate(placements, start=1)]
    return {"placed": choice(cases, exp.Literal.number(0))}


def placed_first(
    columns: Mapping[str, exp.Expr],
    placements: Sequence[SqlPlacement],
    names: Mapping[str, str],
) -> dict[str, exp.Expr]:
    """Return the columns of the answer, those of placed accounts as their rule says.

    A placed account has confidence 1 and no second segment, and is never unusual.
    """
    if not placements:
        return dict(columns)
    keys = [p.key for p in placements]
    answers: dict[str, Cases] = {
        "segment": _labels(keys),
        "segment_name": _labels([names[key] for key in keys]),
        "confidence": [(_is_placed(), number(1.0))],
        "second_segment": [(_is_placed(), exp.null())],
        "unusual": [(_is_placed(), exp.false())],
    }
    return {name: _before(answers[name], otherwise) for name, otherwise in columns.items()}


def _labels(labels: Sequence[str]) -> Cases:
    return [
        (same(own("placed"), exp.Literal.number(i)), text(label))
        for i, label in enumerate(labels, start=1)
    ]


def _is_placed() -> exp.Expr:
    return exp.GT(this=own("placed"), expression=exp.Literal.number(0))


def _before(cases: Cases, otherwise: exp.Expr) -> exp.Expr:
    """Put cases before those of a choice."""
    if not isinstance(otherwise, exp.Case):
        return choice(cases, otherwise)
    later = [(case.this, case.args["true"]) for case in otherwise.args["ifs"]]
    return choice([*cases, *later], otherwise.args.get("default"))
