"""The published documents added up with pencil and paper: plain Python over their raw tables.

Nothing of the program is used, so that it can be held against what is found here. A place is
document, page, row and column of the table as a reader of PDF files sees it.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

WELFARE = "putuo_social_welfare_home_2024_budget"
WANLI_2023 = "wanli_street_2023_budget"
WANLI_2024 = "wanli_street_2024_budget"
BUREAU = "shanghai_finance_bureau_2025_budget"
ACCOUNTS = "putuo_finance_bureau_2024_final_good"
# The pages of the tables: income, spending and general public spending by function; spending by
# economic nature; the two summaries.
PAGES: Mapping[str, Mapping[str, Sequence[int]]] = {
    WELFARE: {"income": [8], "spending": [9], "public": [11], "economic": [14], "summary": [7],
              "appropriation": [10]},
    WANLI_2023: {"income": range(11, 15), "spending": range(15, 19), "public": range(20, 24),
                 "economic": [26, 27], "summary": [10], "appropriation": [19]},
    WANLI_2024: {"income": range(11, 16), "spending": range(16, 21), "public": range(22, 27),
                 "economic": [29, 30], "summary": [10], "appropriation": [21]},
    BUREAU: {"income": [8, 9], "spending": [10, 11], "public": [13, 14], "economic": [17, 18, 19],
             "summary": [7], "appropriation": [12]},
    ACCOUNTS: {"income": [8, 9], "spending": [10, 11], "public": [15], "economic": [16, 17],
               "summary": [6], "appropriation": [12, 13]},
}  # fmt: skip
DIGITS = {"economic": (3, 2)}
TOTAL = "合计"
Place = tuple[str, int, int, int]  # document, page, row, 1-based column
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ORDINAL = re.compile(r"^[一二三四五六七八九十0-9]+[、．.]\s*")


@dataclass(frozen=True)
class Line:
    """A line of a table of codes: its place but for the column, its parts, name and amounts."""

    page: int
    row: int
    first: int  # the 1-based column of the first part
    parts: tuple[str, ...]
    name: str
    amounts: tuple[Decimal | None, ...]

    @property
    def code(self) -> str:
        return "".join(self.parts)


def read_document(folder: Path, document: str) -> dict[int, list[tuple[int, list[str]]]]:
    """The rows of every page, white space taken out of the cells."""
    pages = defaultdict(list)
    with (folder / f"{document}.csv").open(encoding="utf-8", newline="") as file:
        for page, _table, row, *cells in list(csv.reader(file))[1:]:
            pages[int(page)].append((int(row), ["".join(c.split()) for c in cells]))
    return pages


def amount(text: str) -> Decimal | None:
    plain = text.replace(",", "")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


class Document:
    """One document and everything about it that does not add up."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.pages = read_document(folder, name)

    def lines(self, table: str) -> Iterator[Line]:
        """The coded lines of a table, and its total."""
        count = len(DIGITS.get(table, (3, 2, 2)))
        # The accounts print 301 and 302 side by side: two blocks of four columns.
        starts = (0, 4) if table == "economic" and self.name == ACCOUNTS else (0,)
        for start in starts:
            for page in PAGES[self.name][table]:
                for row, cells in self.pages[page]:
                    parts = tuple(cells[start : start + count])
                    name = cells[start + count]
                    end = start + 4 if len(starts) > 1 else len(cells)
                    amounts = tuple(map(amount, cells[start + count + 1 : end]))
                    if parts[0].isdigit():
                        yield Line(page, row, start + 1, parts, name, amounts)
                    elif TOTAL in (parts[0], name) and any(amounts):
                        yield Line(page, row, start + 1, (TOTAL,), name, amounts)

    def badly_split(self, table: str) -> Iterator[Place]:
        """The first part of a code that has not its digits."""
        for line in self.lines(table):
            widths = zip(line.parts, DIGITS.get(table, (3, 2, 2)), strict=False)
            wrong = [n for n, (part, width) in enumerate(widths) if part and len(part) != width]
            if wrong and line.code != TOTAL:
                yield self.name, line.page, line.row, line.first + wrong[0]

    def sums(self, table: str) -> Iterator[tuple[Place, Decimal]]:
        """Amounts that are not the sum of the lines below, and that sum."""
        lines = {line.code: line for line in self.lines(table)}
        for code, line in lines.items():
            beginning = "" if code == TOTAL else code
            width = 3 if code == TOTAL else len(code) + 2
            below = [
                k
                for c, k in lines.items()
                if c != TOTAL and len(c) == width and c.startswith(beginning)
            ]
            for n, printed in enumerate(line.amounts):
                added = sum((k.amounts[n] or 0 for k in below), Decimal(0))
                if below and (printed or 0) != added:
                    column = line.first + len(DIGITS.get(table, (3, 2, 2))) + 1 + n
                    yield (self.name, line.page, line.row, column), added

    def sections_without_items(self, table: str) -> Iterator[Place]:
        codes = {line.code for line in self.lines(table)}
        for line in self.lines(table):
            if len(line.code) == 5 and not any(c[:-2] == line.code for c in codes):
                yield self.name, line.page, line.row, line.first

    def funds(self) -> Iterator[tuple[Place, str]]:
        """Pages of a project whose fiscal funds are less than the appropriation that is part."""
        for page, rows in self.pages.items():
            for row, cells in rows:
                if "其中：财政资金" in cells and "其中：当年财政拨款" in cells:
                    at = cells.index("其中：财政资金")
                    whole, part = (amount(c) for c in cells if amount(c) is not None)
                    if part > whole:
                        column = next(n for n, c in enumerate(cells) if n > at and amount(c))
                        yield (self.name, page, row, column + 1), f"{part:.2f}"

    def classes(self, table: str) -> Iterator[tuple[int, int, int, str, Decimal | None]]:
        """The spending side of a summary: page, row, column of the amount, class, amount.

        Of the summary of appropriations, the amount from the general public budget.
        """
        at = 4 if table == "appropriation" else 3
        for page in PAGES[self.name][table]:
            for row, cells in self.pages[page]:
                name = _ORDINAL.sub("", cells[2])
                if name != cells[2]:
                    yield page, row, at + 1, name, amount(cells[at])

    def other_classes(self, summary: str, table: str) -> Iterator[Place]:
        """Classes of a summary, with an amount, whose name the table does not print."""
        names = {line.name for line in self.lines(table) if len(line.code) == 3}
        for page, row, _, name, printed in self.classes(summary):
            if printed is not None and name not in names:
                yield self.name, page, row, 3

    def other_amounts(self, summary: str, table: str) -> Iterator[tuple[Place, Decimal | None]]:
        """Classes of a summary with another amount than the table prints, and that amount."""
        amounts = {k.name: k.amounts[0] for k in self.lines(table) if len(k.code) == 3}
        for page, row, column, name, printed in self.classes(summary):
            if name in amounts and printed != amounts[name]:
                yield (self.name, page, row, column), amounts[name]


def unlike_the_list(document: Document, listed: Document) -> Iterator[tuple[Place, str | None]]:
    """Economic codes and names that are not as the accounts print the whole list, and its name."""
    names = {k.code: _plain(k.name) for k in listed.lines("economic")} | {TOTAL: TOTAL}
    for line in document.lines("economic"):
        place, column = (document.name, line.page, line.row), line.first + len(line.parts)
        if line.code not in names:
            yield (*place, line.first), None
        if line.code != TOTAL and _plain(line.name) != names.get(line.code):
            yield (*place, column), names.get(line.code)


def names_of_codes(documents: Sequence[Document]) -> dict[str, set[str]]:
    """What each functional code is called, over all documents and tables."""
    names = defaultdict(set)
    for document in documents:
        for table in ("income", "spending", "public"):
            for line in document.lines(table):
                names[line.code].add(_plain(line.name))
    return {code: called for code, called in names.items() if code != TOTAL}


def _plain(name: str) -> str:
    return name.replace("（", "(").replace("）", ")")
