"""All tables of an edition in one workbook: codes as text, amounts as numbers, days as days.

Basis: ECMA-376, part 1 (SpreadsheetML).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipelines.model import Field, Schema, rows_of
from pipelines.publication.formats.headings import headings
from pipelines.publication.formats.workbook_text import LONGEST, given, sheet_name

MOST_ROWS = 100_000  # of all tables together: beyond, a table is left to the other formats
_DIGITS = 15  # of a number that a spreadsheet keeps exactly
_WIDTHS = {"string": 24, "date": 12, "number": 18}
_DAY_ZERO = date(1899, 12, 30).toordinal()
_FIRST_DAY = "1900-03-01"  # before it, the format counts a day that never was
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - written as it stands, without a zone
_FORMATS = {
    "text": {"num_format": "@"},
    "wrapped": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "heading": {"num_format": "@", "bold": True, "bg_color": "#F4F0E6", "text_wrap": True},
    "money": {"num_format": "#,##0.00"},
    "whole": {"num_format": "0"},
    "number": {},
    "date": {"num_format": "yyyy-mm-dd"},
}
Formats = Mapping[str, Format]
Write = Callable[[int, int, str], object]


@dataclass(frozen=True)
class Sheet:
    """A sheet of plain texts: its name, its headings with their widths, its rows."""

    name: str
    headings: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str | int | None]]


def left_out(tables: Mapping[str, pa.Table], most_rows: int = MOST_ROWS) -> list[str]:
    """The tables the workbook is too small for: the longest ones, until the rest fits."""
    kept = dict(tables)
    left = []
    while sum(t.num_rows for t in kept.values()) > most_rows:
        longest = max(kept, key=lambda name: kept[name].num_rows)
        left.append(longest)
        del kept[longest]
    return [name for name in tables if name in left]


def write_workbook(
    path: Path,
    schemas: Mapping[str, Schema],
    tables: Mapping[str, pa.Table],
    before: Iterable[Sheet],
    behind: Iterable[Sheet],
) -> None:
    """Sheets of text, a sheet for each of the tables, sheets of text.

    A number of more digits than a spreadsheet keeps is text; a text longer than a cell ends with
    the remark that it is cut.
    """
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    book = xlsxwriter.Workbook(path, options)
    book.set_properties({"created": _CREATED})
    formats = {name: book.add_format(options) for name, options in _FORMATS.items()}
    taken: set[str] = set()
    for sheet in before:
        _add_texts(book.add_worksheet(sheet_name(sheet.name, taken)), sheet, formats)
    for name, table in tables.items():
        schema = schemas[name]
        _add_table(book.add_worksheet(sheet_name(schema.title, taken)), schema, table, formats)
    for sheet in behind:
        _add_texts(book.add_worksheet(sheet_name(sheet.name, taken)), sheet, formats)
    book.close()


def _add_texts(sheet: Worksheet, content: Sheet, formats: Formats) -> None:
    for column, (_, width) in enumerate(content.headings):
        sheet.set_column(column, column, width)
    _begin(sheet, [title for title, _ in content.headings], len(content.rows), formats)
    for number, row in enumerate(content.rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value, formats["whole"])
            elif value:
                sheet.write_string(number, column, _cell_text(value), formats["wrapped"])


def _add_table(sheet: Worksheet, schema: Schema, table: pa.Table, formats: Formats) -> None:
    for column, field in enumerate(schema.fields):
        sheet.set_column(column, column, _WIDTHS.get(field.type, 10))
    _begin(sheet, headings(schema), table.num_rows, formats)
    writers = [_writer(sheet, field, formats) for field in schema.fields]
    for number, row in enumerate(rows_of(table, *schema.names), 1):
        for column, text in enumerate(row):
            if text is not None:
                writers[column](number, column, text)


def _begin(sheet: Worksheet, titles: Sequence[str], rows: int, formats: Formats) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(titles) - 1)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, formats["heading"])


def _writer(sheet: Worksheet, field: Field, formats: Formats) -> Write:
    """How the values of a field are written."""

    def write_text(row: int, column: int, text: str) -> None:
        sheet.write_string(row, column, _cell_text(text), formats["text"])

    def write_number(row: int, column: int, text: str) -> None:
        if sum(map(str.isdigit, text)) > _DIGITS:
            write_text(row, column, text)
        else:
            sheet.write_number(row, column, float(text), form)

    def write_day(row: int, column: int, text: str) -> None:
        if text < _FIRST_DAY:
            write_text(row, column, text)
        else:
            day = date.fromisoformat(text).toordinal() - _DAY_ZERO
            sheet.write_number(row, column, day, formats["date"])

    def write_truth(row: int, column: int, text: str) -> None:
        sheet.write_boolean(row, column, text == "true")

    form = formats["money" if field.is_money else "number" if field.type == "number" else "whole"]
    numbers = dict.fromkeys(("integer", "year", "number"), write_number)
    return (numbers | {"date": write_day, "boolean": write_truth}).get(field.type, write_text)


def _cell_text(text: str) -> str:
    if len(text) <= LONGEST:
        return given(text)
    said = f"……（共 {len(text)} 字，全文见 CSV；{len(text)} characters, all of them in the CSV）"
    return given(text[: LONGEST - len(said)]) + said
