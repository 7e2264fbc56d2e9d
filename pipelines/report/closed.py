"""The sheets of a file without what is not for the public, for the forms that show whole cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from openpyxl.utils import column_index_from_string

from pipelines.intake.grid import Grid
from pipelines.model import Schema, StagedTable
from pipelines.redaction import HIDDEN
from pipelines.report.content import Report


def may_hold_closed_cells(report: Report) -> bool:
    """Whether anything in the tables the file is read as is not, or not yet, for the public."""
    if report.dataset is None or report.family is None:
        return False
    schemas = report.family.schemas
    return any(r.withhold or not schemas[r.table].is_open for r in report.dataset.resources)


def without_closed_cells(report: Report, grids: Mapping[str, Grid]) -> Mapping[str, Grid]:
    """The same sheets; what a closed cell says is hidden, the heads of its column are not.

    A column that opens by itself counts as closed, since an inspection has no clock. A sheet in
    which no table was found is hidden: nobody knows what stands in it.
    """
    if not may_hold_closed_cells(report):
        return grids
    return {name: _veiled(grid, report) for name, grid in grids.items()}


@dataclass(frozen=True)
class _Veil:
    """What of a sheet is closed: whole, by 0-based columns, or by single places."""

    whole: bool
    columns: frozenset[int]
    places: frozenset[tuple[int, int]]

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell is closed, unless it is a head."""
        return self.whole or column in self.columns or (row, column) in self.places


def _veiled(grid: Grid, report: Report) -> Grid:
    veil, heads = _veil_of(grid, report), _heads(report)
    return replace(
        grid,
        rows=[
            [
                HIDDEN if text.strip() not in heads and veil.covers(row, column) else text
                for column, text in enumerate(cells)
            ]
            for row, cells in enumerate(grid.rows)
        ],
    )


def _heads(report: Report) -> set[str]:
    """What the head of a column may say; a blank cell hides nothing."""
    heads = {""}
    for resource in report.dataset.resources if report.dataset else ():
        schema = report.catalogue.schemas[resource.table]
        heads |= {heading for field in schema.fields for heading in field.headings}
        heads |= {*resource.labels(), *(each.label for each in resource.withhold)}
    return heads


def _veil_of(grid: Grid, report: Report) -> _Veil:
    tables = report.staged.tables if report.staged else {}
    here = [t for t in tables.values() if t.sheet == grid.sheet]
    schemas = report.catalogue.schemas
    closed = [place for t in here for place in _closed_places(t, schemas[t.table])]
    places = {
        (grid.index(row), column_index_from_string(letter) - 1)
        for row, letter in closed
        if row is not None
    }
    columns = {column_index_from_string(letter) - 1 for row, letter in closed if row is None}
    whole = not here or any(not schemas[t.table].is_public for t in here)
    return _Veil(whole, frozenset(columns), frozenset(places))


def _closed_places(table: StagedTable, schema: Schema) -> Iterator[tuple[int | None, str]]:
    """Columns, without a row, and cells that stand elsewhere than in their column."""
    for part in (table, *table.blocks):
        yield from ((None, letter) for letter in part.closed)
    names = {f.name for f in schema.fields if f.disclosure != "public"}
    for part in (table, *table.blocks):
        yield from ((None, part.columns[name]) for name in names if name in part.columns)
        for (_, name), place in part.cells.items():
            if name in names and place.row is not None and place.column:
                yield place.row, place.column
