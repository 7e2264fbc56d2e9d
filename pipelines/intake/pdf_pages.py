"""The ruled tables and the lines of text of a PDF's pages; runs confined, as no limits are known.

What is inside a table's rules is given cell by cell with its place, the rest line by line.
"""

import io
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipelines.intake.limits import MAX_TEXT_LENGTH, UnreadableError, refuse_above

MAX_PAGES = 500
MAX_CHARACTERS = 50_000  # of a page: a dense one has 5,000
MAX_RULES = 20_000  # lines and edges of a page
# Gaps in a line, in widths of a Chinese character.
_APART, _WORDS_APART = 2, Fraction(1, 4)
# What the library raises for a damaged file, beside its own.
_DAMAGED = (
    PDFException,
    PSException,
    MalformedPDFException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


def extract(data: bytes) -> list[dict[str, Any]]:
    """Each page's number, lines outside tables, and tables: the place and text of every cell.

    Raises: UnreadableError if the file is encrypted, damaged, or larger than any real one.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            refuse_above(MAX_PAGES, len(pdf.pages), "页数/pages")
            return [_page(page) for page in pdf.pages]
    except PdfminerException as error:
        raise UnreadableError(_reason(error.args[0] if error.args else error)) from error
    except _DAMAGED as error:
        raise UnreadableError(_reason(error)) from error


def _reason(error: object) -> str:
    if isinstance(error, PDFPasswordIncorrect):
        return "文件有密码/the file is protected by a password"
    return f"PDF 已损坏/a damaged PDF: {type(error).__name__} {str(error)[:100]}"


def _page(page: Page) -> dict[str, Any]:
    refuse_above(MAX_CHARACTERS, len(page.chars), f"第 {page.page_number} 页字符数/characters")
    rules = len(page.lines) + len(page.rects) + len(page.curves)
    refuse_above(MAX_RULES, rules, f"第 {page.page_number} 页线条数/rules")
    # Bold is often printed as the same character twice at one place.
    plain = page.dedupe_chars()
    tables = plain.find_tables()
    found = {
        "number": page.page_number,
        "is_picture": not page.chars and _is_covered(page),
        "tables": [list(_cells(table)) for table in tables],
        "lines": _lines(plain, tables),
    }
    page.close()
    return found


def _is_covered(page: Page) -> bool:
    """Whether a picture takes most of the page: a scan."""
    pictures = (abs((i["x1"] - i["x0"]) * (i["bottom"] - i["top"])) for i in page.images)
    return max(pictures, default=0) * 2 > page.width * page.height


def _cells(table: Table) -> Iterator[list[Any]]:
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, texts, strict=True):
            if box:
                yield [*box, (text or "")[:MAX_TEXT_LENGTH]]


def _lines(page: Page, tables: list[Table]) -> list[list[Any]]:
    boxes = [table.bbox for table in tables]

    def is_outside(item: dict[str, Any]) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return not any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in boxes)

    lines = page.filter(is_outside).extract_text_lines()
    return [[line["top"], _segments(line["chars"])] for line in lines]


def _segments(characters: list[dict[str, Any]]) -> list[str]:
    """The texts of a line that stand apart: a publisher to the left, a unit to the right."""
    seen = [c for c in characters if not c["text"].isspace()]
    texts = [seen[0]["text"]]
    for before, char in pairwise(seen):
        gap = char["x0"] - before["x1"]
        if gap > _APART * char["size"]:
            texts.append(char["text"])
        else:
            texts[-1] += (" " if gap > _WORDS_APART * char["size"] else "") + char["text"]
    return texts
