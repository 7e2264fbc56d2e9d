"""ODS workbooks: visible sheets as text, merged ranges kept, formulas refused.

Read from the XML itself, because no library here gives its merged ranges, its hidden rows, or both
the number stored and the text shown. (OpenDocument 1.3 part 3, chapter 9)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.intake import limits
from pipelines.intake.archive import open_archive, read_member, stream_member
from pipelines.intake.grid import Grid, Span
from pipelines.intake.limits import MAX_TEXT_LENGTH, UnreadableError, refuse_above
from pipelines.intake.sheets import Sheet, grids_by_name
from pipelines.intake.shown import Shown, show_printed
from pipelines.intake.xml_stream import local, read_xml
from pipelines.model import Finding

_HIDDEN = ("collapse", "filter")
_CELLS = ("table-cell", "covered-table-cell")
_NUMBERS = ("float", "percentage", "currency")


def read_ods_grids(data: bytes) -> tuple[dict[str, Grid], list[Finding]]:
    """Every visible sheet by its name, and what is wrong with the names.

    Raises: UnreadableError if it is encrypted, damaged, no workbook, or asks for too much.
    """
    with open_archive(data) as archive:
        if b"encryption-data" in read_member(archive, "META-INF/manifest.xml"):
            raise UnreadableError("文件有密码/the file is protected by a password")
        reading = _Reading()
        read_xml(stream_member(archive, "content.xml"), reading.start, reading.end, reading.text)
    hidden = [sheet.name for sheet in reading.hidden if sheet.rows]
    return grids_by_name((sheet.grid() for sheet in reading.sheets), hidden)


@dataclass
class _Cell:
    """A cell while it is read."""

    attributes: Mapping[str, str]
    repeated: int
    parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        """More of its text; each paragraph begins with a line break."""
        self.length += len(text)
        refuse_above(MAX_TEXT_LENGTH, self.length, "单元格文字/characters of a cell")
        self.parts.append(text)

    def shown(self) -> Shown:
        """What it shows."""
        text = "".join(self.parts).strip()
        kind = self.attributes.get("value-type", "string")
        if kind in _NUMBERS:
            return show_printed(self.attributes.get("value", ""), text)
        if kind == "date":
            day = self.attributes.get("date-value", "").replace("T", " ")
            return Shown(day.removesuffix(" 00:00:00"))
        if kind == "boolean":
            return Shown(self.attributes.get("boolean-value", text).upper())
        return Shown(text or self.attributes.get("string-value", "").strip())


class _Reading:
    """Follows the elements of the content; a table inside a table or a comment is passed over."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.hidden: list[Sheet] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.sheet: Sheet | None = None
        self.cell: _Cell | None = None
        self.cells: list[_Cell] = []
        self.row: Mapping[str, str] = {}
        self.columns = self.aside = self.size = self.blank_rows = 0

    def start(self, name: str, raw: Mapping[str, str]) -> None:
        attributes = {local(key): value for key, value in raw.items()}
        if self.aside or name in ("annotation", "sub-table") or (name == "table" and self.sheet):
            self.aside += 1
        elif name == "style":
            self.style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self.hidden_styles.add(self.style)
        elif name == "table":
            self._start_table(attributes)
        elif self.sheet is not None:
            self._start_inside(name, attributes)

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        refuse_above(limits.MAX_SHEETS, len(self.sheets) + len(self.hidden) + 1, "工作表数/sheets")
        self.sheet = Sheet(attributes.get("name", ""))
        is_hidden = attributes.get("style-name") in self.hidden_styles
        (self.hidden if is_hidden else self.sheets).append(self.sheet)
        self.columns = self.blank_rows = 0

    def _start_inside(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table-column":
            self._start_column(attributes)
        elif name == "table-row":
            self.row, self.cells = attributes, []
        elif name in _CELLS:
            self.cell = _Cell(attributes, _count(attributes, "number-columns-repeated"))
        elif self.cell is not None:
            self._start_text(name, attributes)

    def _start_column(self, attributes: Mapping[str, str]) -> None:
        count = _count(attributes, "number-columns-repeated")
        if attributes.get("visibility") in _HIDDEN and self.sheet:
            last = min(self.columns + count, limits.MAX_COLUMNS)
            self.sheet.hidden_columns.update(range(self.columns, last))
        self.columns += count

    def _start_text(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("p", "tab", "line-break"):
            self.text("\n")
        elif name == "s":
            self.text(" " * min(_count(attributes, "c"), MAX_TEXT_LENGTH))

    def text(self, text: str) -> None:
        if self.cell and not self.aside:
            self.cell.add(text)

    def end(self, name: str) -> None:
        if self.aside:
            self.aside -= 1
        elif name in _CELLS and self.cell:
            self.cells.append(self.cell)
            self.cell = None
        elif name == "table-row":
            self._end_row()
        elif name == "table":
            self.sheet = None

    def _end_row(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        repeated = _count(self.row, "number-rows-repeated")
        while self.cells and _is_blank(self.cells[-1]):
            self.cells.pop()
        if not self.cells:
            self.blank_rows += repeated
            return
        width = sum(cell.repeated for cell in self.cells)
        refuse_above(limits.MAX_COLUMNS, width, "列数/columns")
        self.size += self.blank_rows + repeated * width
        refuse_above(limits.MAX_CELLS, self.size, "单元格数/cells")
        sheet.rows += [[] for _ in range(self.blank_rows)]
        self.blank_rows = 0
        shown = [s for cell in self.cells for s in [cell.shown()] * cell.repeated]
        for _ in range(repeated):
            self._add_row(sheet, shown)

    def _add_row(self, sheet: Sheet, shown: Sequence[Shown]) -> None:
        row, column = len(sheet.rows), 0
        if self.row.get("visibility") in _HIDDEN:
            sheet.hidden_rows.add(row)
        sheet.add_row(shown)
        for cell in self.cells:
            _mark(sheet, cell, row, column)
            column += cell.repeated


def _mark(sheet: Sheet, cell: _Cell, row: int, column: int) -> None:
    if formula := cell.attributes.get("formula"):
        for c in range(column, column + cell.repeated):
            sheet.set_text(row, c, "=" + formula.partition("=")[2])
            sheet.fault(row, c, "cells-hold-values")
    down = _count(cell.attributes, "number-rows-spanned")
    right = _count(cell.attributes, "number-columns-spanned")
    if down > 1 or right > 1:
        sheet.spans.append(Span(row, column, row + down - 1, column + right - 1))


def _is_blank(cell: _Cell) -> bool:
    attributes = cell.attributes
    spans = attributes.get("number-columns-spanned") or attributes.get("number-rows-spanned")
    return not cell.parts and "value-type" not in attributes and not spans


def _count(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UnreadableError(f"XML 已损坏/damaged XML: {name}={text[:20]!r}")
    return max(1, int(text))
