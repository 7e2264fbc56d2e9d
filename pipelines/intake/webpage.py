"""HTML tables, of a page or of a file that a portal exports under the name of a workbook.

Read as a stream of tags: no page, however large or deep, is held as a tree. Tables that hold tables
only place them on the page; tables of the same width with no text between them are one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from pipelines.intake import limits
from pipelines.intake.charset import decode_page
from pipelines.intake.grid import Grid, Span
from pipelines.intake.limits import UnreadableError, refuse_above
from pipelines.intake.sheets import Sheet, grids_by_name
from pipelines.intake.shown import Shown
from pipelines.model import Finding

_SILENT = {"script", "style", "noscript", "template", "title", "select", "textarea"}
_BLOCKS = {"p", "div", "br", "li", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "center"}
_CELLS = {"td", "th"}
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_PIECE = 65_536
_LINES_ABOVE = 20  # a title, a publisher, a unit; what stands further up is the page's
_REPLACED = "\ufffd"


def read_webpage_grids(
    data: bytes, declared: str | None
) -> tuple[str, dict[str, Grid], list[Finding]]:
    """The encoding, every table of figures by its caption or number, and bytes that do not decode.

    Raises: UnreadableError if there is no table, no encoding fits, or the page asks for too much.
    """
    encoding, text, findings = decode_page(data, declared)
    page = _Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8", remove_comments=True)
    try:
        for start in range(0, len(text), _PIECE):
            parser.feed(text[start : start + _PIECE].encode("utf-8", "replace"))
        parser.close()
    except etree.LxmlError as error:
        raise UnreadableError(f"网页已损坏/a damaged page: {error}") from error
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise UnreadableError(f"网页已损坏/a damaged page: {parser.error_log.last_error.message}")
    if not page.tables:
        raise UnreadableError("网页里没有表格/no table on the page")
    grids, problems = grids_by_name(_grid(table, encoding) for table in page.tables)
    return encoding, grids, [*findings, *problems]


def _grid(table: "_Table", encoding: str) -> Grid:
    """The table with the lines above it, and a finding for each cell that lost a byte."""
    above, notes = [[line] for line in table.above], [[line] for line in table.notes]
    sheet, height = table.sheet, len(table.above)
    end = height + len(sheet.rows)
    grid = sheet.grid()
    rows = [*above, *grid.rows, *notes]
    whole = Grid(
        grid.sheet,
        rows,
        [Span(s.top + height, s.left, s.bottom + height, s.right) for s in grid.spans],
        asides=frozenset([*range(height), *range(end, len(rows))]),
    )
    lost = [
        Finding("text-decodes", "error", place=whole.place(r, c), value=text, expected=encoding)
        for r, cells in enumerate(rows)
        for c, text in enumerate(cells)
        if _REPLACED in text
    ]
    moved = [
        replace(f, place=replace(f.place, row=f.place.row + height)) if f.place.row else f
        for f in grid.findings
    ]
    return replace(whole, findings=[*moved, *lost])


@dataclass
class _Table:
    """A table while it is read, and the lines of text above and below it."""

    sheet: Sheet
    above: list[str]
    follows: bool  # whether no text stands between it and the table before
    notes: list[str] = field(default_factory=list)
    is_layout: bool = False
    row: list[Shown] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)  # column → rows still covered from above
    in_row: bool = False

    def start_row(self, attributes: Mapping[str, str]) -> None:
        self.end_row()
        self.in_row = True
        if _is_unseen(attributes):
            self.sheet.hidden_rows.add(len(self.sheet.rows))

    def end_row(self) -> None:
        if self.in_row:
            self._pass_covered()
            for column in sorted(c for c in self.covered if c > len(self.row)):
                self.row += [Shown("")] * (column - len(self.row))
                self._pass_covered()
            self.sheet.add_row(self.row)
        self.row, self.in_row = [], False

    def add_cell(self, attributes: Mapping[str, str], text: str) -> None:
        """A cell at the first free column, and what it covers to the right and below."""
        self._pass_covered()
        row, column = len(self.sheet.rows), len(self.row)
        right, down = _span(attributes, "colspan", 1000), _span(attributes, "rowspan", 65534)
        refuse_above(limits.MAX_COLUMNS, column + right, "列数/columns")
        if _is_unseen(attributes) and text:
            self.sheet.fault(row, column, "nothing-is-hidden", None)
            text = ""
        self.row += [Shown(text), *[Shown("")] * (right - 1)]
        if right > 1 or down > 1:
            self.sheet.spans.append(Span(row, column, row + down - 1, column + right - 1))
        if down > 1:
            self.covered.update(dict.fromkeys(range(column, column + right), down - 1))

    def _pass_covered(self) -> None:
        """Leave the next columns blank as far as a cell further up covers them."""
        while left := self.covered.pop(len(self.row), 0):
            if left > 1:
                self.covered[len(self.row)] = left - 1
            self.row.append(Shown(""))


@dataclass
class _Cell:
    """A cell while it is read."""

    attributes: Mapping[str, str]
    parts: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Its lines without outer white space."""
        return "\n".join(_lines(self.parts))


class _Page:
    """The parser's target: follows the tags and gathers the tables that hold figures."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self.open: list[tuple[_Table, _Cell | None]] = []
        self.table: _Table | None = None
        self.cell: _Cell | None = None
        self.parts: list[str] = []  # text since the last table
        self.caption: _Cell | None = None
        self.silent = self.length = self.size = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self._start_table()
        elif tag == "tr" and self.table:
            self.table.start_row(attributes)
        elif tag in _CELLS and self.table:
            self.cell = _Cell(dict(attributes))
        elif tag == "caption" and self.table:
            self.caption = _Cell({})
        if tag in _BLOCKS:
            self._text("\n")

    def end(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "table" and self.table:
            self._end_table(self.table)
        elif tag == "tr" and self.table:
            self.table.end_row()
        elif tag in _CELLS and self.table and self.cell:
            self.table.add_cell(self.cell.attributes, self.cell.text())
            self.cell = None
        elif tag == "caption" and self.table and self.caption:
            self.table.sheet.name = self.caption.text()
            self.caption = None
        if tag in _BLOCKS:
            self._text("\n")

    def data(self, text: str) -> None:
        if not self.silent:
            self.length += len(text)
            refuse_above(limits.MAX_TEXT, self.length, "文字总长/characters in all")
            self._text(_SPACE.sub(" ", text))

    def close(self) -> None:
        """Nothing: what is left open at the end holds no whole table."""

    def _text(self, text: str) -> None:
        holder = self.caption or self.cell
        (holder.parts if holder else self.parts).append(text)

    def _start_table(self) -> None:
        if self.table:
            # It only places the one that begins here; its texts stand above that.
            self.table.is_layout = True
            self.parts += self.cell.parts if self.cell else []
            self.open.append((self.table, self.cell))
        lines = _lines(self.parts)
        notes = [line for line in lines if line.startswith("注")] if self.tables else []
        if self.tables:
            self.tables[-1].notes += notes
        above = [line for line in lines if line not in notes][-_LINES_ABOVE:]
        self.table = _Table(Sheet(""), above, follows=not lines)
        self.cell, self.parts = None, []

    def _end_table(self, table: _Table) -> None:
        table.end_row()
        rows = table.sheet.rows
        width = max(map(len, rows), default=0)
        self.size += width * len(rows)
        refuse_above(limits.MAX_CELLS, self.size, "单元格数/cells")
        if rows and not table.is_layout:
            self._keep(table, width)
        self.table, self.cell = self.open.pop() if self.open else (None, None)

    def _keep(self, table: _Table, width: int) -> None:
        before = self.tables[-1] if self.tables else None
        if before and table.follows and width == max(map(len, before.sheet.rows)):
            before.sheet.append(table.sheet)
            return
        number = len(self.tables) + 1
        name = table.sheet.name or f"表{number}"
        taken = any(t.sheet.name == name for t in self.tables)
        table.sheet.name = f"{name}（{number}）" if taken else name
        self.tables.append(table)
        refuse_above(limits.MAX_SHEETS, len(self.tables), "表格数/tables")


def _lines(parts: list[str]) -> list[str]:
    return [stripped for line in "".join(parts).split("\n") if (stripped := line.strip())]


def _is_unseen(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or bool(_UNSEEN.search(attributes.get("style") or ""))


def _span(attributes: Mapping[str, str], name: str, most: int) -> int:
    """A span as browsers read it: what is no number from 1 on is 1."""
    text = (attributes.get(name) or "").strip()
    return min(int(text), most) or 1 if re.fullmatch("[0-9]{1,9}", text) else 1
