"""What the records of an XLS file say beside its values: formulas, formats, what is hidden.

Only the fixed parts of few records are looked at ([MS-XLS] 2.4); values are read by a library.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.intake.limits import MAX_CELLS, UnreadableError, refuse_above

_RECORD = struct.Struct("<HH")
_BOF, _EOF, _FILE_PASS, _DATE_1904, _BOUND_SHEET = 0x809, 0x0A, 0x2F, 0x22, 0x85
_FORMAT, _XF, _ROW, _COLUMNS = 0x41E, 0xE0, 0x208, 0x7D
_FORMULAS, _MULTIPLE, _TRUTH_OR_ERROR = (0x06, 0x206, 0x406), 0xBD, 0x205
_CELLS = (0x203, 0x27E, 0xFD, 0x204, _TRUTH_OR_ERROR, *_FORMULAS)
_NO_HEIGHT = 0x20


@dataclass
class SheetMarks:
    """What is marked in one sheet, by 0-based positions; `formats` hold each number's format id."""

    rows: int = 0
    columns: int = 0
    formulas: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int, int]] = field(default_factory=list)  # row, column, code
    formats: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass
class Marks:
    """What is marked in a workbook: its sheets in their order, and its own formats by their ids."""

    sheets: list[SheetMarks] = field(default_factory=list)
    patterns: dict[int, str] = field(default_factory=dict)
    is_1904: bool = False


def read_marks(stream: bytes) -> Marks:
    """The marks of a workbook stream.

    Raises: UnreadableError if it is encrypted, damaged, or a sheet has too many cells.
    """
    marks, formats = Marks(), []
    is_wide = True
    positions = []
    for kind, data in _records(stream, 0):
        if kind == _BOF:
            is_wide = data[:2] == b"\0\6"
        elif kind == _FILE_PASS:
            raise UnreadableError("文件有密码/the file is protected by a password")
        elif kind == _DATE_1904:
            marks.is_1904 = data[:1] == b"\1"
        elif kind == _BOUND_SHEET:
            positions.append(_numbers("<I", data)[0])
        elif kind == _XF:
            formats.append(_numbers("<2xH", data)[0])
        elif kind == _FORMAT:
            marks.patterns[_numbers("<H", data)[0]] = _pattern(data, is_wide)
    marks.sheets = [_sheet_marks(stream, position, formats) for position in positions]
    return marks


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, to its end mark."""
    position, depth = start, 0
    while position + _RECORD.size <= len(stream):
        kind, length = _RECORD.unpack_from(stream, position)
        position += _RECORD.size
        depth += (kind == _BOF) - (kind == _EOF)
        yield kind, stream[position : position + length]
        position += length
        if depth <= 0:
            return
    raise UnreadableError("工作簿不完整/the workbook is cut short")


def _numbers(layout: str, data: bytes) -> tuple[int, ...]:
    if len(data) < struct.calcsize(layout):
        raise UnreadableError("工作簿已损坏/a damaged workbook")
    return struct.unpack_from(layout, data)


def _pattern(data: bytes, is_wide: bool) -> str:
    if not is_wide:
        return data[3:].decode("gb18030", "replace")
    return data[5:].decode("utf-16-le" if data[4:5] == b"\1" else "latin-1", "replace")


def _sheet_marks(stream: bytes, position: int, formats: list[int]) -> SheetMarks:
    sheet = SheetMarks()
    for kind, data in _records(stream, position):
        if kind in _CELLS:
            _mark_single(sheet, kind, data, formats)
        elif kind == _MULTIPLE:
            row, first = _numbers("<2H", data)
            for n, (style, _) in enumerate(struct.iter_unpack("<HI", _whole(data[4:-2], 6))):
                _mark_cell(sheet, (row, first + n), style, formats)
        elif kind == _ROW:
            row, flags = _numbers("<H10xI", data)
            if flags & _NO_HEIGHT:
                sheet.hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, width, _, flags = _numbers("<5H", data)
            if flags & 1 or not width:
                sheet.hidden_columns.update(range(first, min(last, 255) + 1))
    refuse_above(MAX_CELLS, sheet.rows * sheet.columns, "单元格数/cells")
    return sheet


def _mark_single(sheet: SheetMarks, kind: int, data: bytes, formats: list[int]) -> None:
    row, column, style = _numbers("<3H", data)
    _mark_cell(sheet, (row, column), style, formats)
    if kind in _FORMULAS:
        sheet.formulas.append((row, column))
    elif kind == _TRUTH_OR_ERROR and data[7:8] == b"\1":
        sheet.errors.append((row, column, data[6]))


def _whole(data: bytes, size: int) -> bytes:
    return data[: len(data) // size * size]


def _mark_cell(sheet: SheetMarks, cell: tuple[int, int], style: int, formats: list[int]) -> None:
    sheet.rows, sheet.columns = max(sheet.rows, cell[0] + 1), max(sheet.columns, cell[1] + 1)
    if style < len(formats) and formats[style]:
        sheet.formats[cell] = formats[style]
