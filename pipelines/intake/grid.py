"""A sheet as text: the one shape that CSV files and workbooks are read into."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter

from pipelines.model import Finding, Place


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
        """The same grid with one other cell."""
        cells = list(self.rows[row])
        cells[column] = text
        rows = list(self.rows)
        rows[row] = cells
        return replace(self, rows=rows)

    def place(self, row: int, column: int | None = None) -> Place:
        """The spreadsheet address of a 0-based position."""
        letter = None if column is None else get_column_letter(column + 1)
        return Place(self.sheet, row + 1, letter)
