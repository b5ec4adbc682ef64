"""Tables of arrays that come in, one below the other, as one table of DuckDB."""

from collections.abc import Iterable

from sqlglot import exp

from shoal.engines.casts import cast_to, data_type, table_named
from shoal.engines.cells import cells_for_engine, type_of_column
from shoal.engines.duckdb.connection import DuckDbConnection
from shoal.engines.duckdb.trees import plain_text
from shoal.records.queries import QueryColumn, ValueType
from shoal.records.tables import Column, ColumnType, Table

_INCOMING = "incoming"


class Taking:
    """Fills a table; what a column holds may only show after its first, empty, cells.

    A column that holds numbers here and text there is text.
    """

    def __init__(self, connection: DuckDbConnection, name: str, *, texts: frozenset[str]) -> None:
        self._connection = connection
        self._name = name
        self._texts = texts
        self._types: dict[str, ValueType | None] = {}

    def add(self, tables: Iterable[Table]) -> tuple[QueryColumn, ...]:
        """Append tables and return the columns of what is there then."""
        for table in tables:
            self._settle_types(table)
            self._append(table)
        return tuple(QueryColumn(name=n, type=t or ValueType.TEXT) for n, t in self._types.items())

    def _settle_types(self, table: Table) -> None:
        is_new = not self._types
        for column in table.columns:
            seen, now = self._types.get(column.name), self._type_of(column)
            together = now if seen is None else seen
            if now is not None and now is not together:
                together = ValueType.TEXT
            self._types[column.name] = together
            if not is_new and together is not seen:
                self._change(column.name, together or ValueType.TEXT)
        if is_new:
            self._make()

    def _type_of(self, column: Column) -> ValueType | None:
        if column.name in self._texts:
            return ValueType.TEXT
        return None if column.type is ColumnType.EMPTY else type_of_column(column)

    def _make(self) -> None:
        columns = [
            exp.ColumnDef(
                this=exp.to_identifier(n, quoted=True), kind=data_type(t or ValueType.TEXT)
            )
            for n, t in self._types.items()
        ]
        schema = exp.Schema(this=table_named(self._name), expressions=columns)
        self._run(exp.Create(this=schema, kind="TABLE"))

    def _change(self, name: str, type_: ValueType) -> None:
        column = exp.column(name, quoted=True)
        using = plain_text(column) if type_ is ValueType.TEXT else cast_to(column, type_)
        alter = exp.AlterColumn(this=column, dtype=data_type(type_), using=using)
        self._run(exp.Alter(this=table_named(self._name), kind="TABLE", actions=[alter]))

    def _append(self, table: Table) -> None:
        cells = {c.name: cells_for_engine(c, as_text=c.name in self._texts) for c in table.columns}
        self._connection.lend(_INCOMING, cells)
        try:
            casts = [self._incoming(c) for c in table.columns]
            rows = exp.select(*casts).from_(table_named(_INCOMING))
            names = [exp.to_identifier(c.name, quoted=True) for c in table.columns]
            into = exp.Schema(this=table_named(self._name), expressions=names)
            self._run(exp.Insert(this=into, expression=rows))
        finally:
            self._connection.take_back(_INCOMING)

    def _incoming(self, column: Column) -> exp.Expr:
        cell = exp.column(column.name, quoted=True)
        type_ = self._types[column.name] or ValueType.TEXT
        is_number = column.type is ColumnType.NUMBER
        return plain_text(cell) if type_ is ValueType.TEXT and is_number else cast_to(cell, type_)

    def _run(self, tree: exp.Expr) -> None:
        self._connection.run(tree)
