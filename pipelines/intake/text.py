"""CSV files: strict decoding and strict rows, nothing guessed."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

from pipelines.intake.grid import Grid
from pipelines.intake.limits import MAX_COLUMNS, MAX_LINE_BYTES
from pipelines.model import Finding, Place

# Two or more three-byte UTF-8 sequences: Chinese written in UTF-8. In GB18030 text such a line
# is as good as impossible, so a file that has one and does not decode as UTF-8 is mixed.
_UTF8_CHINESE = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2}")
_BOM = "\ufeff"


def read_csv_grid(data: bytes, declared: str | None) -> tuple[str | None, Grid]:
    """The encoding used and the rows of a CSV file; without an encoding there are no rows.

    UTF-8 (with or without a mark) and GB18030 are recognised, strictly; any other encoding must
    be declared. Findings name the byte offset and row of what does not decode, and rows whose
    number of cells is not the header's.
    """
    if endless := _endless_line(data):
        return None, Grid(None, (), findings=[endless])
    encoding, findings = _encoding_of(data, declared)
    if encoding is None:
        return None, Grid(None, (), findings=findings)
    text = data.decode(encoding)
    rows, problems = parse_rows(text if encoding == "utf-8-sig" else text.removeprefix(_BOM))
    grid = Grid(None, rows, is_ruled=False)
    if grid.width > MAX_COLUMNS:
        detail = f"{grid.width} 列/columns > {MAX_COLUMNS}"
        return None, Grid(None, (), findings=[Finding("file-is-readable", "error", detail=detail)])
    return encoding, replace(grid, findings=[*findings, *problems, *grid.text_findings()])


def _endless_line(data: bytes) -> Finding | None:
    """A line that no table has, found before the file takes many times its size in memory."""
    for start in range(0, len(data) - MAX_LINE_BYTES + 1, MAX_LINE_BYTES):
        end = start + MAX_LINE_BYTES
        if data.find(b"\n", start, end) < 0 and data.find(b"\r", start, end) < 0:
            row = data.count(b"\n", 0, start) + 1
            detail = f"第 {row} 行超过/line {row} is longer than {MAX_LINE_BYTES:,} 字节/bytes"
            return Finding("file-is-readable", "error", place=Place(None, row), detail=detail)
    return None


def _encoding_of(data: bytes, declared: str | None) -> tuple[str | None, list[Finding]]:
    if declared:
        return _checked(data, declared)
    if data.startswith(codecs.BOM_UTF8):
        return _checked(data, "utf-8-sig")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # What Excel calls Unicode text; said once, not for every line.
        return None, [replace(_undecodable(data, "utf-8", 0, 1), detail="UTF-16")]
    encoding, findings = _checked(data, "utf-8")
    if encoding or any(map(_is_chinese_utf8, data.splitlines())):
        return encoding, findings
    other, _ = _checked(data, "gb18030")
    return other, [] if other else findings


def _is_chinese_utf8(line: bytes) -> bool:
    if not _UTF8_CHINESE.search(line):
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _checked(data: bytes, encoding: str) -> tuple[str | None, list[Finding]]:
    """The encoding if every byte decodes, else a finding for every line that does not."""
    try:
        data.decode(encoding)
    except LookupError:
        return None, [Finding("text-decodes", "error", value=encoding, detail="unknown encoding")]
    except UnicodeDecodeError as error:
        if "\n".encode(encoding.removesuffix("-sig")) == b"\n":
            return None, list(_undecodable_lines(data, encoding))
        # In UTF-16 and the like, lines cannot be told before decoding: only the first is found.
        row = data[: error.start].decode(encoding).count("\n") + 1
        return None, [_undecodable(data, encoding, error.start, row)]
    return encoding, []


def _undecodable_lines(data: bytes, encoding: str) -> Iterator[Finding]:
    start = 0
    for row, line in enumerate(data.splitlines(keepends=True), start=1):
        try:
            line.decode(encoding.removesuffix("-sig"))
        except UnicodeDecodeError as error:
            yield _undecodable(data, encoding, start + error.start, row)
        start += len(line)


def _undecodable(data: bytes, encoding: str, offset: int, row: int) -> Finding:
    return Finding(
        "text-decodes",
        "error",
        place=Place(None, row),
        value=f"0x{data[offset]:02X}",
        expected=encoding,
        detail=f"byte {offset}",
    )


def parse_rows(text: str) -> tuple[list[list[str]], list[Finding]]:
    """The rows by physical line, read strictly: a row of several lines is followed by blank ones.

    What comes after a stray quotation mark is not read, and that is a finding.
    """
    # Another library may have lifted the module's own limit or not; ours is in the grid.
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    findings: list[Finding] = []
    try:
        for cells in reader:
            rows.append(cells)
            rows += [[]] * (reader.line_num - len(rows))
    except csv.Error as error:
        place = Place(None, reader.line_num)
        detail = f"引号有误/a stray quote: {error}"
        findings.append(Finding("rows-fit-the-header", "error", place=place, detail=detail))
    return rows, findings
