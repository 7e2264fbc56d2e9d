"""Colours cells of a sheet; every other cell keeps what it has. Basis: ECMA-376, part 1, 18.3."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

from pipelines.model import Severity
from pipelines.report.xlsx.package import Element, main
from pipelines.report.xlsx.styles import Styles

_LARGEST_MERGE = 200  # rows or columns; nobody merges a table's cells over more
# What stands behind the drawing of comments in a sheet.
_BEHIND_DRAWING = (
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)


@dataclass(frozen=True)
class Mark:
    """A cell to colour, 1-based, and what its note says."""

    row: int
    column: int
    severity: Severity
    text: str

    @property
    def reference(self) -> str:
        """The cell as a spreadsheet writes it."""
        return f"{get_column_letter(self.column)}{self.row}"


def colour_cells(sheet: Element, marks: Iterable[Mark], styles: Styles) -> None:
    """Give each marked cell the colour of its severity, whatever else its format is."""
    data = sheet.find(main("sheetData"))
    if data is None:
        return
    rows = dict(_numbered_rows(data))
    for mark in sorted(marks, key=lambda m: (m.row, m.column)):
        row = rows.get(mark.row)
        if row is None:
            row = rows[mark.row] = _new_row(data, mark.row, rows)
        cell = _cell(row, mark.column)
        if cell is None:
            cell = _new_cell(row, mark)
            cell.set("s", str(_inherited(sheet, row, mark.column)))
        cell.set("s", str(styles.coloured(int(cell.get("s", "0")), mark.severity)))


def top_left(sheet: Element) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell that a merged range covers, row and column of the one that is shown."""
    places = {}
    for element in sheet.iter(main("mergeCell")):
        left, top, right, bottom = range_boundaries(element.get("ref", "A1:A1"))
        for row in range(top, min(bottom, top + _LARGEST_MERGE) + 1):
            for column in range(left, min(right, left + _LARGEST_MERGE) + 1):
                places[row, column] = top, left
    return places


def _numbered_rows(data: Element) -> Iterator[tuple[int, Element]]:
    """The rows with their numbers; one that states none follows the row before."""
    number = 0
    for row in data.iterchildren(main("row")):
        number = int(row.get("r", number + 1))
        yield number, row


def _new_row(data: Element, number: int, rows: dict[int, Element]) -> Element:
    row = etree.Element(main("row"), r=str(number))
    after = [n for n in rows if n > number]
    if after:
        rows[min(after)].addprevious(row)
    else:
        data.append(row)
    return row


def _columns(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in row.iterchildren(main("c")):
        reference = cell.get("r")
        if reference:
            column = column_index_from_string(coordinate_from_string(reference)[0])
        else:
            column += 1
        yield column, cell


def _cell(row: Element, column: int) -> Element | None:
    return next((cell for n, cell in _columns(row) if n == column), None)


def _new_cell(row: Element, mark: Mark) -> Element:
    cell = etree.Element(main("c"), r=mark.reference)
    after = next((other for n, other in _columns(row) if n > mark.column), None)
    if after is None:
        row.append(cell)
    else:
        after.addprevious(cell)
    return cell


def _inherited(sheet: Element, row: Element, column: int) -> int:
    """The format a blank cell has from its row or its column."""
    if row.get("customFormat") in ("1", "true"):
        return int(row.get("s", "0"))
    for element in sheet.iter(main("col")):
        if int(element.get("min", "0")) <= column <= int(element.get("max", "0")):
            return int(element.get("style", "0"))
    return 0


def place_drawing(sheet: Element, drawing: Element) -> None:
    """Put the reference to a drawing of comments where the order of a sheet's parts has it."""
    behind = {main(name) for name in _BEHIND_DRAWING}
    following = next((element for element in sheet if element.tag in behind), None)
    if following is None:
        sheet.append(drawing)
    else:
        following.addprevious(drawing)
