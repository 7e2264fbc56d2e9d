"""What spreadsheet formats have in common: the hidden is found, not read; names are unique."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipelines.intake.grid import Grid, Span
from pipelines.intake.limits import MAX_TEXT, UnreadableError, refuse_above
from pipelines.intake.shown import Shown
from pipelines.model import Finding, Place, column_letter


@dataclass
class Sheet:
    """A visible sheet while it is read: texts, and what is wrong with single cells (0-based)."""

    name: str
    spans: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    rows: list[list[str]] = field(default_factory=list)
    faults: dict[tuple[int, int], tuple[str, str | None]] = field(default_factory=dict)
    text_length: int = 0

    def add_row(self, cells: Iterable[Shown]) -> None:
        """One more row; a cell with a fault of its format is noted."""
        row = len(self.rows)
        texts = []
        for column, cell in enumerate(cells):
            texts.append(cell.text)
            self.text_length += len(cell.text)
            if cell.fault:
                self.fault(row, column, "numbers-are-shown-as-stored", cell.fault)
        self.rows.append(texts)
        refuse_above(MAX_TEXT, self.text_length, "文字总长/characters in all")

    def append(self, other: "Sheet") -> None:
        """Put another sheet's rows below, with all that is said of them."""
        end = len(self.rows)
        self.spans += [Span(s.top + end, s.left, s.bottom + end, s.right) for s in other.spans]
        self.hidden_rows |= {row + end for row in other.hidden_rows}
        self.faults |= {(row + end, c): fault for (row, c), fault in other.faults.items()}
        self.rows += other.rows

    def text(self, row: int, column: int) -> str:
        """The text at a position, empty beyond the edge."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""

    def set_text(self, row: int, column: int, text: str) -> None:
        """Another text at a position; beyond the edge the sheet grows by blank cells."""
        self.rows += [[] for _ in range(row + 1 - len(self.rows))]
        self.rows[row] += [""] * (column + 1 - len(self.rows[row]))
        self.rows[row][column] = text

    def fault(self, row: int, column: int, rule: str, expected: str | None = None) -> None:
        """Note that a cell breaks a rule."""
        self.faults[row, column] = (rule, expected)

    def grid(self) -> Grid:
        """The sheet as text; the hidden is blank, and each hidden row or column a finding."""
        height, width = len(self.rows), max(map(len, self.rows), default=0)
        spans = [part for span in self.spans if (part := span.within(height, width))]
        if sum(span.area for span in spans) > height * width:
            raise UnreadableError(f"{self.name}: 合并单元格互相重叠/merged ranges overlap")
        grid = Grid(self.name.strip(), self._visible(), spans)
        findings = [*self._hidden_findings(grid), *self._cell_findings(grid), *grid.text_findings()]
        return replace(grid, findings=findings)

    def _visible(self) -> list[list[str]]:
        if not self.hidden_rows and not self.hidden_columns:
            return self.rows
        return [
            ["" if r in self.hidden_rows or c in self.hidden_columns else text for c, text in row]
            for r, row in enumerate(map(enumerate, self.rows))
        ]

    def _hidden_findings(self, grid: Grid) -> Iterable[Finding]:
        rule = "nothing-is-hidden"
        for row in sorted(self.hidden_rows):
            if row < len(self.rows) and any(self.rows[row]):
                yield Finding(rule, "error", place=grid.place(row), value=f"{row + 1} 行/row")
        for column in sorted(self.hidden_columns):
            if any(column < len(row) and row[column] for row in self.rows):
                letter = column_letter(column + 1)
                place = Place(grid.sheet, None)
                yield Finding(rule, "error", place=place, value=f"{letter} 列/column")

    def _cell_findings(self, grid: Grid) -> Iterable[Finding]:
        for (row, column), (rule, expected) in sorted(self.faults.items()):
            if row in self.hidden_rows or column in self.hidden_columns:
                continue
            text = self.text(row, column)
            yield Finding(
                rule, "error", place=grid.place(row, column), value=text, expected=expected
            )


def grids_by_name(
    grids: Iterable[Grid], hidden: Iterable[str] = ()
) -> tuple[dict[str, Grid], list[Finding]]:
    """The grids by their names; of those called the same, none is taken for the other.

    `hidden` are the names of the sheets that hold something and were left out: each is told.
    """
    by_name: dict[str, list[Grid]] = {}
    for grid in grids:
        by_name.setdefault(grid.sheet or "", []).append(grid)
    findings = [
        Finding("sheet-names-are-unique", "error", place=Place(name, None), value=name)
        for name, same in by_name.items()
        if len(same) > 1
    ]
    findings += [
        Finding("sheets-are-shown", "info", place=Place(name.strip(), None), value=name.strip())
        for name in hidden
    ]
    return {name: same[0] for name, same in by_name.items() if len(same) == 1}, findings
