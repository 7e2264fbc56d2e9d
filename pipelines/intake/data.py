"""The data rows of a sheet, each field read from its columns."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from openpyxl.utils import get_column_letter

from pipelines.intake.grid import Grid
from pipelines.intake.header import Header
from pipelines.intake.long_rows import LongRows
from pipelines.intake.rows import RowKinds, value
from pipelines.memory import collect
from pipelines.model import batches_of, text_table

Mapped = Mapping[str, list[int]]
Parts = Mapping[str, pa.Table]


def read_data(
    grid: Grid, header: Header, kinds: RowKinds, mapping: Mapped
) -> tuple[pa.Table, Parts]:
    """The data rows with a column per field, the texts of its columns joined from left to right.

    Besides, for each field that is joined from several columns, the text of each under its letter.
    A row in which none of the columns holds anything is another block's, or ignored.
    """
    if isinstance(grid.rows, LongRows) and header.last_row < len(grid.rows.head):
        return _long_data(grid, grid.rows, header, kinds, mapping)
    rows = _data_rows(grid, header, kinds, mapping, len(grid.rows))
    return _joined(mapping, rows), _parts_joined(mapping, rows)


def count_texts(grid: Grid, header: Header, kinds: RowKinds, column: int) -> int:
    """How many data rows hold something in a column."""
    rows = grid.rows
    is_long = isinstance(rows, LongRows)
    above = kinds.data(stop=len(rows.head) if is_long else None)
    count = sum(bool(value(grid, header, row, column)) for row in above)
    if is_long and column < rows.body.num_columns:
        for start, batch in _batches(rows):
            filled = pc.greater(pc.binary_length(batch.column(column)), 0).to_numpy()
            count += int(np.count_nonzero(filled & _is_data(kinds, start, len(batch))))
    return count


def _data_rows(
    grid: Grid, header: Header, kinds: RowKinds, mapping: Mapped, stop: int
) -> dict[int, list[list[str]]]:
    """The data rows by their source numbers: for each field the texts of its columns."""
    rows: dict[int, list[list[str]]] = {}
    for row in kinds.data(header.last_row + 1, stop):
        texts = [[value(grid, header, row, c) for c in places] for places in mapping.values()]
        if any(map(any, texts)):
            rows[grid.number(row)] = texts
    return rows


def _joined(mapping: Mapped, rows: Mapping[int, Sequence[Sequence[str]]]) -> pa.Table:
    texts = (["".join(parts) for parts in fields] for fields in rows.values())
    return text_table(list(mapping), texts, rows)


def _parts_joined(mapping: Mapped, rows: Mapping[int, Sequence[Sequence[str]]]) -> Parts:
    return {
        name: text_table(_letters(columns), (fields[n] for fields in rows.values()), rows)
        for n, (name, columns) in enumerate(mapping.items())
        if len(columns) > 1
    }


def _letters(columns: Sequence[int]) -> list[str]:
    return [get_column_letter(c + 1) for c in columns]


def _long_data(
    grid: Grid, rows: LongRows, header: Header, kinds: RowKinds, mapping: Mapped
) -> tuple[pa.Table, Parts]:
    above = _data_rows(grid, header, kinds, mapping, len(rows.head))
    joined = _joined(mapping, above)
    parts = _parts_joined(mapping, above)
    columns = {name: [[c] for c in places] for name, places in mapping.items() if name in parts}
    return (
        _below(joined, rows, kinds, mapping.values(), mapping.values()),
        {n: _below(parts[n], rows, kinds, columns[n], mapping.values()) for n in parts},
    )


def _below(
    above: pa.Table,
    rows: LongRows,
    kinds: RowKinds,
    places: Sequence[Sequence[int]],
    known: Sequence[Sequence[int]],
) -> pa.Table:
    """The table with the rows of the body below it; `known` are the columns of all fields."""
    schema = above.schema

    def batches() -> Iterator[pa.Table]:
        yield above
        for start, batch in _batches(rows):
            kept = _is_data(kinds, start, len(batch)) & _holds_any(batch, known)
            numbers = pa.array(np.arange(start + 1, start + 1 + len(batch)), pa.int64())
            columns = [*(_text(batch, own) for own in places), numbers]
            data = pa.table(columns, schema=schema)
            yield data if kept.all() else data.filter(pa.array(kept))

    return collect(batches(), schema)


def _text(batch: pa.Table, columns: Sequence[int]) -> pa.ChunkedArray:
    """The text of a field, empty if the file is not so wide."""
    texts = [batch.column(c) for c in columns if c < batch.num_columns]
    if not texts:
        return pa.chunked_array([pa.array([""] * len(batch), pa.string())])
    return texts[0] if len(texts) == 1 else pc.binary_join_element_wise(*texts, "")


def _holds_any(batch: pa.Table, places: Sequence[Sequence[int]]) -> np.ndarray:
    held = np.zeros(len(batch), bool)
    for column in (c for own in places for c in own if c < batch.num_columns):
        if held.all():
            break
        held |= pc.greater(pc.binary_length(batch.column(column)), 0).to_numpy()
    return held


def _is_data(kinds: RowKinds, start: int, size: int) -> np.ndarray:
    mask = np.ones(size, bool)
    mask[[row - start for row in kinds.others if start <= row < start + size]] = False
    return mask


def _batches(rows: LongRows) -> Iterator[tuple[int, pa.Table]]:
    """The batches of the body, each with the number (0-based) of its first row."""
    start = len(rows.head)
    for batch in batches_of(rows.body):
        yield start, batch
        start += len(batch)
