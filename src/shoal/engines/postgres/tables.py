r"""Trees that make PostgreSQL's temporary tables and views, and that move rows in and out.

Texts are kept in the order of their codes (COLLATE "C"), which is that of the other engines. Rows
travel as the CSV of `engines.duckdb.copies`: a missing cell is \N without quotes.
"""

from collections.abc import Sequence

from sqlglot import exp

from shoal.engines.casts import cast_to, data_type, table_named
from shoal.engines.duckdb.copies import MISSING
from shoal.records.queries import QueryColumn, ValueType

_BY_CODE = "C"
_TYPES = {
    "int2": ValueType.WHOLE,
    "int4": ValueType.WHOLE,
    "int8": ValueType.WHOLE,
    "float4": ValueType.NUMBER,
    "float8": ValueType.NUMBER,
    "numeric": ValueType.NUMBER,
    "bool": ValueType.BOOLEAN,
    "date": ValueType.DATE,
    "timestamp": ValueType.TIME,
    "timestamptz": ValueType.INSTANT,
}


def temporary_table(name: str, columns: Sequence[QueryColumn]) -> exp.Create:
    """Return what makes an empty table."""
    schema = exp.Schema(this=table_named(name), expressions=[_definition(c) for c in columns])
    return exp.Create(this=schema, kind="TABLE", properties=_temporary())


def temporary_view(
    name: str, source: exp.Table, own: Sequence[tuple[str, str]], texts: frozenset[str]
) -> tuple[exp.Create, tuple[QueryColumn, ...]]:
    """Return what makes a view of a table, each column as one of our types, and its columns."""
    columns = [
        QueryColumn(name=n, type=ValueType.TEXT if n in texts else _type_of(o)) for n, o in own
    ]
    cells = [
        exp.alias_(_cell(c, o), c.name, quoted=True) for c, (_, o) in zip(columns, own, strict=True)
    ]
    rows = exp.select(*cells).from_(source)
    view = exp.Create(this=table_named(name), kind="VIEW", expression=rows, properties=_temporary())
    return view, tuple(columns)


def insert_into(name: str, rows: exp.Select) -> exp.Insert:
    """Return what puts the rows of a SELECT into a table."""
    return exp.Insert(this=table_named(name), expression=rows)


def copy_in(name: str) -> exp.Copy:
    """Return the command to which rows are sent."""
    return _copy(table_named(name), inwards=True, options={})


def copy_out(rows: exp.Select, columns: Sequence[QueryColumn]) -> exp.Copy:
    """Return the command that sends the rows of a SELECT."""
    texts = [exp.column(c.name, quoted=True) for c in columns if c.type is ValueType.TEXT]
    quotes = {"FORCE_QUOTE": exp.Tuple(expressions=texts)} if texts else {}
    return _copy(rows.subquery(), inwards=False, options=quotes)


def _copy(what: exp.Expr, *, inwards: bool, options: dict[str, exp.Tuple]) -> exp.Copy:
    parameters = {"FORMAT": exp.var("csv"), "NULL": exp.Literal.string(MISSING), **options}
    return exp.Copy(
        this=what,
        kind=inwards,
        files=[exp.var("STDIN" if inwards else "STDOUT")],
        params=[exp.CopyParameter(this=exp.var(n), expression=v) for n, v in parameters.items()],
    )


def _type_of(own: str) -> ValueType:
    return _TYPES.get(own, ValueType.TEXT)


def _cell(column: QueryColumn, own: str) -> exp.Expr:
    value: exp.Expr = exp.column(column.name, quoted=True)
    if column.type is not ValueType.TEXT:
        return cast_to(value, column.type)
    if own == "numeric":
        # An id that is 7.00 here is 7 elsewhere.
        value = exp.Anonymous(this="trim_scale", expressions=[value])
    return exp.Collate(this=cast_to(value, column.type), expression=_order())


def _definition(column: QueryColumn) -> exp.ColumnDef:
    constraints = []
    if column.type is ValueType.TEXT:
        order = exp.CollateColumnConstraint(this=_order())
        constraints.append(exp.ColumnConstraint(kind=order))
    name = exp.to_identifier(column.name, quoted=True)
    return exp.ColumnDef(this=name, kind=data_type(column.type), constraints=constraints)


def _order() -> exp.Identifier:
    return exp.to_identifier(_BY_CODE, quoted=True)


def _temporary() -> exp.Properties:
    return exp.Properties(expressions=[exp.TemporaryProperty()])
