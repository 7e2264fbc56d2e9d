"""Long CSV files, block by block into columns; one that is not plain is left to the strict reader.

Plain is a file in UTF-8 whose rows are all as long as the last of the first few, and of one line
each. Of a block without a quotation mark nothing but line breaks and commas divides the text, so it
is read by columns; one with any is read by the strict reader.

Basis: RFC 4180.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from pipelines.intake.header import SEARCHED_ROWS
from pipelines.intake.limits import MAX_CELL_LENGTH, MAX_COLUMNS
from pipelines.intake.long_rows import LongRows
from pipelines.intake.text import parse_rows
from pipelines.intake.unseen import IN_COLUMN, may_hide
from pipelines.memory import collect
from pipelines.parallel import map_in_order

LONG_BYTES = 16_000_000  # shorter files are read row by row
BLOCK_BYTES = 4_000_000
_HEAD_ROWS = SEARCHED_ROWS + 4
_ENCODINGS = {None, "utf-8", "utf8", "utf-8-sig"}
# How white space begins, line breaks aside.
_SPACES = (b" ", b"\t", b"\xc2", b"\xe1", b"\xe2", b"\xe3\x80\x80", b"\x0b", b"\x0c")
_NOTE, _UNIT = "注", "单位"


class NotPlainError(Exception):
    """Raised when a file must be read row by row; never leaves this module."""


@dataclass(frozen=True)
class _Block:
    data: pa.Table
    odd: np.ndarray
    special: np.ndarray


def read_long_csv(path: Path, declared: str | None) -> tuple[str, LongRows] | None:
    """The encoding and the rows of a long, plain CSV file; None if it is short or not plain.

    Raises: OSError if the disk fails.
    """
    if declared not in _ENCODINGS or path.stat().st_size < LONG_BYTES:
        return None
    with path.open("rb") as file:
        try:
            return _read(file, declared)
        except NotPlainError:
            return None


def _read(file: BinaryIO, declared: str | None) -> tuple[str, LongRows]:
    mark = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    if not mark:
        file.seek(0)
    head = _head(file)
    width = len(head[-1])
    if not 1 < width <= MAX_COLUMNS:
        raise NotPlainError
    names = [str(n) for n in range(width)]
    odd: list[np.ndarray] = []
    special: list[np.ndarray] = []

    def tables() -> Iterator[pa.Table]:
        start = len(head)
        for block in map_in_order(lambda data: _block(data, names), _blocks(file)):
            odd.append(block.odd + start)
            special.append(block.special + start)
            start += block.data.num_rows
            yield block.data

    body = collect(tables(), pa.schema([pa.field(name, pa.string()) for name in names]))
    rows = LongRows(head, body, _joined([np.arange(len(head)), *odd]), _joined(special))
    return ("utf-8-sig" if mark and not declared else declared or "utf-8"), rows


def _joined(positions: list[np.ndarray]) -> list[int]:
    return np.concatenate(positions).tolist() if positions else []


def _head(file: BinaryIO) -> list[list[str]]:
    lines: list[bytes] = []
    for _ in range(_HEAD_ROWS):
        lines.append(file.readline(BLOCK_BYTES))
        if len(lines[-1]) == BLOCK_BYTES:
            raise NotPlainError
    rows = _strict_rows(b"".join(lines))
    if len(rows) != _HEAD_ROWS:
        raise NotPlainError
    return rows


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while data := file.read(BLOCK_BYTES):
        rest = b"" if data.endswith(b"\n") else file.readline(BLOCK_BYTES)
        if len(rest) == BLOCK_BYTES:
            raise NotPlainError
        yield data + rest


def _block(data: bytes, names: list[str]) -> _Block:
    table = _quoted(data, names) if b'"' in data else _unquoted(data, names)
    columns = [column.combine_chunks() for column in table.columns]
    if any(space in data for space in _SPACES):
        columns = [pc.utf8_trim_whitespace(column) for column in columns]
    trimmed = pa.table(columns, names=names)
    odd = _odd_rows(data, table)
    if len(odd) and trimmed.take(odd) != table.take(odd):
        raise NotPlainError  # what was found would be trimmed away
    return _Block(trimmed, odd, _special_rows(data, columns, len(table)))


def _unquoted(data: bytes, names: list[str]) -> pa.Table:
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        raise NotPlainError
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            arrow_csv.ReadOptions(
                column_names=names, use_threads=False, block_size=max(len(data), 1)
            ),
            arrow_csv.ParseOptions(quote_char=False, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise NotPlainError from error
    return table


def _quoted(data: bytes, names: list[str]) -> pa.Table:
    rows = _strict_rows(data)
    if any(len(row) != len(names) for row in rows):
        raise NotPlainError
    return pa.table([pa.array(column, pa.string()) for column in zip(*rows, strict=True)], names)


def _strict_rows(data: bytes) -> list[list[str]]:
    """The rows, each of one line."""
    try:
        rows, problems = parse_rows(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotPlainError from error
    if problems or [] in rows:  # blank ones follow a row of several lines
        raise NotPlainError
    return rows


def _odd_rows(data: bytes, table: pa.Table) -> np.ndarray:
    """The rows with a text that cannot be seen whole, or is too long for a cell."""
    is_seen = not may_hide(data)
    odd = np.zeros(len(table), bool)
    for column in table.columns:
        if (pc.max(pc.binary_length(column)).as_py() or 0) > MAX_CELL_LENGTH:
            odd |= pc.greater(pc.utf8_length(column), MAX_CELL_LENGTH).to_numpy()
        if not is_seen:
            odd |= pc.match_substring_regex(column, IN_COLUMN).to_numpy()
    return np.flatnonzero(odd)


def _special_rows(data: bytes, columns: list[pa.Array], size: int) -> np.ndarray:
    """The rows that may be a note, a unit, a footer or blank, whatever the header is."""
    filled = np.zeros(size, np.int16)
    for column in columns:
        filled += pc.greater(pc.binary_length(column), 0).to_numpy(zero_copy_only=False)
    special = filled < 2
    for pattern, text in ((rf"^{_NOTE}", _NOTE), (_UNIT, _UNIT)):
        if text.encode() not in data:
            continue
        for column in columns:
            found = pc.match_substring_regex(column, pattern)
            special |= found.to_numpy(zero_copy_only=False)
    return np.flatnonzero(special)
