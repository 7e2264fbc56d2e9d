"""CSV files: strict decoding and strict rows, nothing guessed."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import replace

from pipelines.intake.grid import Grid
from pipelines.intake.header import SEARCHED_ROWS
from pipelines.intake.limits import MAX_COLUMNS
from pipelines.intake.separated import read_blocks, read_rows
from pipelines.intake.separators import separator_finding
from pipelines.model import Finding, Place

# Two or more three-byte UTF-8 sequences: Chinese written in UTF-8. In GB18030 text such a line
# is as good as impossible, so a file that has one and does not decode as UTF-8 is mixed.
_UTF8_CHINESE = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2}")


def read_csv_grid(file: io.BufferedIOBase, declared: str | None) -> tuple[str | None, Grid]:
    """The encoding used and the rows of a CSV file; without an encoding there are no rows.

    UTF-8 (with or without a mark) and GB18030 are recognised, strictly; any other encoding must
    be declared. Findings name the byte offset and row of what does not decode, and rows whose
    number of cells is not the header's.

    Raises: UnreadableError if a line is longer than any row.
    """
    encoding = declared or _marked(file)
    try:
        "a".encode(encoding)  # or it is unknown, or none of text
        return _read(file, encoding)
    except LookupError:
        return None, Grid(None, (), findings=[_fault(encoding, "unknown encoding")])
    except UnicodeError:
        if not declared and encoding == "utf-8" and _is_gb18030(file):
            return _read(file, "gb18030")
    found = list(_undecodable(file, encoding))
    # Half a character decodes in UTF-7 and is nothing anybody could write.
    return None, Grid(None, (), findings=found or [_fault(encoding, "surrogate")])


def _read(file: io.BufferedIOBase, encoding: str) -> tuple[str | None, Grid]:
    rows, stray = read_rows(read_blocks(file, encoding))
    if rows.width > MAX_COLUMNS:
        detail = f"{rows.width} 列/columns > {MAX_COLUMNS}"
        return None, Grid(None, (), findings=[Finding("file-is-readable", "error", detail=detail)])
    grid = Grid(None, rows, is_ruled=False)
    problems = []
    if other := separator_finding(_first_lines(file, encoding)):
        problems.append(other)
    if stray:
        place = Place(None, stray.line)
        problems.append(Finding("quotes-come-in-pairs", "error", place=place, detail=str(stray)))
    return encoding, replace(grid, findings=[*problems, *grid.text_findings()])


def _first_lines(file: io.BufferedIOBase, encoding: str) -> list[str]:
    head = next(read_blocks(file, encoding), b"").decode("utf-8", "replace")
    return head.splitlines()[:SEARCHED_ROWS]


def _marked(file: io.BufferedIOBase) -> str:
    file.seek(0)
    head = file.read(len(codecs.BOM_UTF8))
    return "utf-8-sig" if head == codecs.BOM_UTF8 else "utf-8"


def _is_gb18030(file: io.BufferedIOBase) -> bool:
    """Whether a text that is no UTF-8 is GB18030 throughout, and not a mixture of both."""
    file.seek(0)
    if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return False
    try:
        for _ in read_blocks(file, "gb18030"):
            pass
    except UnicodeDecodeError:
        return False
    file.seek(0)
    return not any(_is_chinese_utf8(line) for lines in file for line in lines.splitlines())


def _is_chinese_utf8(line: bytes) -> bool:
    if not _UTF8_CHINESE.search(line):
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _fault(encoding: str, detail: str) -> Finding:
    return Finding("text-decodes", "error", value=encoding, detail=detail)


def _undecodable(file: io.BufferedIOBase, encoding: str) -> Iterator[Finding]:
    """A finding for every line that does not decode."""
    file.seek(0)
    if "\n".encode(encoding.removesuffix("-sig")) != b"\n":
        # In UTF-16 and the like, lines cannot be told before decoding: only the first is found.
        yield from _first_undecodable(file.read(), encoding)
        return
    start, row = 0, 1
    for line in (line for lines in file for line in lines.splitlines(keepends=True)):
        if not start and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            # What Excel calls Unicode text; said once, not for every line.
            yield replace(_bad_byte(line, encoding, 0, 0, 1), detail="UTF-16")
            return
        try:
            line.decode(encoding.removesuffix("-sig"))
        except UnicodeDecodeError as error:
            yield _bad_byte(line, encoding, start, error.start, row)
        start, row = start + len(line), row + 1


def _first_undecodable(data: bytes, encoding: str) -> Iterator[Finding]:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].decode(encoding).count("\n") + 1
        yield _bad_byte(data, encoding, 0, error.start, row)


def _bad_byte(data: bytes, encoding: str, start: int, offset: int, row: int) -> Finding:
    """The byte at an offset of some data that begin at `start` of the file."""
    return Finding(
        "text-decodes",
        "error",
        place=Place(None, row),
        value=f"0x{data[offset]:02X}",
        expected=encoding,
        detail=f"byte {start + offset}",
    )
