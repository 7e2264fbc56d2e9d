"""The cells of an XLS file as plain values; runs confined, for neither library knows limits."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import olefile
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from pipelines.intake.biff import Marks, read_marks
from pipelines.intake.limits import MAX_SHEETS, UnreadableError, refuse_above

_STREAMS = ("Workbook", "Book")


def extract(data: bytes) -> dict[str, Any]:
    """The names of hidden sheets that hold anything; of visible ones all that is read.

    That is their names, rows, merged ranges, formulas, formats, hidden rows and columns.

    Raises: UnreadableError if the file is encrypted, damaged, no workbook, or has too many cells.
    """
    marks = read_marks(_stream(data))
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return {
                "sheets": _sheets(book, marks),
                "hidden": [
                    told.name
                    for told, marked in zip(book.sheets_metadata, marks.sheets, strict=True)
                    if told.visible != SheetVisibleEnum.Visible and marked.rows
                ],
                "is_1904": marks.is_1904,
            }
    except (CalamineError, ValueError, OverflowError) as error:
        raise UnreadableError(f"工作簿已损坏/a damaged workbook: {error}") from error


def _stream(data: bytes) -> bytes:
    try:
        with olefile.OleFileIO(data) as file:
            if file.exists("EncryptedPackage"):
                raise UnreadableError("文件有密码/the file is protected by a password")
            for name in _STREAMS:
                if file.exists(name):
                    return file.openstream(name).read()
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise UnreadableError(f"文件已损坏/a damaged file: {error}") from error
    raise UnreadableError("不是 Excel 工作簿/not an Excel workbook")


def _sheets(book: CalamineWorkbook, marks: Marks) -> list[dict[str, Any]]:
    names = book.sheets_metadata
    refuse_above(MAX_SHEETS, len(names), "工作表数/sheets")
    if len(names) != len(marks.sheets):
        raise UnreadableError("工作表目录已损坏/the list of sheets is damaged")
    sheets = []
    for number, (told, marked) in enumerate(zip(names, marks.sheets, strict=True)):
        if told.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_index(number)
        patterns = marks.patterns
        sheets.append(
            {
                "name": told.name,
                "rows": [list(map(_plain, row)) for row in sheet.to_python(skip_empty_area=False)],
                "spans": [[*first, *last] for first, last in sheet.merged_cell_ranges or ()],
                "formulas": marked.formulas,
                "errors": marked.errors,
                "formats": [[r, c, i, patterns.get(i)] for (r, c), i in marked.formats.items()],
                "hidden_rows": sorted(marked.hidden_rows),
                "hidden_columns": sorted(marked.hidden_columns),
            }
        )
    return sheets


def _plain(value: Any) -> Any:
    """A value that JSON can hold; a day or a moment as ["d", ISO 8601]."""
    if isinstance(value, datetime | date):
        return ["d", value.isoformat()]
    return str(value) if isinstance(value, time | timedelta) else value
