"""The part of a sheet around its bad cells, so that a clerk sees them in place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.inspection.privacy import without_personal_data
from pipelines.intake.grid import Grid, Span
from pipelines.model import Severity, column_letter, column_number
from pipelines.report.closed import without_closed_cells
from pipelines.report.content import SEVERITIES, Line, Report

MOST_SHEETS = 30
MOST_ROWS = 120  # of a sheet
_MOST_COLUMNS = 40
_AROUND = 1  # rows shown above and below a bad one
_HEADER_ROWS = 8
_LONGEST = 80


@dataclass(frozen=True)
class ShownCell:
    """A cell with the findings that speak of it; `across` and `down` are what it is merged over."""

    address: str
    text: str
    lines: Sequence[Line]
    across: int = 1
    down: int = 1

    @property
    def severity(self) -> Severity | None:
        """The worst of its findings."""
        found = [line.finding.severity for line in self.lines]
        return min(found, key=SEVERITIES.index, default=None)


@dataclass(frozen=True)
class ShownRow:
    """A row of a sheet; `number` is None where rows are left out."""

    number: str | None
    cells: Sequence[ShownCell] = ()
    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Excerpt:
    """A sheet's header and the rows around its findings."""

    sheet: str | None
    letters: Sequence[str]
    rows: Sequence[ShownRow]
    is_cut: bool

    @property
    def numbers(self) -> set[int]:
        """The numbers of the findings that are shown in it."""
        of_rows = {line.number for row in self.rows for line in row.lines}
        cells = (cell for row in self.rows for cell in row.cells)
        return of_rows | {line.number for cell in cells for line in cell.lines}


def build_excerpts(report: Report, grids: Mapping[str, Grid]) -> list[Excerpt]:
    """An excerpt of every sheet in which a listed finding has a row.

    Personal numbers are hidden in it, and cells that are not for the public.
    """
    by_sheet: dict[str | None, list[Line]] = {}
    for line in report.listed:
        if line.finding.place.row is not None:
            by_sheet.setdefault(line.finding.place.sheet, []).append(line)
    sheets = {grid.sheet: grid for grid in without_closed_cells(report, grids).values()}
    found = report.recognition.found if report.recognition else ()
    headers = {c.sheet: c.header_row for c in found}
    return [
        _excerpt(sheets[sheet], lines, headers.get(sheet))
        for sheet, lines in list(by_sheet.items())[:MOST_SHEETS]
        if sheet in sheets
    ]


def _excerpt(grid: Grid, lines: Sequence[Line], header_row: int | None) -> Excerpt:
    bad = sorted({grid.index(line.finding.place.row or 0) for line in lines})
    last_header = min(_HEADER_ROWS, bad[0]) - 1 if header_row is None else header_row
    wanted = {n for row in bad for n in range(row - _AROUND, row + _AROUND + 1)}
    wanted |= set(range(last_header + 1))
    shown = sorted(n for n in wanted if 0 <= n < len(grid.rows))
    width = min(_MOST_COLUMNS, max((_width(grid, n) for n in shown), default=0))
    kept = shown[:MOST_ROWS]
    return Excerpt(
        grid.sheet,
        [column_letter(n + 1) for n in range(width)],
        list(_rows(grid, kept, width, lines)),
        is_cut=len(shown) > len(kept),
    )


def _width(grid: Grid, row: int) -> int:
    return max((n for n, text in enumerate(grid.rows[row], 1) if text.strip()), default=0)


def _rows(grid: Grid, kept: Sequence[int], width: int, lines: Sequence[Line]) -> Iterator[ShownRow]:
    of_cell: dict[tuple[int, int], list[Line]] = {}
    of_row: dict[int, list[Line]] = {}
    for line in lines:
        row, letter = grid.index(line.finding.place.row or 0), line.finding.place.column
        if letter:
            of_cell.setdefault((row, column_number(letter) - 1), []).append(line)
        else:
            of_row.setdefault(row, []).append(line)
    previous = kept[0] - 1 if kept else 0
    for row in kept:
        if row != previous + 1:
            yield ShownRow(None)
        previous = row
        number = grid.place(row).address or ""
        cells = list(_cells(grid, row, set(kept), width, of_cell))
        yield ShownRow(number, cells, of_row.get(row, ()))


def _cells(
    grid: Grid,
    row: int,
    kept: Iterable[int],
    width: int,
    of_cell: Mapping[tuple[int, int], Sequence[Line]],
) -> Iterator[ShownCell]:
    """The cells of a row; of a merged range only the first, unless rows of it are left out."""
    for column in range(width):
        span = _span_at(grid, row, column)
        lines = of_cell.get((row, column), ())
        address = f"{column_letter(column + 1)}{grid.number(row)}"
        if span is None or not all(n in kept for n in range(span.top, span.bottom + 1)):
            yield ShownCell(address, _text(grid.label(row, column)), lines)
        elif (row, column) == (span.top, span.left):
            across = min(span.right, width - 1) - span.left + 1
            down = span.bottom - span.top + 1
            places = [(r, c) for r in range(row, row + down) for c in range(column, span.right + 1)]
            inside = [line for place in places for line in of_cell.get(place, ())]
            yield ShownCell(address, _text(grid.cell(row, column)), inside, across, down)


def _span_at(grid: Grid, row: int, column: int) -> Span | None:
    return next(
        (
            span
            for span in grid.spans
            if span.top <= row <= span.bottom and span.left <= column <= span.right
        ),
        None,
    )


def _text(text: str) -> str:
    shown = without_personal_data(text.strip()) or ""
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
