"""XLSX workbooks: visible sheets as text, merged ranges kept, formulas refused."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.intake.grid import Grid, Span
from pipelines.model import Finding, Place

# A bureau's workbook of nine tables unpacks to about 1 MB; this is far beyond any real one and
# far below what would exhaust a machine.
MAX_UNPACKED_BYTES = 200_000_000
MAX_CELLS = 5_000_000
# How the format writes a character that XML cannot hold, or a text that looks so written; half
# characters (surrogates) stay as they are.
_ESCAPED = re.compile(r"_x(?![dD][89a-fA-F])(?P<number>[0-9A-Fa-f]{4})_")
# What openpyxl and the archive below it raise for a damaged file (a parse error of XML is a
# SyntaxError). The bytes are in memory by then, so an OSError is the file's fault, not the disk's.
_DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


def read_workbook_grids(path: Path) -> tuple[dict[str, Grid], list[Finding]]:
    """Every visible sheet by its name, and a finding when the file is not a usable workbook."""
    file = io.BytesIO(path.read_bytes())
    try:
        size = _unpacked_bytes(file)
        if size > MAX_UNPACKED_BYTES:
            return {}, [Finding("file-is-readable", "error", detail=f"unpacks to {size} bytes")]
        book = load_workbook(file, data_only=False)
    except _DAMAGED as error:
        return {}, [Finding("file-is-readable", "error", detail=str(error)[:200])]
    grids, findings = {}, []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row * sheet.max_column > MAX_CELLS:
            detail = f"{sheet.title}: more than {MAX_CELLS} cells"
            findings.append(Finding("file-is-readable", "error", detail=detail))
            continue
        grids[sheet.title.strip()] = _grid(sheet)
    return grids, findings


def _unpacked_bytes(file: io.BytesIO) -> int:
    with zipfile.ZipFile(file) as archive:
        return sum(info.file_size for info in archive.infolist())


def _grid(sheet: Worksheet) -> Grid:
    rows = [[_text(cell) for cell in row] for row in sheet.iter_rows()]
    spans = [
        Span(r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1)
        for r in sheet.merged_cells.ranges
    ]
    grid = Grid(sheet.title.strip(), rows, spans)
    return replace(grid, findings=[*_cell_findings(sheet), *grid.text_findings()])


def _cell_findings(sheet: Worksheet) -> Iterator[Finding]:
    """Formulas and error values: what they come to depends on the program that opens the file."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.data_type in ("f", "e"):
                place = Place(sheet.title.strip(), cell.row, cell.column_letter)
                yield Finding("cells-hold-values", "error", place=place, value=_text(cell))


def _text(cell: Cell | MergedCell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, ArrayFormula):
        return str(value.text)
    if isinstance(value, DataTableFormula):
        return "=TABLE()"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        # The shortest decimal that is this double is what the clerk sees and typed.
        return format(Decimal(repr(value)).normalize(), "f")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    return _ESCAPED.sub(lambda match: chr(int(match["number"], 16)), str(value)).strip()
