"""A workbook of the sheets of a file that is none: all cells text, merged as they were."""

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipelines.intake.grid import Grid
from pipelines.publication.formats.workbook_text import given, sheet_name

MOST_ROWS = 1_048_576  # of a sheet, by the format
_WIDEST = 40
_SAMPLED = 200
_CREATED = datetime(1980, 1, 1, tzinfo=UTC)
_OPTIONS = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def sheet_names(grids: Iterable[Grid], file: str) -> dict[str | None, str]:
    """The name of each table as a sheet: short, allowed, and no two alike."""
    taken: set[str] = set()
    return {grid.sheet: sheet_name(grid.sheet or file, taken) for grid in grids}


def write_grids(grids: Iterable[Grid], names: Mapping[str | None, str]) -> bytes:
    """The sheets as a workbook, the same bytes for the same cells.

    Rows beyond what a sheet can hold are left out; a workbook must have a sheet, so without any
    table it has an empty one.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, _OPTIONS)
    book.set_properties({"created": _CREATED.replace(tzinfo=None)})
    text = book.add_format({"num_format": "@"})
    for grid in grids:
        sheet = book.add_worksheet(names[grid.sheet])
        for number, cells in enumerate(grid.rows[:MOST_ROWS]):
            for column, value in enumerate(cells):
                if value:
                    sheet.write_string(number, column, given(value), text)
        _merge(sheet, grid)
        _widen(sheet, grid)
    if not book.worksheets():
        book.add_worksheet("1")
    book.close()
    return file.getvalue()


def _merge(sheet: Worksheet, grid: Grid) -> None:
    text = None
    for span in grid.spans:
        if span.area > 1:
            value = given(grid.cell(span.top, span.left))
            sheet.merge_range(span.top, span.left, span.bottom, span.right, value, text)


def _widen(sheet: Worksheet, grid: Grid) -> None:
    """Columns as wide as their first texts need; a Chinese character takes two places."""
    for column in range(min(grid.width, 100)):
        texts = [row[column] for row in grid.rows[:_SAMPLED] if column < len(row)]
        widths = [sum(1 + (ord(c) > 0xFF) for c in text) for text in texts if len(text) < _WIDEST]
        sheet.set_column(column, column, min(_WIDEST, max([8, *widths]) + 2))
