"""XLSX workbooks: visible sheets as text, merged ranges kept, formulas refused."""

import io
import re
import warnings
import zipfile
import zlib
from datetime import date, datetime

from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from pipelines.intake.archive import open_archive
from pipelines.intake.grid import Grid
from pipelines.intake.limits import UnreadableError
from pipelines.intake.sheets import Sheet, grids_by_name
from pipelines.intake.shown import CHINESE_DATES, Shown, show_day, show_number
from pipelines.intake.survey import SheetSurvey, survey_workbook
from pipelines.model import Finding

# How the format writes a character that XML cannot hold, or a text that looks so written; half
# characters (surrogates) stay as they are.
_ESCAPED = re.compile(r"_x(?![dD][89a-fA-F])(?P<number>[0-9A-Fa-f]{4})_")
# What openpyxl and the archive below it raise for a damaged file (a parse error of XML is a
# SyntaxError). The bytes are in memory by then, so an OSError is the file's fault, not the disk's.
_DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


def read_workbook_grids(data: bytes) -> tuple[dict[str, Grid], list[Finding]]:
    """Every visible sheet of an XLSX file by its name, and what is wrong with the names.

    Raises: UnreadableError if it is no workbook, is damaged, or asks for too much.
    """
    with open_archive(data) as archive:
        surveys = survey_workbook(archive)
    try:
        # It warns of validations and other things it does not load; none of them is a value.
        with warnings.catch_warnings(action="ignore"):
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            return grids_by_name(
                _sheet(book, title, survey).grid()
                for title, survey in surveys.items()
                if book[title].sheet_state == "visible"
            )
    except _DAMAGED as error:
        reason = f"{type(error).__name__} {str(error)[:200]}"
        raise UnreadableError(f"工作簿已损坏/a damaged workbook: {reason}") from error


def _sheet(book: Workbook, title: str, survey: SheetSurvey) -> Sheet:
    hidden = survey.hidden_rows, survey.hidden_columns
    sheet = Sheet(title, survey.spans, *hidden)
    if not survey.rows:
        return sheet
    rows = book[title].iter_rows(1, survey.rows, 1, survey.columns)
    for row, cells in enumerate(rows):
        sheet.add_row(map(_shown, cells))
        for column, cell in enumerate(cells):
            # What a formula or an error value comes to depends on the program that opens the file.
            if cell.data_type in ("f", "e"):
                sheet.fault(row, column, "cells-hold-values")
    return sheet


def _shown(cell: ReadOnlyCell | EmptyCell) -> Shown:
    value = cell.value
    if value is None:
        return Shown("")
    if isinstance(value, bool):
        return Shown(str(value).upper())
    if isinstance(value, int | float):
        return _shown_number(cell, value)
    if isinstance(value, date):
        return Shown(show_day(value, cell.number_format))
    if isinstance(value, ArrayFormula):
        return Shown(str(value.text))
    if isinstance(value, DataTableFormula):
        return Shown("=TABLE()")
    return Shown(_ESCAPED.sub(lambda match: chr(int(match["number"], 16)), str(value)).strip())


def _shown_number(cell: ReadOnlyCell, value: int | float) -> Shown:
    """A number, or a day where the format is one that a Chinese Excel knows by number alone."""
    pattern = CHINESE_DATES.get(cell.style_array.numFmtId)
    if pattern is None:
        return show_number(value, cell.number_format)
    day = from_excel(value, cell.parent.parent.epoch)
    return Shown(show_day(day, pattern) if isinstance(day, datetime) else str(day))
