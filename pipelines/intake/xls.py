"""XLS workbooks (Excel 97 to 2003, and WPS's ET): visible sheets as text, formulas refused."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from pipelines.intake.confined import run_confined
from pipelines.intake.grid import Grid, Span
from pipelines.intake.sheets import Sheet, grids_by_name
from pipelines.intake.shown import CHINESE_DATES, Shown, show_day, show_number
from pipelines.model import Finding

# [MS-XLS] 2.5.10
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def read_xls_grids(data: bytes) -> tuple[dict[str, Grid], list[Finding]]:
    """Every visible sheet by its name, and what is wrong with the names.

    Raises: UnreadableError if it is encrypted, damaged, no workbook, or asks for too much.
    """
    book = run_confined("pipelines.intake.xls_cells", data)
    epoch = CALENDAR_MAC_1904 if book["is_1904"] else CALENDAR_WINDOWS_1900
    return grids_by_name((_sheet(told, epoch).grid() for told in book["sheets"]), book["hidden"])


def _sheet(told: Mapping[str, Any], epoch: datetime) -> Sheet:
    formats = {(r, c): (i, pattern) for r, c, i, pattern in told["formats"]}
    spans = [Span(*ends) for ends in told["spans"]]
    hidden = set(told["hidden_rows"]), set(told["hidden_columns"])
    sheet = Sheet(told["name"], spans, *hidden)
    for row, values in enumerate(told["rows"]):
        cells = (_shown(v, formats.get((row, c), (0, None)), epoch) for c, v in enumerate(values))
        sheet.add_row(cells)
    for row, column in told["formulas"]:
        # The library gives what the formula came to when it was saved, not the formula.
        sheet.set_text(row, column, f"={sheet.text(row, column)}")
        sheet.fault(row, column, "cells-hold-values")
    for row, column, code in told["errors"]:
        # It gives nothing for an error value.
        sheet.set_text(row, column, _ERRORS.get(code, "#ERROR!"))
        sheet.fault(row, column, "cells-hold-values")
    return sheet


def _shown(value: Any, form: tuple[int, str | None], epoch: datetime) -> Shown:
    number, own = form
    pattern = own or BUILTIN_FORMATS.get(number, "General")
    if isinstance(value, bool):
        return Shown(str(value).upper())
    if isinstance(value, list):
        return Shown(show_day(datetime.fromisoformat(value[1]), pattern))
    if isinstance(value, str):
        return Shown(value.strip())
    if own is None and number in CHINESE_DATES:
        day = from_excel(value, epoch)
        return Shown(show_day(day, CHINESE_DATES[number]))
    return show_number(value, pattern)
