"""JSON: one object a line, or one array of objects."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from shoal.errors import AmbiguousColumns, NothingToCluster, UnreadableFile
from shoal.records.tables import Table
from shoal.sources.cells import table_of
from shoal.sources.contents import Content
from shoal.sources.decoding import find_encoding
from shoal.sources.drafts import Draft
from shoal.sources.headers import name_columns
from shoal.sources.objects import draft_of_objects

# Rows with keys of their own each would fill memory with missing cells.
_MOST_CELLS = 200_000_000

_Row = dict[str, Any]


class _RepeatedKey(ValueError):
    pass


def read_json(content: Content) -> Table:
    """Read JSON lines, or one array of objects, as a table.

    Keys that an object lacks are missing cells; lists and objects inside become JSON text.

    Raises
    ------
    UnreadableFile
        A line or the array is no JSON, holds something else than objects, or is nested too deep.
    AmbiguousColumns
        An object has the same key twice.
    NothingToCluster
        There is no object.
    """
    decoded = find_encoding(content)
    text = content.data.decode(decoded.encoding)
    rows = (
        _array(text, content.name) if text.lstrip().startswith("[") else _lines(text, content.name)
    )
    if not rows:
        raise NothingToCluster(
            f"{content.name} holds no object.", suggestion="Give one JSON object per customer."
        )
    keys = list(dict.fromkeys(key for row in rows for key in row))
    if not keys or len(keys) * len(rows) > _MOST_CELLS:
        raise UnreadableFile(
            f"{content.name} has {len(rows)} objects with {len(keys):,} different keys.",
            suggestion="Give every object the same keys, one for each column.",
        )
    named = name_columns(keys, source=content.name)
    try:
        return table_of(
            content.name,
            len(rows),
            _drafts(rows, keys, named.names),
            findings=(*decoded.findings, *named.findings),
        )
    except RecursionError as error:
        raise _too_deep(content.name) from error


def _drafts(rows: list[_Row], keys: list[str], names: tuple[str, ...]) -> Iterator[Draft]:
    for key, name in zip(keys, names, strict=True):
        yield draft_of_objects(name, [row.get(key) for row in rows])


def _lines(text: str, source: str) -> list[_Row]:
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            where = f"{source} line {number}"
            rows.append(_object(_parsed(line, where, hint=_hint(text)), where))
    return rows


def _array(text: str, source: str) -> list[_Row]:
    found = _parsed(text, source, hint="an array of objects")
    return [_object(entry, f"{source} entry {n}") for n, entry in enumerate(found, start=1)]


def _hint(text: str) -> str:
    return "one object a line" if "\n" in text.strip() else "an object"


def _object(found: object, where: str) -> _Row:
    if not isinstance(found, dict):
        raise UnreadableFile(
            f"{where} holds a {type(found).__name__}; an object was expected.",
            suggestion='Write every customer as {"column": value, ...}.',
        )
    return found


def _parsed(text: str, where: str, *, hint: str) -> Any:  # noqa: ANN401 - JSON may be anything
    try:
        return json.loads(text, object_pairs_hook=_unique)
    except _RepeatedKey as error:
        raise AmbiguousColumns(
            f'{where}: the key "{error}" stands more than once in one object.',
            suggestion="Give each key once.",
        ) from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise UnreadableFile(
            f"{where} is no JSON: {error.msg} at {place}character {error.colno}; "
            f"{hint} was expected.",
            suggestion="Write one object a line, or one array of objects.",
        ) from error
    except RecursionError as error:
        raise _too_deep(where) from error
    except ValueError as error:  # a whole number of thousands of digits
        raise UnreadableFile(f"{where} cannot be read: {error}.") from error


def _unique(pairs: list[tuple[str, Any]]) -> _Row:
    row = dict(pairs)
    if len(row) == len(pairs):
        return row
    counts = Counter(key for key, _ in pairs)
    raise _RepeatedKey(counts.most_common(1)[0][0])


def _too_deep(where: str) -> UnreadableFile:
    return UnreadableFile(
        f"{where} is nested too deep.", suggestion="Write flat objects, one key for each column."
    )
