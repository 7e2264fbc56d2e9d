"""The data rows of a sheet, walked by whole columns: nothing of the sheet is copied in vain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.column_rows import RowBatch, row_batches
from pipelines.intake.grid import Grid
from pipelines.intake.header import Header
from pipelines.intake.row_kinds import RowKinds
from pipelines.memory import collect
from pipelines.model import SOURCE_ROW, column_letter

Columns = Sequence[int]


@dataclass(frozen=True)
class _Batch:
    """Some rows of the sheet, and which of them are data."""

    rows: RowBatch
    are_data: np.ndarray
    header: Header

    def texts(self, column: int) -> pa.Array:
        """A column's cells in the data rows, stripped; a label beside the figures is none."""
        texts = self.rows.texts(column)
        beside = [r for r, c in self.header.beside if c == column]
        labels = [r - self.rows.first for r in beside if 0 <= r - self.rows.first < self.rows.size]
        if labels:
            mask = np.zeros(self.rows.size, bool)
            mask[labels] = True
            texts = pc.if_else(pa.array(mask), "", texts)
        return texts if self.are_data.all() else texts.filter(pa.array(self.are_data))

    def joined(self, columns: Columns) -> pa.Array:
        """The texts of several columns as one, from left to right."""
        texts = [self.texts(column) for column in columns]
        if not texts:
            return pa.repeat(pa.scalar("", pa.string()), int(self.are_data.sum()))
        return texts[0] if len(texts) == 1 else pc.binary_join_element_wise(*texts, "")

    def filled(self, columns: Iterable[int]) -> np.ndarray:
        """In which data rows any of the columns holds anything."""
        filled = np.zeros(int(self.are_data.sum()), bool)
        for column in columns:
            filled |= pc.not_equal(self.texts(column), "").to_numpy(zero_copy_only=False)
            if filled.all():
                break
        return filled


@dataclass(frozen=True)
class DataRows:
    """The rows of a sheet that are data, below a header."""

    grid: Grid
    header: Header
    kinds: RowKinds

    def _batches(self) -> Iterator[_Batch]:
        for rows in row_batches(self.grid.rows):
            yield _Batch(rows, self.kinds.are_data(rows.first, rows.size), self.header)

    def count_filled(self, columns: Iterable[int]) -> dict[int, int]:
        """In how many rows each of those columns holds anything."""
        counts = dict.fromkeys(columns, 0)
        for batch in self._batches() if counts else ():
            for column in counts:
                counts[column] += int(batch.filled([column]).sum())
        return counts

    def count_read(self, columns: Iterable[int]) -> int:
        """In how many rows any of those columns holds anything: the rest are ignored."""
        wanted = list(columns)
        return sum(int(batch.filled(wanted).sum()) for batch in self._batches())

    def table(self, mapping: Mapping[str, Columns]) -> pa.Table:
        """A column for each field, joined from those it stands in, and the source rows.

        A row in which none of those columns holds anything is another block's, or ignored.
        """
        return self._table(mapping, mapping)

    def parts(self, mapping: Mapping[str, Columns]) -> dict[str, pa.Table]:
        """For each field that is joined from several columns the text of each, by its letter."""
        return {
            name: self._table({column_letter(c + 1): [c] for c in columns}, mapping)
            for name, columns in mapping.items()
            if len(columns) > 1
        }

    def _table(self, fields: Mapping[str, Columns], mapping: Mapping[str, Columns]) -> pa.Table:
        texts = [pa.field(name, pa.string()) for name in fields]
        schema = pa.schema([*texts, pa.field(SOURCE_ROW, pa.int64())])
        used = {column for columns in mapping.values() for column in columns}
        return collect((self._part(batch, fields, used) for batch in self._batches()), schema)

    def _part(self, batch: _Batch, fields: Mapping[str, Columns], used: set[int]) -> pa.Table:
        first, size = batch.rows.first, batch.rows.size
        numbers = np.arange(first + 1, first + 1 + size)
        if self.grid.numbers:
            numbers = np.array([self.grid.number(n) for n in range(first, first + size)])
        columns = {name: batch.joined(columns) for name, columns in fields.items()}
        part = pa.table({**columns, SOURCE_ROW: pa.array(numbers[batch.are_data], pa.int64())})
        filled = batch.filled(used)
        return part if filled.all() else part.filter(pa.array(filled))
