"""Writes XLS files for the tests: BIFF 8 records ([MS-XLS]) in a compound file ([MS-CFB])."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
FIRST_OWN_FORMAT = 164


@dataclass(frozen=True)
class Formatted:
    """A number under a format: a pattern, or the number of a built-in one."""

    number: float
    pattern: str | int


@dataclass(frozen=True)
class Formula:
    """A formula, of which only what it came to is written."""

    came_to: float


@dataclass(frozen=True)
class ErrorValue:
    """An error value by its code: 0x17 is #REF!."""

    code: int = 0x17


@dataclass(frozen=True)
class OldSheet:
    rows: Sequence[Sequence[object]]
    merged: Sequence[tuple[int, int, int, int]] = ()  # top, left, bottom, right
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    is_hidden: bool = False


@dataclass
class _Styles:
    """The formats that are used, each with the cell style it is known by."""

    patterns: list[str] = field(default_factory=list)
    styles: list[int] = field(default_factory=lambda: [0])

    def style(self, pattern: str | int) -> int:
        if isinstance(pattern, str):
            if pattern not in self.patterns:
                self.patterns.append(pattern)
            pattern = FIRST_OWN_FORMAT + self.patterns.index(pattern)
        if pattern not in self.styles:
            self.styles.append(pattern)
        return self.styles.index(pattern)


def write_xls(path: Path, sheets: Mapping[str, OldSheet], *, is_1904: bool = False) -> Path:
    """An XLS file of those sheets."""
    path.write_bytes(compound_file("Workbook", workbook_stream(sheets, is_1904=is_1904)))
    return path


def workbook_stream(sheets: Mapping[str, OldSheet], *, is_1904: bool = False) -> bytes:
    """The records of a workbook: what all sheets share, then each sheet."""
    styles = _Styles()
    bodies = [b"".join(_sheet_records(sheet, styles)) for sheet in sheets.values()]
    size = len(_shared_records(sheets, styles, [0] * len(sheets), is_1904))
    positions = [size + sum(map(len, bodies[:n])) for n in range(len(bodies))]
    return _shared_records(sheets, styles, positions, is_1904) + b"".join(bodies)


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _shared_records(
    sheets: Mapping[str, OldSheet], styles: _Styles, positions: Sequence[int], is_1904: bool
) -> bytes:
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    epoch = record(0x22, struct.pack("<H", is_1904))
    formats = b"".join(
        record(0x41E, struct.pack("<HHB", FIRST_OWN_FORMAT + n, len(p), 1) + p.encode("utf-16-le"))
        for n, p in enumerate(styles.patterns)
    )
    looks = b"".join(record(0xE0, struct.pack("<HH16x", 0, f)) for f in styles.styles)
    bounds = b"".join(
        record(
            0x85,
            struct.pack("<IBBBB", position, sheet.is_hidden, 0, len(name), 1)
            + name.encode("utf-16-le"),
        )
        for (name, sheet), position in zip(sheets.items(), positions, strict=True)
    )
    return begin + epoch + formats + looks + bounds + record(0x0A)


def _sheet_records(sheet: OldSheet, styles: _Styles) -> Iterator[bytes]:
    yield record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for column in sheet.hidden_columns:
        yield record(0x7D, struct.pack("<HHHHHH", column, column, 2304, 0, 1, 0))
    width = max(map(len, sheet.rows), default=0)
    yield record(0x200, struct.pack("<IIHHH", 0, len(sheet.rows), 0, width, 0))
    for row in range(len(sheet.rows)):
        flags = 0x120 if row in sheet.hidden_rows else 0x100
        yield record(0x208, struct.pack("<HHHHHHI", row, 0, width, 255, 0, 0, flags))
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            yield _cell(struct.pack("<HH", row, column), value, styles)
    if sheet.merged:
        ranges = b"".join(struct.pack("<HHHH", t, b, le, r) for t, le, b, r in sheet.merged)
        yield record(0xE5, struct.pack("<H", len(sheet.merged)) + ranges)
    yield record(0x0A)


def _cell(place: bytes, value: object, styles: _Styles) -> bytes:
    style = struct.pack("<H", styles.style(value.pattern if isinstance(value, Formatted) else 0))
    match value:
        case None:
            return b""
        case str():
            text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
            return record(0x204, place + style + text)
        case bool():
            return record(0x205, place + style + struct.pack("<BB", value, 0))
        case ErrorValue():
            return record(0x205, place + style + struct.pack("<BB", value.code, 1))
        case Formula():
            came_to = struct.pack("<dHI", value.came_to, 0, 0)
            return record(0x06, place + style + came_to + b"\3\0\x1e\1\0")
        case Formatted():
            return record(0x203, place + style + struct.pack("<d", value.number))
        case int() | float():
            return record(0x203, place + style + struct.pack("<d", value))
    raise TypeError(value)


def compound_file(name: str, stream: bytes) -> bytes:
    """A compound file of one stream, long enough to lie in sectors of its own."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // SECTOR)
    fat_count = -(-(count + 2) // (SECTOR // 4 - 1)) or 1
    chain = [n + 1 for n in range(count - 1)] + [END]
    table = [*chain, END, *[FAT] * fat_count]
    table += [FREE] * (fat_count * SECTOR // 4 - len(table))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6, 0, fat_count, count, 0, 4096, END, 0, END, 0),
    )
    first = count + 1
    places = [first + n if n < fat_count else FREE for n in range(109)]
    root = _entry("Root Entry", 5, 1, END, 0)
    entry = _entry(name, 2, FREE, 0, len(stream))
    directory = (root + entry).ljust(SECTOR, b"\0")
    return (
        header
        + struct.pack("<109I", *places)
        + stream.ljust(count * SECTOR, b"\0")
        + directory
        + struct.pack(f"<{len(table)}I", *table)
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return text.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI8x8xIQ", len(text), kind, 1, FREE, FREE, child, 0, start, size
    )
