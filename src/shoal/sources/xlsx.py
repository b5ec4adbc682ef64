"""Excel workbooks and their like: the first sheet that holds a table."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence

import python_calamine

from shoal.errors import NothingToCluster, UnreadableFile
from shoal.records.findings import Finding, Severity
from shoal.records.tables import Table
from shoal.sources.cells import table_of
from shoal.sources.contents import MOST_BYTES, Content
from shoal.sources.drafts import Draft
from shoal.sources.grid import drop_empty_rows, empty_rows_finding, is_blank, named_or_filled
from shoal.sources.headers import name_columns
from shoal.sources.objects import draft_of_objects

_CHUNK = 4 * 1024**2
_OVERLAP = 64
_CELL_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
# The sheet is laid out cell by cell from corner to corner; two far corners would fill memory.
_FREE_AREA = 20_000_000
_MOST_AREA_PER_CELL = 50

_Row = Sequence[object]


def read_xlsx(content: Content) -> Table:
    """Read the first sheet of a workbook that has cells.

    The header is the first row with at least two cells. Formulas count with their stored
    results, error values as missing.

    Raises
    ------
    UnreadableFile
        The workbook is encrypted, cut off or none at all, or no sheet has a cell.
    NothingToCluster
        There is a header without any row.
    """
    _refuse_far_corners(content)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content.data))
        sheets = {name: workbook.get_sheet_by_name(name) for name in _shown(workbook)}
        filled = [name for name, sheet in sheets.items() if sheet.end is not None]
        rows: list[_Row] = list(sheets[filled[0]].to_python()) if filled else []
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFile(
            f"{content.name} is no workbook that can be read: {error}.",
            suggestion="Open it in the spreadsheet program, take off its password if it has one, "
            "and save it as .xlsx.",
        ) from error
    if not filled:
        raise UnreadableFile(
            f"{content.name} has no sheet with a cell in it.",
            suggestion="Put the table on a sheet: a row of column names, a row per customer.",
        )
    return _table(content.name, rows, findings=_several_sheets(content.name, filled))


def _shown(workbook: python_calamine.CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]


def _table(source: str, rows: list[_Row], *, findings: tuple[Finding, ...]) -> Table:
    top = next((i for i, row in enumerate(rows) if _n_filled(row) > 1), 0)
    header = [_as_name(cell) for cell in rows[top]]
    columns: list[list[object]] = [list(cells) for cells in zip(*rows[top + 1 :], strict=True)]
    n_dropped = drop_empty_rows(columns)
    n_rows = len(columns[0]) if columns else 0
    if not n_rows:
        raise NothingToCluster(
            f"{source} has a header with {_n_filled(rows[top])} column(s) but no row below it.",
            suggestion="Put one row per customer below the column names.",
        )
    kept = named_or_filled(header, columns)
    named = name_columns([header[k] for k in kept], source=source)
    return table_of(
        source,
        n_rows,
        _drafts(named.names, columns, kept),
        findings=(
            *findings,
            *_titles(source, top),
            *named.findings,
            *empty_rows_finding(n_dropped),
        ),
    )


def _drafts(
    names: tuple[str, ...], columns: list[list[object]], kept: list[int]
) -> Iterator[Draft]:
    for name, position in zip(names, kept, strict=True):
        # An empty cell and the error value of a formula both come as "".
        yield draft_of_objects(name, [None if c == "" else c for c in columns[position]])
        columns[position] = []


def _n_filled(row: _Row) -> int:
    return sum(not is_blank(cell) for cell in row)


def _as_name(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _several_sheets(source: str, filled: list[str]) -> tuple[Finding, ...]:
    if len(filled) < 2:  # noqa: PLR2004 - one is no choice
        return ()
    others = ", ".join(f'"{name}"' for name in filled[1:6])
    return (
        Finding(
            code="several-sheets",
            severity=Severity.NOTE,
            message=f'{source} has {len(filled)} sheets with cells; "{filled[0]}" was read, '
            f"not {others}.",
            evidence={"sheets": len(filled), "read": filled[0]},
            suggestion="Put the table on the first sheet, or save its sheet as a file of its own.",
        ),
    )


def _titles(source: str, count: int) -> tuple[Finding, ...]:
    if not count:
        return ()
    return (
        Finding(
            code="title-rows",
            severity=Severity.NOTE,
            message=f"{source}: {count} row(s) above the column names were left out.",
            evidence={"count": count},
        ),
    )


def _refuse_far_corners(content: Content) -> None:
    if not zipfile.is_zipfile(io.BytesIO(content.data)):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise _too_large(content.name)
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    _refuse_far_corner(archive, name, content.name)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(
            f"{content.name} is no workbook that can be read: {error}.",
            suggestion="Save it again from the spreadsheet program as .xlsx, without a password.",
        ) from error


def _refuse_far_corner(archive: zipfile.ZipFile, sheet: str, source: str) -> None:
    n_cells = height = width = 0
    rest = b""
    with archive.open(sheet) as stream:
        while chunk := stream.read(_CHUNK):
            places = _CELL_PLACE.findall(rest + chunk)
            rest = chunk[-_OVERLAP:]
            n_cells += len(places)
            height = max(height, max((int(row) for _, row in places), default=0))
            width = max(width, max((_column_number(c) for c in {c for c, _ in places}), default=0))
    if height * width > max(_FREE_AREA, _MOST_AREA_PER_CELL * n_cells):
        raise _too_large(source)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _too_large(source: str) -> UnreadableFile:
    return UnreadableFile(
        f"{source} spans an area far larger than its cells fill.",
        suggestion="Delete stray cells far from the table, or save the table as CSV.",
    )
