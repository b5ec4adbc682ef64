"""How DuckDB reads CSV: types from a long sample, and every row of every file held to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from shoal.engines.duckdb.trees import Probe, all_of, call, quoted, struct
from shoal.engines.headers import Opener, cells_of, first_line, separator_of
from shoal.engines.places import FileKind, Place, file_system
from shoal.errors import AmbiguousColumns, UnreadableFile

Options = dict[str, exp.Expr]

_SAMPLED_ROWS = 200_000
_SAMPLED_FILES = 10
_MOST_NAMED = 5
_NOT_PLAIN = ("dateformat", "timestampformat", "types")


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


def reading_of_csv(place: Place, *, texts: frozenset[str], probe: Probe) -> exp.Expr:
    """Return the call that reads CSV files.

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
    types = {n: found.get(n, "VARCHAR") for n in csv.names}
    options = csv.dialect() | _formats(csv, types, probe) | _hive(place, texts)
    if csv.are_alike:
        options |= {"columns": struct(types), "auto_detect": exp.false()}
    else:
        options |= {"types": struct(types), "union_by_name": exp.true()}
    return call("read_csv", csv.files, options)


def header_of(place: Place) -> str:
    """Return the first line of the first file; nothing if the files are no CSV."""
    if place.kind is not FileKind.DELIMITED:
        return ""
    return first_line(place.files[0], _opener(place))


def is_plain(reading: exp.Select) -> bool:
    """Whether a reading holds nothing that only DuckDB knows how to do."""
    return not any(option.this.name in _NOT_PLAIN for option in reading.find_all(exp.EQ))


def _look_at(place: Place) -> _Files:
    opener = _opener(place)
    lines = [first_line(file, opener) for file in place.files]
    separator = separator_of(lines[0])
    headers = tuple(cells_of(line, separator) for line in lines)
    for file, header in zip(place.files, headers, strict=True):
        _refuse_repeated(file, header)
    return _Files(files=place.files, headers=headers, separator=separator)


def _sampled_types(csv: _Files, texts: frozenset[str], probe: Probe) -> Mapping[str, str]:
    files = _spread(csv.files) if csv.are_alike else csv.files
    options = csv.dialect() | {
        "sample_size": exp.Literal.number(_SAMPLED_ROWS),
        "union_by_name": exp.true(),
        "hive_partitioning": exp.false(),
    }
    if wanted := {n: "VARCHAR" for n in csv.names if n in texts}:
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
            "columns": struct(dict.fromkeys(headers[file], "VARCHAR")),
            "auto_detect": exp.false(),
        }
        whole = exp.select(exp.Count(this=exp.Star())).from_(call("read_csv", [file], options))
        probe.first_row(whole)


def _formats(csv: _Files, types: Mapping[str, str], probe: Probe) -> Options:
    """Fix how days and times are written, where that is another way than 2025-01-31."""
    if not {"DATE", "TIMESTAMP"} & set(types.values()):
        return {}
    options = csv.dialect() | {"sample_size": exp.Literal.number(_SAMPLED_ROWS)}
    sniffed = call("sniff_csv", csv.files[:1], options)
    # This function takes one path, not a list.
    sniffed.set("expressions", [sniffed.expressions[0].expressions[0], *sniffed.expressions[1:]])
    row = probe.first_row(exp.select("DateFormat", "TimestampFormat").from_(sniffed))
    names = ("dateformat", "timestampformat")
    return {n: quoted(str(v)) for n, v in zip(names, row, strict=True) if v}


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


def _opener(place: Place) -> Opener:
    if place.scheme is None:
        return lambda file: Path(file).open("rb")
    system = file_system(place.scheme)
    return lambda file: system.open(file, "rb")
