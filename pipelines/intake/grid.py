"""A sheet as text: the one shape that CSV files and workbooks are read into."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter

from pipelines.model import Finding, Place

# Control characters (C0, DEL, C1) but tab and line breaks, and marks that turn the direction of
# text: what a reader sees is not what is stored.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# What a spreadsheet's cell can hold; a longer text has swallowed rows, or is meant to exhaust us.
MAX_CELL_LENGTH = 32_767


@dataclass(frozen=True)
class Span:
    """A merged range: 0-based, inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet as text, blank as the empty string; rows may differ in length."""

    sheet: str | None
    rows: Sequence[Sequence[str]]
    spans: Sequence[Span] = ()
    findings: Sequence[Finding] = field(default=())

    def cell(self, row: int, column: int) -> str:
        """The text at a 0-based position, empty beyond the edge."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if 0 <= column < len(cells) else ""

    def label(self, row: int, column: int) -> str:
        """The text a reader sees at a position: a merged cell counts for all it covers."""
        for span in self.spans:
            if span.top <= row <= span.bottom and span.left <= column <= span.right:
                return self.cell(span.top, span.left)
        return self.cell(row, column)

    @property
    def width(self) -> int:
        """The length of the longest row."""
        return max(map(len, self.rows), default=0)

    def with_cell(self, row: int, column: int, text: str) -> "Grid":
        """The same grid with one other cell; beyond the edge it grows by blank ones."""
        rows = [list(cells) for cells in self.rows]
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = text
        return replace(self, rows=rows)

    def place(self, row: int, column: int | None = None) -> Place:
        """The spreadsheet address of a 0-based position."""
        letter = None if column is None else get_column_letter(column + 1)
        return Place(self.sheet, row + 1, letter)

    def text_findings(self) -> Iterator[Finding]:
        """Every overlong cell, and every one with an unseen character, shown by its number."""
        for row, cells in enumerate(self.rows):
            for column, text in enumerate(cells):
                if len(text) > MAX_CELL_LENGTH:
                    place = self.place(row, column)
                    detail = f"{place.cell()}: {len(text)} 字符/characters > {MAX_CELL_LENGTH}"
                    yield Finding("file-is-readable", "error", place=place, detail=detail)
                elif _CONTROL.search(text):
                    shown = _CONTROL.sub(lambda m: f"[U+{ord(m[0]):04X}]", text)[:200]
                    place = self.place(row, column)
                    yield Finding("cells-hold-values", "error", place=place, value=shown)
