"""Which rows of a long file may be anything but data: asked of whole columns, answered row by row.

Every row that is not data is among the doubtful ones; most that are data are not.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.codelists import plain_name
from pipelines.intake.column_rows import Cells, ColumnRows, RowBatch
from pipelines.model import few_texts, map_texts, text_array, text_bytes, text_lengths
from pipelines.parallel import map_in_order

# What a cell of a note or of a line that states a unit holds, whatever else.
_SPOKEN = r"^注|单位[^\p{L}\p{N}]*([:：]|$)"
_WORDS = ("注".encode(), "单位".encode())  # one of them stands there
_ASCII = 0x80


def doubtful_rows(
    rows: Sequence[Cells],
    below: int,
    titles: Collection[tuple[str, ...]],
    headers: Sequence[Mapping[int, str]],
) -> Iterator[tuple[int, Cells]]:
    """The rows from `below` on that may be something else than data, with their cells.

    `titles` are the filled cells of rows above, `headers` the plain texts of the header's rows by
    column. Of rows that are no columns each may.
    """
    if not isinstance(rows, ColumnRows):
        yield from ((row, rows[row]) for row in range(below, len(rows)))
        return
    screen = partial(_doubtful, titles=titles, headers=headers)
    for batch, places in map_in_order(screen, rows.batches()):
        wanted = [n for n in places if batch.first + n >= below]
        for n, cells in zip(wanted, batch.rows(wanted) if wanted else (), strict=True):
            yield batch.first + n, cells


def _doubtful(
    batch: RowBatch,
    titles: Collection[tuple[str, ...]],
    headers: Sequence[Mapping[int, str]],
) -> tuple[RowBatch, list[int]]:
    texts = [batch.texts(n) for n in range(len(batch.columns))]
    doubtful = _barely_filled(texts, batch.size)
    doubtful[list(batch.others)] = True
    beginnings = text_array({title[0] for title in titles if len(title) > 1})
    for column in texts:
        if any(word in text_bytes(column).tobytes() for word in _WORDS):
            doubtful |= _held(column, _SPOKEN)
        if len(beginnings):
            doubtful |= _mask(pc.is_in(column, value_set=beginnings))
    for header in headers:
        doubtful |= _may_repeat(header, texts, batch.size)
    return batch, np.flatnonzero(doubtful).tolist()


def _barely_filled(texts: Sequence[pa.Array], size: int) -> np.ndarray:
    """Rows with one filled cell at most: blank ones, titles, notes, page numbers."""
    filled = np.zeros(size, np.int16)
    for column in texts:
        filled += text_lengths(column) > 0
        if len(filled) and filled.min() > 1:
            break
    return filled < 2


def _held(column: pa.Array, pattern: str) -> np.ndarray:
    few = few_texts(column)
    found = pc.match_substring_regex(few, pattern)
    if len(few) == len(column):
        return _mask(found)
    return _mask(pc.is_in(column, value_set=few.filter(found)))


def _may_repeat(header: Mapping[int, str], texts: Sequence[pa.Array], size: int) -> np.ndarray:
    """Rows that may say in every column what the header says there."""
    alike = np.ones(size, bool)
    for n, label in header.items():
        if not alike.any():
            break
        if n >= len(texts):
            return np.zeros(size, bool)
        if _is_ascii(texts[n]):  # such a text has no other form that compares alike
            alike &= _mask(pc.starts_with(texts[n], label[0]))
        elif len(few_texts(texts[n])) < size:
            plain = map_texts(pa.chunked_array([texts[n]]), plain_name)
            alike &= _mask(pc.equal(plain, label).combine_chunks())
    return alike


def _is_ascii(column: pa.Array) -> bool:
    data = text_bytes(column)
    return not len(data) or bool(data.max() < _ASCII)


def _mask(column: pa.Array) -> np.ndarray:
    return column.to_numpy(zero_copy_only=False)
