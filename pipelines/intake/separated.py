"""Separated values, long or short, as rows kept as columns.

What a stretch of lines says is plain almost everywhere: pyarrow reads it, a hundred times faster
than row by row. A stretch that holds anything unusual (a stray quote, a row with a cell too many,
a blank line, NUL, a lone carriage return) is read by Python's own strict reader, and both read
plain lines alike (tests/intake/test_separated.py holds the two against each other).
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
import pyarrow as pa
from pyarrow import csv as csv_reader

from pipelines.intake.column_rows import Cells, ColumnRows, is_trimmed
from pipelines.intake.limits import MAX_LINE_BYTES, UnreadableError
from pipelines.memory import collect
from pipelines.model import text_lengths, text_table
from pipelines.parallel import map_in_order

_CHUNK_BYTES = 8_000_000
_BLOCK_BYTES = 1_000_000  # what pyarrow reads at once: for each column it sets as much aside
_HEAD_BYTES = 65_536  # titles and headers stand here: other numbers of cells than below
_SAMPLED = 200  # rows
_TOGETHER = 10_000  # rows
_MOST_PLAIN = 1_000  # columns; a wider file is read row by row, and refused
_QUOTE, _COMMA, _LINE_FEED, _RETURN = b'",\n\r'
_CELL = '(?:"(?:[^"]++|"")*+"|[^",\r\n]*+)'
_STRICT_ROW = re.compile(rf"{_CELL}(?:,{_CELL})*+[\r\n]*+")  # RFC 4180, 2.5 to 2.7
_MARK = "\ufeff".encode()


class StrayQuoteError(Exception):
    """Raised where quotes do not close, with the physical line (1-based) and the reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def read_blocks(file: io.BufferedIOBase, encoding: str) -> Iterator[bytes]:
    """The bytes of a file from its beginning, as UTF-8 and without a mark.

    Raises: UnicodeDecodeError where a text of another encoding than UTF-8 does not decode.
    """
    file.seek(0)
    is_utf8 = codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")
    decode = None if is_utf8 else codecs.getincrementaldecoder(encoding)().decode
    is_first = True
    while block := file.read(_HEAD_BYTES if is_first else _CHUNK_BYTES):
        block = decode(block).encode() if decode else block
        yield block.removeprefix(_MARK) if is_first else block
        is_first = is_first and not block
    if decode:
        yield decode(b"", True).encode()


def read_rows(blocks: Iterable[bytes]) -> tuple[ColumnRows, StrayQuoteError | None]:
    """The rows up to a stray quote; behind a row of several lines stand blank ones.

    Raises: UnicodeDecodeError if the bytes are not UTF-8; UnreadableError if a line never ends.
    """
    chunks = _whole_lines(blocks)
    head = next(chunks, b"")
    width = _usual_width(head)
    reading = _Reading(width)
    parts = reading.parts(chain([head], chunks))
    names = [str(n) for n in range(width)]
    columns = collect(parts, pa.schema([pa.field(name, pa.string()) for name in names]))
    rows = ColumnRows(columns, reading.others, trimmed=reading.trimmed)
    return rows, reading.stray


def _whole_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes cut behind line feeds; a long stretch without any, behind a carriage return.

    Raises: UnreadableError for a line that is longer than any row.
    """
    rest, row = b"", 1
    for block in blocks:
        end = block.rfind(b"\n") + 1
        if not end and len(rest) + len(block) > MAX_LINE_BYTES:
            rest, block = b"", rest + block
            end = block.rfind(b"\r", 0, -1) + 1
            if not end:
                what = f"第 {row} 行超过/line {row} is longer than"
                raise UnreadableError(f"{what} {MAX_LINE_BYTES:,} 字节/bytes")
        if end:
            lines = b"".join((rest, memoryview(block)[:end]))
            row += lines.count(b"\n")
            yield lines
            rest = block[end:]
        else:
            rest += block
    if rest:
        yield rest


def _usual_width(head: bytes) -> int:
    """The number of cells most of the first rows have."""
    lines = io.StringIO(head.decode("utf-8", "replace"), newline="")
    try:
        widths = Counter(len(row) for row in islice(csv.reader(lines), _SAMPLED))
    except csv.Error:
        return 1
    return min(max(widths, key=lambda n: (widths[n], n), default=1) or 1, _MOST_PLAIN)


@dataclass(frozen=True)
class _Plain:
    """A stretch of plain lines as columns, and whether no cell has white space around it."""

    table: pa.Table
    trimmed: bool


@dataclass
class _Reading:
    """One pass over the lines of a file, counting its rows."""

    width: int

    def __post_init__(self) -> None:
        csv.field_size_limit(2**31 - 1)  # another library may have set it; our limit is the grid's
        self.others: dict[int, Cells] = {}
        self.stray: StrayQuoteError | None = None
        self.trimmed = True
        self._row = 0

    def parts(self, chunks: Iterable[bytes]) -> Iterator[pa.Table]:
        """All rows as columns, some at a time; what does not fit is in `others`."""
        results = map_in_order(self._plain, chunks)
        for chunk, is_closed, plain in results:
            if plain is not None:
                self._row += plain.table.num_rows
                self.trimmed &= plain.trimmed
                yield plain.table
            elif is_closed:
                yield from self._exact([chunk])
            else:  # where the quotes of a stretch do not close, none of its line ends is certain
                yield from self._exact(chain([chunk], (later for later, *_ in results)))
            if self.stray:
                return

    def _plain(self, chunk: bytes) -> tuple[bytes, bool, _Plain | None]:
        """The lines, whether no cell goes on behind them, and their cells if they are plain."""
        is_quoted = b'"' in chunk
        is_closed = not is_quoted or _is_strictly_quoted(chunk)
        if self.width == 1 or not is_closed or _has_odd_line(chunk):
            return chunk, is_closed, None
        names = [str(n) for n in range(self.width)]
        try:
            table = csv_reader.read_csv(
                pa.BufferReader(chunk),
                csv_reader.ReadOptions(
                    use_threads=False, block_size=_BLOCK_BYTES, column_names=names
                ),
                csv_reader.ParseOptions(
                    quote_char=is_quoted and '"',
                    ignore_empty_lines=False,
                ),
                csv_reader.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
                ),
            )
        except pa.ArrowInvalid:  # a row of another width, or bytes that are no text
            return chunk, True, None
        if _has_blank_line(chunk, table.column(0).chunks):
            return chunk, True, None
        table = table.combine_chunks()
        return chunk, True, _Plain(table, is_trimmed(table.columns))

    def _exact(self, chunks: Iterable[bytes]) -> Iterator[pa.Table]:
        quoted: list[str] = []  # the lines of the row that is read, if any holds a quote
        lines = (line for c in chunks for line in io.StringIO(c.decode(), newline=""))
        reader = csv.reader(_noting(lines, quoted), strict=True)
        begin, some = self._row, list[Cells]()
        try:
            for cells in reader:
                _refuse_bare_quotes(quoted)
                some.append(cells)
                some += [[]] * (begin + reader.line_num - self._row - len(some))
                if len(some) >= _TOGETHER:
                    yield self._columns(some)
                    some = []
        except csv.Error as error:
            line = begin + reader.line_num
            self.stray = StrayQuoteError(line, str(error))
        if some:
            yield self._columns(some)

    def _columns(self, rows: Sequence[Cells]) -> pa.Table:
        others = {n: cells for n, cells in enumerate(rows) if len(cells) != self.width}
        self.others |= {self._row + n: cells for n, cells in others.items()}
        self._row += len(rows)
        blank = [""] * self.width
        names = [str(n) for n in range(self.width)]
        table = text_table(names, (blank if n in others else row for n, row in enumerate(rows)))
        self.trimmed &= is_trimmed(table.columns)
        return table


def _noting(lines: Iterable[str], quoted: list[str]) -> Iterator[str]:
    """The lines; those of a row that holds a quote are noted, until they have been looked at."""
    for line in lines:
        if quoted or '"' in line:
            quoted.append(line)
        yield line


def _refuse_bare_quotes(quoted: list[str]) -> None:
    """Raises: csv.Error if a quote stands inside a cell that has none around it.

    So every file that is read holds an even number of quotes, and one too many is always found.
    """
    if quoted and not _STRICT_ROW.fullmatch("".join(quoted)):
        raise csv.Error("a quote inside a cell without quotes around it")
    quoted.clear()


def _has_odd_line(chunk: bytes) -> bool:
    """Whether a line ends in a carriage return alone, a cell holds NUL, or the first a mark."""
    if chunk.startswith(_MARK):  # pyarrow would leave it out: it takes a chunk for a file
        return True
    return b"\0" in chunk or (b"\r" in chunk and chunk.count(b"\r") != chunk.count(b"\r\n"))


def _has_blank_line(chunk: bytes, first: Sequence[pa.Array]) -> bool:
    """Whether a line is blank, which pyarrow reads as one of empty cells."""
    if all(text_lengths(cells).all() for cells in first):
        return False
    return chunk.startswith((b"\n", b"\r")) or b"\n\n" in chunk or b"\n\r" in chunk


def _is_strictly_quoted(chunk: bytes) -> bool:
    """Whether every quote opens or closes a cell or is doubled, and no line ends inside one."""
    data = np.frombuffer(chunk, np.uint8)
    quotes = np.flatnonzero(data == _QUOTE)
    if len(quotes) % 2:
        return False
    ends = np.flatnonzero((data == _LINE_FEED) | (data == _RETURN))
    if (np.searchsorted(quotes, ends) % 2).any():
        return False
    edged = np.concatenate([[_LINE_FEED], data, [_LINE_FEED]])
    around = np.concatenate([edged[quotes[0::2]], edged[quotes[1::2] + 2]])
    return bool(np.isin(around, (_QUOTE, _COMMA, _LINE_FEED, _RETURN)).all())
