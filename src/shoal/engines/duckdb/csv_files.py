"""How DuckDB reads CSV: types from a long sample, and every row of every file held to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from shoal.engines.duckdb.time_texts import SAMPLED_ROWS, is_time, written_otherwise
from shoal.engines.duckdb.trees import Probe, all_of, call, quoted, struct, type_of
from shoal.engines.headers import cells_of, first_line, opener_of, separator_of
from shoal.engines.places import FileKind, Place
from shoal.errors import AmbiguousColumns, UnreadableFile
from shoal.records.queries import ValueType

Options = dict[str, exp.Expr]

_TEXT = "VARCHAR"
_SAMPLED_FILES = 10
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Files:
    """CSV files and their headers; one separator for all, that of the first header."""

    files: tuple[str, ...]
    headers: tuple[tuple[str, ...], ...]
    separator: str

    @property
    def are_alike(self) -> bool:
        return len(set(self.headers)) == 1

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n for header in self.headers for n in header))

    def dialect(self) -> Options:
        return {
            "header": exp.true(),
            "delim": quoted(self.separator),
            "quote": quoted('"'),
            "escape": quoted('"'),
            "skip": exp.Literal.number(0),
        }


def reading_of_csv(
    place: Place, *, texts: frozenset[str], decimal_comma: bool, probe: Probe
) -> exp.Expr:
    """Return the call that reads CSV files.

    Times are those that begin with the year; all others stay text. So do numbers with a point
    where a comma parts the decimals.

    Where all headers are the same, the call fixes all there is to know, so that no query looks at
    the files a second time.

    Raises
    ------
    UnreadableFile
        A row of the sample has more or fewer cells than the header, or the like.
    AmbiguousColumns
        Two columns have the same name.
    """
    csv = _look_at(place)
    found = _sampled_types(csv, texts, probe)
    types = {n: _settled(found.get(n, _TEXT), decimal_comma=decimal_comma) for n in csv.names}
    times = [n for n, own in types.items() if is_time(own)]
    as_text = _reading(csv, dict.fromkeys(csv.names, _TEXT), _hive(place, texts))
    types |= dict.fromkeys(written_otherwise(as_text, times, probe), _TEXT)
    return _reading(csv, types, _hive(place, texts))


def header_of(place: Place) -> str:
    """Return the first line of the first file; nothing if the files are no CSV."""
    if place.kind is not FileKind.DELIMITED:
        return ""
    return first_line(place.files[0], opener_of(place))


def is_plain(reading: exp.Select) -> bool:
    """Whether a reading holds nothing that only DuckDB knows how to do."""
    return not any(option.this.name == "types" for option in reading.find_all(exp.EQ))


def _look_at(place: Place) -> _Files:
    opener = opener_of(place)
    lines = [first_line(file, opener) for file in place.files]
    separator = separator_of(lines[0])
    headers = tuple(cells_of(line, separator) for line in lines)
    for file, header in zip(place.files, headers, strict=True):
        _refuse_repeated(file, header)
    return _Files(files=place.files, headers=headers, separator=separator)


def _reading(csv: _Files, types: Mapping[str, str], hive: Options) -> exp.Expr:
    options = csv.dialect() | hive
    if csv.are_alike:
        options |= {"columns": struct(types), "auto_detect": exp.false()}
    else:
        options |= {"types": struct(types), "union_by_name": exp.true()}
    return call("read_csv", csv.files, options)


def _settled(own: str, *, decimal_comma: bool) -> str:
    return _TEXT if decimal_comma and type_of(own) is ValueType.NUMBER else own


def _sampled_types(csv: _Files, texts: frozenset[str], probe: Probe) -> Mapping[str, str]:
    files = _spread(csv.files) if csv.are_alike else csv.files
    options = csv.dialect() | {
        "sample_size": exp.Literal.number(SAMPLED_ROWS),
        "union_by_name": exp.true(),
        "hive_partitioning": exp.false(),
        "dateformat": quoted("%Y-%m-%d"),
    }
    if wanted := {n: _TEXT for n in csv.names if n in texts}:
        options["types"] = struct(wanted)
    try:
        return dict(probe.describe(all_of(call("read_csv", files, options))))
    except UnreadableFile:
        _find_bad_line(csv, files, probe)
        raise


def _find_bad_line(csv: _Files, files: Sequence[str], probe: Probe) -> None:
    """Read all as text, which fails at the line that does not fit the header, and names it."""
    headers = dict(zip(csv.files, csv.headers, strict=True))
    for file in files:
        options = csv.dialect() | {
            "columns": struct(dict.fromkeys(headers[file], _TEXT)),
            "auto_detect": exp.false(),
        }
        whole = exp.select(exp.Count(this=exp.Star())).from_(call("read_csv", [file], options))
        probe.first_row(whole)


def _hive(place: Place, texts: frozenset[str]) -> Options:
    if not place.keys:
        return {"hive_partitioning": exp.false()}
    options: Options = {"hive_partitioning": exp.true()}
    if wanted := dict.fromkeys(sorted(place.keys & texts), "VARCHAR"):
        options["hive_types"] = struct(wanted)
    return options


def _spread(files: Sequence[str]) -> tuple[str, ...]:
    """Take a few files from first to last: what changes over time shows there."""
    step = max(1, -(-(len(files) - 1) // (_SAMPLED_FILES - 1)))
    return tuple(sorted({*files[::step], files[-1]}))


def _refuse_repeated(file: str, header: Sequence[str]) -> None:
    folded = [n.casefold() for n in header]
    repeated = sorted({n for n, f in zip(header, folded, strict=True) if folded.count(f) > 1})
    if repeated:
        raise AmbiguousColumns(
            f"{file} has columns of the same name: {', '.join(repeated[:_MOST_NAMED])}.",
            suggestion="Databases do not tell capital letters apart; rename one.",
        )
