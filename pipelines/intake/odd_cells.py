"""Cells with characters that a reader does not see, and those too long for any cell."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.column_rows import Cells, ColumnRows, RowBatch
from pipelines.intake.limits import MAX_CELL_LENGTH
from pipelines.intake.unseen import IN_COLUMN, may_hide
from pipelines.model import few_texts, text_bytes
from pipelines.parallel import map_in_order

_SPACE, _DELETE = 0x20, 0x7F  # between them stand ASCII's visible characters


def odd_rows(rows: Sequence[Cells]) -> Iterator[tuple[int, Cells]]:
    """The 0-based rows in which a cell may be overlong or hold such a character, with their cells.

    None that does is left out; of rows that are no columns each may.
    """
    if not isinstance(rows, ColumnRows):
        yield from enumerate(rows)
        return
    for batch, odd in map_in_order(_odd, rows.batches()):
        for n, cells in zip(odd, batch.rows(odd) if odd else (), strict=True):
            yield batch.first + n, cells


def _odd(batch: RowBatch) -> tuple[RowBatch, list[int]]:
    odd = np.zeros(batch.size, bool)
    odd[list(batch.others)] = True
    for column in batch.columns:
        if _may_be_odd(column):
            long = pc.greater(pc.binary_length(column), MAX_CELL_LENGTH)
            held = pc.or_(long, pc.match_substring_regex(column, IN_COLUMN))
            odd |= held.to_numpy(zero_copy_only=False)
    return batch, np.flatnonzero(odd).tolist()


def _may_be_odd(column: pa.Array) -> bool:
    data = text_bytes(column)
    if len(data) > MAX_CELL_LENGTH and pc.max(pc.binary_length(column)).as_py() > MAX_CELL_LENGTH:
        return True
    if not len(data) or (data.min() >= _SPACE and data.max() < _DELETE):
        return False
    if not may_hide(data.tobytes()):
        return False
    return pc.any(pc.match_substring_regex(few_texts(column), IN_COLUMN)).as_py()


def spelled(pattern: re.Pattern[str], text: str) -> str:
    """The text with such characters written as their numbers, cut short."""
    return pattern.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)[:200]
