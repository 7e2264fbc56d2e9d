"""Writes the budget snapshots: the official forms as workbooks, filled in from transcriptions.

    python datasets/write_budget_snapshots.py

`datasets/<dataset>/transcribed/<snapshot>.csv` holds the tables of a publication as printed, one
row for each row of a sheet: the sheet's name, the page it was read from, the part of the form it
belongs to (title, unit, header, line, note; empty for a blank row) and the cells from column A on.
`<` says that the cell to the left covers this one too, `^` that the one above does. Sheet names
and merged cells are those of the official form, the blank at the end of one name included.

Errors of a publication are transcribed as they stand. The same transcription makes the same bytes.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

DATASETS = Path(__file__).parent
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
COVERED_BY_LEFT, COVERED_BY_ABOVE = "<", "^"
# Under these labels stand parts of a code, text with its leading zeros; 类 is a number in the form.
TEXT_LABELS = {"款", "项"}
STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 14, "align": "center"},
    "header": {"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True},
    "line": {"border": 1, "valign": "vcenter"},
}
NARROWEST, WIDEST = 6, 44
_NUMBER = re.compile(r"[0-9][0-9,]*(\.[0-9]+)?")

Position = tuple[int, int]
Style = Callable[[str, str], Format]


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its part of the form and the printed text of its cells."""

    part: str
    cells: Sequence[str]


def main() -> None:
    """Writes every workbook that has a transcription."""
    for source in sorted(DATASETS.glob("*/transcribed/*.csv")):
        target = source.parent.with_name("snapshots") / f"{source.stem}.xlsx"
        target.parent.mkdir(exist_ok=True)
        write_workbook(target, read_transcription(source))
        print(target.relative_to(DATASETS))


def read_transcription(path: Path) -> dict[str, list[Row]]:
    """The rows of each sheet, sheets in the order of the publication."""
    sheets: dict[str, list[Row]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for sheet, _page, part, *cells in lines:
            sheets[sheet].append(Row(part, cells))
    return sheets


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Row]]) -> None:
    """One workbook, one sheet for each table."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": CREATED})
        style = style_of(book)
        for name, rows in sheets.items():
            write_sheet(book.add_worksheet(name), rows, style)


def write_sheet(sheet: Worksheet, rows: Sequence[Row], style: Style) -> None:
    """The cells of a sheet, merged as marked."""
    for c, texts in enumerate(zip(*(row.cells for row in rows), strict=True)):
        if not any(texts):
            continue
        sheet.set_column(c, c, column_width(rows, c))
        is_text = not TEXT_LABELS.isdisjoint(texts)
        for r, text in enumerate(texts):
            write_cell(sheet, (r, c), text, is_text, style(rows[r].part, text))
    for (top, left), (bottom, right) in merged_ranges(rows):
        text = rows[top].cells[left]
        sheet.merge_range(top, left, bottom, right, text, style(rows[top].part, COVERED_BY_LEFT))


def write_cell(sheet: Worksheet, at: Position, text: str, is_text: bool, form: Format) -> None:
    """A number, a text or a blank; never a formula: an indicator may begin with an equals sign."""
    if not text or text in (COVERED_BY_LEFT, COVERED_BY_ABOVE):
        sheet.write_blank(*at, "", form)
    elif is_text or not _NUMBER.fullmatch(text):
        sheet.write_string(*at, text, form)
    else:
        sheet.write_number(*at, float(text.replace(",", "")), form)


def merged_ranges(rows: Sequence[Row]) -> Iterator[tuple[Position, Position]]:
    """The first and the last cell of every merged range."""
    covered: dict[Position, Position] = {}
    for r, row in enumerate(rows):
        for c in range(len(row.cells)):
            owner = owner_of(rows, r, c)
            if owner != (r, c):
                covered[owner] = (r, c)
    yield from covered.items()


def owner_of(rows: Sequence[Row], row: int, column: int) -> Position:
    """The cell that covers a position: itself unless it is marked."""
    text = rows[row].cells[column]
    if text == COVERED_BY_LEFT:
        return owner_of(rows, row, column - 1)
    if text == COVERED_BY_ABOVE:
        return owner_of(rows, row - 1, column)
    return row, column


def style_of(book: xlsxwriter.Workbook) -> Style:
    """A function from a part of the form and a printed text to a format, each made only once."""

    @cache
    def make(part: str, shape: tuple[tuple[str, object], ...]) -> Format:
        return book.add_format({**STYLES.get(part, {}), **dict(shape)})

    def style(part: str, text: str) -> Format:
        return make(part, tuple(shape_of(part, text).items()))

    return style


def shape_of(part: str, text: str) -> dict[str, object]:
    """What the text asks for: a number its printed decimals, a merged line to be centred."""
    if _NUMBER.fullmatch(text):
        _, point, decimals = text.partition(".")
        return {"num_format": "#,##0" + point + "0" * len(decimals)}
    return {"align": "center"} if part == "line" and text == COVERED_BY_LEFT else {}


def column_width(rows: Sequence[Row], column: int) -> int:
    """Wide enough for the widest line of a column, within reason."""
    texts = [row.cells[column] for row in rows if row.part == "line"]
    width = max(map(display_width, texts), default=0) + 2
    return min(max(width, NARROWEST), WIDEST)


def display_width(text: str) -> int:
    """How many half-width characters a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


if __name__ == "__main__":
    main()
