"""Writes the form: a sheet for each table, the code lists, and what every column means."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipelines.model import MONEY_UNIT, Catalogue, Family, Schema
from pipelines.template import legend, lists
from pipelines.template.columns import Column, entry_rule, form_columns
from pipelines.template.lists import Lists

FIRST_ROW = 4  # of the data, 0-based: below the title, the line of publisher and unit, the header
_ROWS = 500  # that are prepared; more may be filled in, without help
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - the format stores no zone
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_HEAD = {
    **{"bold": True, "bg_color": "#F4F0E6", "border": 1, "text_wrap": True},
    **{"align": "center", "valign": "vcenter"},
}
_FORMATS: Mapping[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "centred": {"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"},
    "line": {"align": "left"},
    "unit": {"align": "right"},
    "head": _HEAD,
    "needed": _HEAD | {"bg_color": "#FFE59A"},
    "text": {"num_format": "@"},
    "wrapped": {"text_wrap": True, "valign": "top"},
}


@dataclass(frozen=True)
class Wanted:
    """The form that is asked for: of a whole family, or of one of its tables."""

    family: Family
    table: str | None = None
    year: int | None = None
    unit: str = MONEY_UNIT

    @property
    def schemas(self) -> list[Schema]:
        """The tables it has."""
        return [s for s in self.family.schemas.values() if self.table in (None, s.name)]


def write_template(wanted: Wanted, catalogue: Catalogue) -> bytes:
    """The form as a workbook; always the same bytes.

    Without a year the title leaves room for one, and the lists are the newest there are.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, _OPTIONS)
    book.set_properties({"created": _CREATED, "title": wanted.family.title})
    formats = {name: book.add_format(options) for name, options in _FORMATS.items()}
    forms = [(s, form_columns(s, wanted.unit, catalogue, wanted.year)) for s in wanted.schemas]
    explained = book.add_worksheet(legend.NAME)
    sheets = [book.add_worksheet(_sheet_name(schema)) for schema, _ in forms]
    listed = Lists(book.add_worksheet(lists.NAME), formats, catalogue, wanted.year)
    legend.write_legend(explained, formats, wanted.family, forms, catalogue)
    for sheet, (schema, columns) in zip(sheets, forms, strict=True):
        _write_lines(sheet, formats, _lines(schema, wanted), len(columns))
        _write_header(sheet, formats, columns, wanted.unit)
        for number, column in enumerate(columns):
            own = book.add_format({"num_format": column.number_format})
            sheet.set_column(number, number, column.width, own)
            cells = (FIRST_ROW, number, FIRST_ROW + _ROWS - 1, number)
            sheet.data_validation(*cells, _validation(column, number, schema, listed))
    sheets[0].activate()
    book.close()
    return file.getvalue()


def _sheet_name(schema: Schema) -> str:
    return _FORBIDDEN.sub(" ", schema.title).strip()[:_LONGEST_NAME]


def _lines(schema: Schema, wanted: Wanted) -> tuple[str, str, str]:
    """What stands above the header: the title, who publishes, the unit of the amounts."""
    stated = {field.stated for field in schema.fields}
    year = "        年" if wanted.year is None else f"{wanted.year}年"
    return (
        f"{year if 'year' in stated else ''}{schema.title}",
        "编制单位：" if "publisher" in stated else "",
        f"单位：{wanted.unit}" if schema.money else "",
    )


def _write_lines(
    sheet: Worksheet, formats: Mapping[str, Format], lines: tuple[str, str, str], width: int
) -> None:
    title, publisher, unit = lines
    _write_over(sheet, (0, 0, 0, width - 1), title, formats["centred"])
    sheet.set_row(0, 28)
    sheet.write_string(1, 0, publisher, formats["line"])
    sheet.write_string(1, max(width - 1, 1), unit, formats["unit"])


def _write_header(
    sheet: Worksheet, formats: Mapping[str, Format], columns: Sequence[Column], unit: str
) -> None:
    """Two rows, the amounts side by side under one heading; what is required stands out."""
    number = 0
    for is_amount, group in groupby(columns, key=lambda column: column.is_amount):
        members = list(group)
        is_grouped = is_amount and len(members) > 1
        if is_grouped:
            over = (2, number, 2, number + len(members) - 1)
            _write_over(sheet, over, f"金额 amounts（{unit}）", formats["head"])
        for place, column in enumerate(members, number):
            style = formats["needed" if column.field.is_required else "head"]
            _write_over(sheet, (2 + is_grouped, place, 3, place), column.heading, style)
        number += len(members)
    sheet.set_row(3, 32)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, FIRST_ROW - 1)


def _write_over(
    sheet: Worksheet, cells: tuple[int, int, int, int], text: str, style: Format
) -> None:
    top, left, bottom, right = cells
    if (top, left) == (bottom, right):
        sheet.write_string(top, left, text, style)
    else:
        sheet.merge_range(top, left, bottom, right, text, style)


def _validation(column: Column, number: int, schema: Schema, listed: Lists) -> dict[str, Any]:
    """What may be entered, what is said before, and what is said when it is something else."""
    if column.listed is None:
        rule = entry_rule(column, xl_rowcol_to_cell(FIRST_ROW, number))
        return rule | column.prompt() | {"error_title": "请核对 please check"}
    own = column.listed
    return {
        "validate": "list",
        "source": listed.source(own.codelist, schema.totals, names=own.is_name),
        # A list with gaps, and a name as it may be printed, can be passed over.
        "error_type": "stop" if own.is_complete and not own.is_name else "warning",
        "error_title": "请核对 please check",
        "error_message": "不在当年的代码表中，见“代码表”。 Not in that year's list.",
    } | column.prompt()
