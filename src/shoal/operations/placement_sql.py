"""The placements of a frozen segmentation as conditions of its SQL statement."""

from collections.abc import Mapping

from sqlglot import exp

from shoal.metrics.conditions import condition_tree
from shoal.metrics.literals import Literals
from shoal.records.conditions import ColumnValue, PlacementRule
from shoal.records.model import Model
from shoal.records.tables import ColumnType
from shoal.segments.assignment.sql.cells import cell, plain_patterns, use_doubles
from shoal.segments.assignment.sql.dialects import SqlDialect
from shoal.segments.assignment.sql.placements import SqlPlacement
from shoal.spec.conditions import read_unbound_condition
from shoal.spec.placements import columns_of, read_placements
from shoal.spec.told_types import told_types

Types = Mapping[str, frozenset[ColumnType]]

_ANY = frozenset(ColumnType) - {ColumnType.EMPTY}


def sql_placements(model: Model, dialect: SqlDialect) -> tuple[SqlPlacement, ...]:
    """Return the model's placements in their order, for a table that is not at hand.

    What a column holds is told by what it is compared with; metrics are numbers.

    Raises
    ------
    UsageError
        If a condition cannot be read.
    """
    texts = model.options.search.placements
    unbound = [read_unbound_condition(t, what=f"The placement {n}") for n, t in texts.items()]
    numbers = {name for m in model.metrics for name in (m.column, m.per) if name is not None}
    told = dict.fromkeys(numbers, frozenset({ColumnType.NUMBER})) | told_types(unbound)
    names = {name for condition in unbound for name in columns_of(condition)}
    rules = read_placements(texts, dict.fromkeys(names, _ANY) | told)
    return tuple(_written(rule, told, dialect) for rule in rules)


def _written(rule: PlacementRule, told: Types, dialect: SqlDialect) -> SqlPlacement:
    def read(value: ColumnValue) -> exp.Expr:
        # Numbers come first among what a column may be read as, so this type says nothing.
        is_untold = value.type is ColumnType.NUMBER and value.name not in told
        return cell(value.name, ColumnType.EMPTY if is_untold else value.type, dialect=dialect)

    condition = condition_tree(rule.condition, Literals(), read=read)
    use_doubles(condition)
    plain_patterns(condition, dialect)
    return SqlPlacement(key=rule.key, condition=condition)
