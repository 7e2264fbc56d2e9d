"""A table as text: the one shape that every kind of file is read into."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipelines.intake.column_rows import ColumnRows
from pipelines.intake.limits import MAX_CELL_LENGTH
from pipelines.intake.odd_cells import odd_rows, spelled
from pipelines.intake.unseen import CONTROL, UNSEEN
from pipelines.model import Finding, Place, column_letter


@dataclass(frozen=True)
class Span:
    """A merged range: 0-based, inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def area(self) -> int:
        """How many cells it covers."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def within(self, rows: int, columns: int) -> "Span | None":
        """The part of it that lies in a sheet of that size, or None."""
        part = Span(self.top, self.left, min(self.bottom, rows - 1), min(self.right, columns - 1))
        return part if part.top <= part.bottom and part.left <= part.right else None


@dataclass(frozen=True)
class Grid:
    """The cells of a table as text, blank as the empty string; rows may differ in length.

    `is_ruled` says whether cells keep their columns: in a file of separated values one cell too
    many shifts the rest. `numbers` are the source's own numbers of the rows where they are not
    1, 2, 3…; `asides` are the rows printed outside the table's rules, which hold no data;
    `origins` says where a cell stands in the source that is not in its own row and column.
    """

    sheet: str | None
    rows: Sequence[Sequence[str]]
    spans: Sequence[Span] = ()
    findings: Sequence[Finding] = field(default=())
    is_ruled: bool = True
    numbers: Sequence[int] = ()
    asides: frozenset[int] = frozenset()
    origins: Mapping[tuple[int, int], Place] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> str:
        """The text at a 0-based position, empty beyond the edge."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if 0 <= column < len(cells) else ""

    def label(self, row: int, column: int) -> str:
        """The text a reader sees at a position: a merged cell counts for all it covers."""
        for span in self._spans_by_row.get(row, ()):
            if span.left <= column <= span.right:
                return self.cell(span.top, span.left)
        return self.cell(row, column)

    @cached_property
    def _spans_by_row(self) -> dict[int, list[Span]]:
        by_row: dict[int, list[Span]] = {}
        for span in self.spans:
            for row in range(span.top, min(span.bottom, len(self.rows)) + 1):
                by_row.setdefault(row, []).append(span)
        return by_row

    @property
    def width(self) -> int:
        """The length of the longest row."""
        if isinstance(self.rows, ColumnRows):
            return self.rows.width
        return max(map(len, self.rows), default=0)

    def with_cell(self, row: int, column: int, text: str) -> "Grid":
        """The same grid with one other cell; beyond the edge it grows by blank ones."""
        if isinstance(self.rows, ColumnRows) and row < len(self.rows):
            cells = [*self.rows[row]]
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text
            return replace(self, rows=self.rows.with_row(row, cells))
        rows = [list(cells) for cells in self.rows]
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = text
        return replace(self, rows=rows)

    def number(self, row: int) -> int:
        """The number the source gives a 0-based row: 1-based where it has no numbers of its own."""
        return self.numbers[row] if row < len(self.numbers) else row + 1

    def index(self, number: int) -> int:
        """The 0-based row of a number; -1 if the source has no such row."""
        if not self.numbers:
            return number - 1
        return self.numbers.index(number) if number in self.numbers else -1

    def place(self, row: int, column: int | None = None) -> Place:
        """The address of a 0-based position in the source."""
        if column is not None and (row, column) in self.origins:
            return self.origins[row, column]
        letter = None if column is None else column_letter(column + 1)
        return Place(self.sheet, self.number(row), letter, is_paged=bool(self.numbers))

    def text_findings(self) -> Iterator[Finding]:
        """Every overlong cell, and every one with an unseen character, spelt by its number."""
        for row, cells in odd_rows(self.rows):
            for column, text in enumerate(cells):
                if len(text) > MAX_CELL_LENGTH:
                    place = self.place(row, column)
                    detail = f"{place.cell()}: {len(text)} 字符/characters > {MAX_CELL_LENGTH}"
                    yield Finding("file-is-readable", "error", place=place, detail=detail)
                elif CONTROL.search(text):
                    place, shown = self.place(row, column), spelled(CONTROL, text)
                    yield Finding("cells-hold-values", "error", place=place, value=shown)
                elif UNSEEN.search(text):
                    place, shown = self.place(row, column), spelled(UNSEEN, text)
                    yield Finding("text-shows-all-it-holds", "warning", place=place, value=shown)
