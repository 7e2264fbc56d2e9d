"""Rows kept as columns: a long file is walked by whole columns, and still looks like rows."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.model import (
    BATCH_ROWS,
    batches_of,
    few_texts,
    text_array,
    text_bytes,
    text_lengths,
)

Cells = Sequence[str]
_NOT_ASCII = 0x80
# How white space begins in UTF-8: what is not above the space in ASCII, and U+0085 to U+3000.
_MAY_BE_SPACE = np.zeros(256, bool)
_MAY_BE_SPACE[: 0x20 + 1] = True
_MAY_BE_SPACE[[0xC2, 0xE1, 0xE2, 0xE3]] = True
_HEAD_ROWS = 200  # looked at again and again, when a table is recognised


@dataclass(frozen=True)
class RowBatch:
    """Some rows as columns of text, blank where a row has no such cell.

    `first` is the 0-based row of the first; `others` are those kept as rows (position in the
    batch → cells), of which the columns say nothing. Of a `trimmed` batch no cell in the columns
    begins or ends with white space.
    """

    first: int
    size: int
    columns: Sequence[pa.Array]
    others: Mapping[int, Cells]
    trimmed: bool = False

    def printed(self, column: int) -> pa.Array:
        """The cells of a column as they stand."""
        cells = self.columns[column] if column < len(self.columns) else _blank(self.size)
        if not self.others:
            return cells
        mask = np.zeros(self.size, bool)
        mask[list(self.others)] = True
        own = [row[column] if column < len(row) else "" for row in self.others.values()]
        return pc.replace_with_mask(cells, pa.array(mask), text_array(own))

    def texts(self, column: int) -> pa.Array:
        """The cells of a column without outer white space."""
        printed = self.printed(column)
        return printed if self.trimmed and not self.others else pc.utf8_trim_whitespace(printed)

    def rows(self, positions: Sequence[int]) -> list[list[str]]:
        """The rows at some positions in the batch, cell by cell."""
        chosen = pa.array(positions, pa.int64())
        lists = [column.take(chosen).to_pylist() for column in self.columns]
        cells = map(list, zip(*lists, strict=True)) if lists else ([] for _ in positions)
        return [
            [*self.others[n]] if n in self.others else row
            for n, row in zip(positions, cells, strict=True)
        ]


class ColumnRows(Sequence[Cells]):
    """Rows as columns of text, but for some kept as rows: those with another number of cells.

    The columns hold no null and, in the rows that are kept by themselves, nothing. They are
    `trimmed` if no cell in them begins or ends with white space.

    >>> rows = ColumnRows(pa.table({"0": ["a", "", "c"], "1": ["1", "", "3"]}), {1: ["b"]})
    >>> list(rows), rows[1:]
    ([['a', '1'], ['b'], ['c', '3']], [['b'], ['c', '3']])
    """

    def __init__(
        self, columns: pa.Table, others: Mapping[int, Cells], *, trimmed: bool = False
    ) -> None:
        self.columns = columns
        self.trimmed = trimmed
        self.others = dict(sorted(others.items()))

    def __len__(self) -> int:
        return self.columns.num_rows

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return repr(self[:_HEAD_ROWS])

    @overload
    def __getitem__(self, row: int) -> Cells: ...

    @overload
    def __getitem__(self, row: slice) -> list[Cells]: ...

    def __getitem__(self, row: int | slice) -> Cells | list[Cells]:
        if isinstance(row, slice):
            return [self[n] for n in range(*row.indices(len(self)))]
        n = range(len(self))[row]
        if n in self.others:
            return self.others[n]
        return self._head[n] if n < len(self._head) else self._row(n)

    def __iter__(self) -> Iterator[Cells]:
        for batch in self.batches():
            yield from batch.rows(range(batch.size))

    @cached_property
    def _head(self) -> list[Cells]:
        return [self._row(n) for n in range(min(len(self), _HEAD_ROWS))]

    def _row(self, n: int) -> Cells:
        return [*self.others[n]] if n in self.others else [c[n].as_py() for c in self.columns]

    @property
    def width(self) -> int:
        """The number of cells of the longest row."""
        rest = len(self) > len(self.others)
        return max([self.columns.num_columns * rest, *map(len, self.others.values())])

    @cached_property
    def _places(self) -> list[int]:
        return list(self.others)

    def batches(self) -> Iterator[RowBatch]:
        """All rows in their order, some tens of thousands at a time."""
        first = 0
        for part in batches_of(self.columns):
            begin, end = (bisect_left(self._places, n) for n in (first, first + len(part)))
            others = {n - first: self.others[n] for n in self._places[begin:end]}
            columns = [column.chunk(0) for column in part.columns]
            yield RowBatch(first, len(part), columns, others, self.trimmed)
            first += len(part)

    def with_row(self, row: int, cells: Cells) -> "ColumnRows":
        """The same rows but for one; there must be a row of that number."""
        others = {**self.others, row: cells}
        return ColumnRows(self.columns, others, trimmed=self.trimmed)


def row_batches(rows: Sequence[Cells]) -> Iterator[RowBatch]:
    """Any rows as columns, some tens of thousands at a time."""
    if isinstance(rows, ColumnRows):
        yield from rows.batches()
        return
    for first in range(0, len(rows), BATCH_ROWS):
        some = rows[first : first + BATCH_ROWS]
        width = max(map(len, some), default=0)
        columns = [text_array(row[c] if c < len(row) else "" for row in some) for c in range(width)]
        yield RowBatch(first, len(some), columns, {})


def rows_not_of_width(rows: Sequence[Cells], width: int) -> Iterator[tuple[int, Cells]]:
    """The rows with another number of cells, and their 0-based numbers."""
    alike = isinstance(rows, ColumnRows) and rows.columns.num_columns == width
    some = rows.others.items() if isinstance(rows, ColumnRows) and alike else enumerate(rows)
    return ((n, cells) for n, cells in some if len(cells) != width)


def is_trimmed(columns: Sequence[pa.ChunkedArray]) -> bool:
    """Whether no cell begins or ends with white space, as Python's `str.strip` knows it."""
    return all(_is_trimmed(cells) for column in columns for cells in column.chunks)


def _is_trimmed(cells: pa.Array) -> bool:
    data, lengths = text_bytes(cells), text_lengths(cells)
    ends = np.cumsum(lengths[lengths > 0], dtype=np.int64)
    if not len(ends):
        return True
    edges = [data[np.append(0, ends[:-1])], data[ends - 1]]
    if max(edge.max() for edge in edges) >= _NOT_ASCII:
        edges += [data[np.maximum(ends - 2, 0)], data[np.maximum(ends - 3, 0)]]
    if not any(_MAY_BE_SPACE[edge].any() for edge in edges):
        return True
    few = few_texts(cells)
    return pc.utf8_trim_whitespace(few).equals(few)


def _blank(size: int) -> pa.Array:
    return pa.repeat(pa.scalar("", pa.string()), size)
