"""A source after an engine opened it: what it declares beside what its table has."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shoal.records.conditions import Condition
from shoal.records.queries import QueryColumn, ValueType
from shoal.records.workspace import SourceSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSource:
    """A source whose table can be read in queries under the name `table`.

    `fields` maps the role's fields to columns that the table really has. `wheres` holds the
    conditions of own metrics on this source's rows, by metric. `read` names columns that
    stand beside text of which a part can be read as another type, by column and SQL type
    (`timestamp`, `timestamptz`, `double`). They are not among `columns`.
    """

    spec: SourceSpec
    table: str
    columns: tuple[QueryColumn, ...]
    fields: Mapping[str, str]
    only: Condition | None = None
    wheres: Mapping[str, Condition] = field(default_factory=dict)
    read: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The source's name in the workspace."""
        return self.spec.name

    def type_of(self, column: str) -> ValueType:
        """Return what a column holds; KeyError if the table has none of that name."""
        for found in self.columns:
            if found.name == column:
                return found.type
        raise KeyError(column)
