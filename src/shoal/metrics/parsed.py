"""A source's table with its texts read once, each beside the text that says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from shoal.metrics.trees import column, named, table
from shoal.metrics.written import read_text
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.roles import role_field
from shoal.records.workspace import SourceSpec

_TYPES = {
    "timestamp": ValueType.TIME,
    "timestamptz": ValueType.INSTANT,
    "double": ValueType.NUMBER,
}
_WANTED = {
    ValueType.NUMBER: ("double",),
    ValueType.DATE: ("timestamp", "timestamptz"),
    ValueType.INSTANT: ("timestamp", "timestamptz"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What reads the texts of a table; `read` names the columns that come with it."""

    query: Query
    read: Mapping[tuple[str, str], str]


def parsed(
    source: SourceSpec,
    name: str,
    columns: Sequence[QueryColumn],
    fields: Mapping[str, str],
) -> Parsed | None:
    """Return how a table's texts are read; None if no field of a time or a number is text.

    Days are cut by comparing a time with every change of its zone's clocks. Where the time has to
    be made of text first, that is done here and once.

    Parameters
    ----------
    source : SourceSpec
    name : str
        What queries call the table as it is written.
    columns : sequence of QueryColumn
    fields : mapping of str to str
        Field to column.
    """
    types = {c.name: c.type for c in columns}
    read: dict[tuple[str, str], str] = {}
    for field, used in fields.items():
        declared = role_field(source.role, field)
        if declared is None or types[used] is not ValueType.TEXT:
            continue
        for wanted in _WANTED.get(declared.type, ()):
            read[used, wanted] = _free(f"{used} as {wanted}", types)
    if not read:
        return None
    made = [
        named(read_text(column(text), wanted, source.writing), own)
        for (text, wanted), own in read.items()
    ]
    tree = exp.select(*(column(n) for n in types), *made).from_(table(name))
    own = (QueryColumn(name=n, type=_TYPES[w]) for (_, w), n in read.items())
    return Parsed(query=Query(tree=tree, columns=(*columns, *own)), read=read)


def _free(name: str, taken: Mapping[str, ValueType]) -> str:
    folded = {n.casefold() for n in taken}
    return name if name.casefold() not in folded else _free(f"{name} again", taken)
