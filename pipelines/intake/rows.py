"""Tells what each row of a sheet is: every one is data, or is accounted for as something else."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pipelines.codelists import plain_name
from pipelines.intake.column_rows import Cells, rows_not_of_width
from pipelines.intake.doubtful_rows import doubtful_rows
from pipelines.intake.grid import Grid
from pipelines.intake.header import MAX_HEADER_ROWS, Header
from pipelines.intake.row_kinds import RowKind, RowKinds
from pipelines.intake.units import units_in
from pipelines.intake.values import decimal_of
from pipelines.model import Finding, Schema

_NOTE = re.compile(r"\s*注\s*[0-9０-９]*\s*[:：.．、]")
_LONE_NOTE = re.compile(r"\s*注\s*(?:[0-9０-９一二三四五六七八九十(（\s]|$)")
_FOOTER = re.compile(r"\s*[-—–·\s]*第?\s*[0-9]{1,4}\s*页(\s*[,，/共]*\s*[0-9]{1,4}\s*页)?[-—–·\s]*")
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_ENDS = ("。", "；", ".", ";", "！", "？")


def row_kinds(grid: Grid, header: Header) -> RowKinds:
    """The kind of each row; a row of an ignored column alone is still data here."""
    first_header = first_header_row(grid, header)
    titles = {tuple(_filled(grid.rows[row])) for row in range(first_header)}
    headers = [_plain(cells) for cells in grid.rows[first_header : header.last_row + 1]]
    below = header.last_row + 1
    kinds = {
        row: _kind_above(grid, row, row >= first_header)
        for row in range(min(below, len(grid.rows)))
    }
    for row, cells in doubtful_rows(grid.rows, below, titles, headers):
        if row in grid.asides:
            kind = _kind_aside(grid, row, kinds.get(row - 1, "data"))
        else:
            kind = _kind_below(cells, titles, headers)
        if kind != "data":
            kinds[row] = kind
    return RowKinds(len(grid.rows), kinds)


def first_header_row(grid: Grid, header: Header) -> int:
    """The first row of the header: above it stand one text, a unit, figures, or nothing."""
    row = header.last_row
    while row > max(0, header.last_row - MAX_HEADER_ROWS + 1) and _is_header_row(grid, row - 1):
        row -= 1
    return max(row, 0)


def unit_rows(grid: Grid, header: Header, kinds: RowKinds) -> list[int]:
    """The rows in which the table's own unit may stand, the nearest above the data first.

    Rows of several texts above the header belong to another table: what stands above those is its.
    """
    first = first_header_row(grid, header)
    rows = list(range(header.last_row, first - 1, -1))
    for row in range(first - 1, -1, -1):
        if kinds[row] == "title" and len(_filled(grid.rows[row])) > 1 and row not in grid.asides:
            break
        rows.append(row)
    return rows + [row for row in kinds.called("unit") if row > header.last_row]


def _is_header_row(grid: Grid, row: int) -> bool:
    texts = {text for c in range(grid.width) if (text := grid.label(row, c).strip())}
    is_line = len(texts) < 2 or row in grid.asides or bool(units_in(grid.rows[row]))
    return not is_line and all(decimal_of(text) is None for text in texts)


def _kind_above(grid: Grid, row: int, is_header: bool) -> RowKind:
    cells = grid.rows[row]
    if not _filled(cells):
        return "header" if is_header else "blank"
    if is_header:
        return "header"
    if _is_note(cells):
        return "note"
    return "unit" if units_in(cells) else "title"


def _kind_below(
    cells: Cells, titles: set[tuple[str, ...]], headers: Sequence[Mapping[int, str]]
) -> RowKind:
    texts = _filled(cells)
    if not texts:
        return "blank"
    if _is_note(cells):
        return "note"
    if _plain(cells) in headers:
        return "repeated header"
    if tuple(texts) in titles:
        return "title"
    if units_in(cells) and not any(map(decimal_of, texts)):
        return "unit"
    return "footer" if len(texts) == 1 and _FOOTER.fullmatch(texts[0]) else "data"


def _kind_aside(grid: Grid, row: int, before: RowKind) -> RowKind:
    """What a line outside the table's rules is: it may go on with the note above it."""
    cells = grid.rows[row]
    if not _filled(cells):
        return "blank"
    if _is_note(cells):
        return "note"
    if units_in(cells):
        return "unit"
    is_open = before == "note" and not _filled(grid.rows[row - 1])[-1].endswith(_ENDS)
    return "note" if is_open and any(map(_WORDS.search, _filled(cells))) else "footer"


def _filled(cells: Cells) -> list[str]:
    return [stripped for text in cells if (stripped := text.strip())]


def _plain(cells: Cells) -> dict[int, str]:
    """The texts of a row by their columns, white space aside."""
    return {c: plain_name(text) for c, text in enumerate(cells) if text.strip()}


def _is_note(cells: Cells) -> bool:
    """Whether a row says 注：… and holds no figure; 注册 and 注：1 beside figures are items."""
    texts = _filled(cells)
    if not texts or any(decimal_of(text) is not None for text in texts[1:]):
        return False
    return bool(_NOTE.match(texts[0]) or (len(texts) == 1 and _LONE_NOTE.match(texts[0])))


def notes(grid: Grid, kinds: RowKinds) -> str | None:
    """What the sheet notes, line by line."""
    lines = ["".join(_filled(grid.rows[row])) for row in kinds.called("note")]
    return "\n".join(lines) or None


def account(kinds: RowKinds, read: int) -> dict[RowKind, int]:
    """How many rows are of each kind; data rows that no block holds are those ignored."""
    others = Counter(kinds.others.values())
    return {**others, "data": read, "ignored": len(kinds) - others.total() - read}


def ragged_findings(
    grid: Grid, header: Header, kinds: RowKinds, schema: Schema
) -> Iterator[Finding]:
    """Rows of separated values whose number of cells is not the header's."""
    width = len(grid.rows[header.last_row])
    for row, cells in rows_not_of_width(grid.rows, width):
        if kinds[row] == "data":
            yield Finding(
                "rows-fit-the-header",
                "error",
                schema.name,
                grid.place(row),
                value=str(len(cells)),
                expected=str(width),
            )
