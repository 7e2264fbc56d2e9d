"""Tells what each row of a sheet is: every one is data, or is accounted for as something else."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.codelists import plain_name
from pipelines.intake.grid import Grid
from pipelines.intake.header import MAX_HEADER_ROWS, Header
from pipelines.intake.long_rows import LongRows
from pipelines.intake.units import units_in
from pipelines.intake.values import decimal_of
from pipelines.model import Finding, Schema

RowKind = Literal[
    "title", "unit", "header", "repeated header", "note", "blank", "footer", "ignored", "data"
]
_NOTE = re.compile(r"\s*注\s*[0-9０-９]*\s*[:：.．、]")
_LONE_NOTE = re.compile(r"\s*注\s*(?:[0-9０-９一二三四五六七八九十(（\s]|$)")
_FOOTER = re.compile(r"\s*[-—–·\s]*第?\s*[0-9]{1,4}\s*页(\s*[,，/共]*\s*[0-9]{1,4}\s*页)?[-—–·\s]*")
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_ENDS = ("。", "；", ".", ";", "！", "？")


@dataclass(frozen=True)
class RowKinds:
    """The kind of each row (0-based) of a sheet of `size` rows: data, but for the `others`."""

    size: int
    others: Mapping[int, RowKind]

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[RowKind]:
        return (self[row] for row in range(self.size))

    def __getitem__(self, row: int) -> RowKind:
        return self.others.get(row, "data")

    def rows(self, kind: RowKind) -> list[int]:
        """The rows of a kind that is not data."""
        return [row for row, own in self.others.items() if own == kind]

    def data(self, start: int = 0, stop: int | None = None) -> Iterator[int]:
        """The rows of data among those from `start` to before `stop`."""
        rows = range(start, self.size if stop is None else min(stop, self.size))
        return (row for row in rows if row not in self.others)

    def counts(self) -> Counter[RowKind]:
        """How many rows are of each kind."""
        counts = Counter(self.others.values())
        data = self.size - len(self.others)
        return counts + Counter({"data": data}) if data else counts


def row_kinds(grid: Grid, header: Header) -> RowKinds:
    """The kind of each row; a row of an ignored column alone is still data here."""
    first_header = first_header_row(grid, header)
    titles = {tuple(_filled(grid, row)) for row in range(first_header)}
    headers = [_plain(grid, row) for row in range(first_header, header.last_row + 1)]
    others: dict[int, RowKind] = {
        row: _kind_above(grid, row, row >= first_header) for row in range(header.last_row + 1)
    }
    for row in _rows_below(grid, header.last_row + 1, headers, titles):
        kind = _kind_below(grid, row, titles, headers, others.get(row - 1, "data"))
        if kind != "data":
            others[row] = kind
    return RowKinds(len(grid.rows), others)


def _rows_below(
    grid: Grid, first: int, headers: Sequence[Mapping[int, str]], titles: Iterable[Sequence[str]]
) -> Iterable[int]:
    """The rows that have to be looked at one by one: of a long file, those that may be no data."""
    rows = grid.rows
    if not isinstance(rows, LongRows):
        return range(first, len(rows))
    if first > len(rows.head):
        return range(first, len(rows))
    labels = [text for line in titles for text in line]
    begun = {c for line in headers for c, text in line.items() if text[0].isdigit()}
    columns = [c for c in range(rows.body.num_columns) if c not in begun]
    # A row with a figure is no title and no header, unless these begin with figures too.
    has_figures = any(text[0].isdigit() for text in labels)
    bare = rows.without_figure([] if has_figures else columns)
    return sorted({*range(first, len(rows.head)), *rows.special, *bare})


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
        if kinds[row] == "title" and len(_filled(grid, row)) > 1 and row not in grid.asides:
            break
        rows.append(row)
    return rows + [row for row in kinds.rows("unit") if row > header.last_row]


def _is_header_row(grid: Grid, row: int) -> bool:
    texts = {text for c in range(grid.width) if (text := grid.label(row, c).strip())}
    is_line = len(texts) < 2 or row in grid.asides or bool(units_in(grid, row))
    return not is_line and all(decimal_of(text) is None for text in texts)


def _kind_above(grid: Grid, row: int, is_header: bool) -> RowKind:
    if not _filled(grid, row):
        return "header" if is_header else "blank"
    if is_header:
        return "header"
    if _is_note(grid, row):
        return "note"
    return "unit" if units_in(grid, row) else "title"


def _kind_below(
    grid: Grid,
    row: int,
    titles: set[tuple[str, ...]],
    headers: Sequence[Mapping[int, str]],
    before: RowKind,
) -> RowKind:
    texts = _filled(grid, row)
    if not texts:
        return "blank"
    if _is_note(grid, row):
        return "note"
    if row in grid.asides:
        return _kind_aside(grid, row, before)
    if _plain(grid, row) in headers:
        return "repeated header"
    if tuple(texts) in titles:
        return "title"
    if units_in(grid, row) and not any(map(decimal_of, texts)):
        return "unit"
    return "footer" if len(texts) == 1 and _FOOTER.fullmatch(texts[0]) else "data"


def _kind_aside(grid: Grid, row: int, before: RowKind) -> RowKind:
    """What a line outside the table's rules is: it may go on with the note above it."""
    if units_in(grid, row):
        return "unit"
    is_open = before == "note" and not _filled(grid, row - 1)[-1].endswith(_ENDS)
    return "note" if is_open and any(map(_WORDS.search, _filled(grid, row))) else "footer"


def _filled(grid: Grid, row: int) -> list[str]:
    return [stripped for text in grid.rows[row] if (stripped := text.strip())]


def _plain(grid: Grid, row: int) -> dict[int, str]:
    """The texts of a row by their columns, white space aside."""
    return {c: plain_name(text) for c, text in enumerate(grid.rows[row]) if text.strip()}


def _is_note(grid: Grid, row: int) -> bool:
    """Whether a row says 注：… and holds no figure; 注册 and 注：1 beside figures are items."""
    texts = _filled(grid, row)
    if not texts or any(decimal_of(text) is not None for text in texts[1:]):
        return False
    return bool(_NOTE.match(texts[0]) or (len(texts) == 1 and _LONE_NOTE.match(texts[0])))


def notes(grid: Grid, kinds: RowKinds) -> str | None:
    """What the sheet notes, line by line."""
    lines = ["".join(_filled(grid, row)) for row in kinds.rows("note")]
    return "\n".join(lines) or None


def value(grid: Grid, header: Header, row: int, column: int) -> str:
    """A cell's text without outer white space; a label printed beside the figures is none."""
    return "" if (row, column) in header.beside else grid.cell(row, column).strip()


def account(kinds: RowKinds, read: int) -> dict[RowKind, int]:
    """How many rows are of each kind; data rows that no block holds are those ignored."""
    counts = kinds.counts()
    return {**counts, "data": read, "ignored": counts["data"] - read}


def ragged_findings(grid: Grid, header: Header, kinds: RowKinds, schema: Schema) -> list[Finding]:
    """Rows of separated values whose number of cells is not the header's."""
    rows = grid.rows
    width = len(rows[header.last_row])
    is_even = isinstance(rows, LongRows) and rows.body.num_columns == width
    below = kinds.data(header.last_row + 1, len(rows.head) if is_even else None)
    return [
        Finding(
            "rows-fit-the-header",
            "error",
            schema.name,
            grid.place(row),
            value=str(len(rows[row])),
            expected=str(width),
        )
        for row in below
        if len(rows[row]) != width
    ]
