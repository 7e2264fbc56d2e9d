"""XLSX workbooks: visible sheets as text, merged ranges kept, formulas refused."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice

from openpyxl import Workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from pipelines.intake.archive import open_archive
from pipelines.intake.grid import Grid
from pipelines.intake.limits import UnreadableError
from pipelines.intake.sheet_survey import SheetSurvey
from pipelines.intake.sheets import Sheet, grids_by_name
from pipelines.intake.shown import CHINESE_DATES, Shown, show_day, show_number
from pipelines.intake.survey import survey_workbook
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
        survey = survey_workbook(archive)
    try:
        # It warns of validations and other things it does not load; none of them is a value.
        with warnings.catch_warnings(action="ignore"):
            book = _load(data, survey.texts)
            sheets = survey.sheets.items()
            shown = [(title, sheet) for title, sheet in sheets if sheet.state == "visible"]
            hidden = [t for t, sheet in sheets if sheet.state != "visible" and sheet.filled]
            return grids_by_name((_sheet(book, *pair).grid() for pair in shown), hidden)
    except _DAMAGED as error:
        reason = f"{type(error).__name__} {str(error)[:200]}"
        raise UnreadableError(f"工作簿已损坏/a damaged workbook: {reason}") from error


class _Reader(ExcelReader):
    """The library's reader, given the texts that were read already; it loads no charts."""

    def __init__(self, data: bytes, texts: Sequence[str]) -> None:
        super().__init__(io.BytesIO(data), read_only=True, keep_links=False)
        self.shared_strings = texts

    def read_strings(self) -> None:
        """Leave the texts as they are: those of the library lack limits, and lose escapes."""

    def read_chartsheet(self, sheet: object, rel: object) -> None:
        """Leave out a sheet that is a chart: it has no cells."""


def _load(data: bytes, texts: Sequence[str]) -> Workbook:
    reader = _Reader(data, texts)
    reader.read()
    return reader.wb


def _sheet(book: Workbook, title: str, survey: SheetSurvey) -> Sheet:
    hidden = survey.hidden_rows, survey.hidden_columns
    sheet = Sheet(title, survey.spans, *hidden)
    if not survey.rows:
        return sheet
    filled = 0
    # What stands behind the last row of cells is never asked for: it may be without end.
    rows = islice(book[title].iter_rows(1, survey.rows, 1, survey.columns), survey.rows)
    for row, cells in enumerate(rows):
        sheet.add_row(map(_shown, cells))
        for column, cell in enumerate(cells):
            filled += cell.value is not None
            # What a formula or an error value comes to depends on the program that opens the file.
            if cell.data_type in ("f", "e"):
                sheet.fault(row, column, "cells-hold-values")
    if (len(sheet.rows), filled) != (survey.rows, survey.filled):
        raise UnreadableError(f"工作表 {title} 有读不出来的格/has cells that cannot be read")
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
