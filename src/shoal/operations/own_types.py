"""Columns that own metrics take numbers of, held against what they hold.

A field of the role is judged as such; here it is about other columns of the table.
"""

from collections.abc import Iterator, Mapping, Sequence

from shoal.metrics.own import OF_NUMBERS
from shoal.operations.check_types import Fit
from shoal.records.queries import ValueType
from shoal.records.roles import role_field
from shoal.records.workspace import OwnMetric, SourceSpec


def own_fits(
    own: Sequence[OwnMetric],
    source: SourceSpec,
    *,
    table: str,
    fields: Mapping[str, str],
    types: Mapping[str, ValueType],
) -> Iterator[tuple[OwnMetric, Fit]]:
    """Yield each own metric that takes numbers of a column with text, and how to judge it.

    Parameters
    ----------
    own : sequence of OwnMetric
    source : SourceSpec
    table : str
        What queries call the source.
    fields : mapping of str to str
        Fields of the role by the column that gives them.
    types : mapping of str to ValueType
        What each column of the table holds.
    """
    for metric in own:
        if metric.source != source.name or metric.aggregate not in OF_NUMBERS:
            continue
        name = metric.column or ""
        if name in fields and role_field(source.role, name) is not None:
            continue
        column = fields.get(name, name)
        if types.get(column) is ValueType.TEXT:
            yield (
                metric,
                Fit(
                    source=source.name,
                    table=table,
                    field=f"metrics.own.{metric.name}",
                    column=column,
                    wanted=ValueType.NUMBER,
                    found=ValueType.TEXT,
                    writing=source.writing,
                ),
            )
