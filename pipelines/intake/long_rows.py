"""The rows of a long file of separated values: the first as they stand, all others as columns.

Everything that looks at single rows finds a sequence of rows here. What looks at all of them works
on the columns, and asks for single rows only where a column cannot tell.
"""

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.model import batches_of

Rows = Sequence[Sequence[str]]
_FIGURE = r"^[0-9]"


class LongRows(Sequence[Sequence[str]]):
    """`head` and below it `body`, a column of trimmed text per column of the file.

    `odd` are the rows (0-based, of the whole) whose text may be more than text: they hold unseen
    characters or a longer text than a cell can. `special` are those that may be no data.
    """

    def __init__(
        self, head: Rows, body: pa.Table, odd: Sequence[int] = (), special: Sequence[int] = ()
    ) -> None:
        self.head = head
        self.body = body
        self.odd = odd
        self.special = special

    def __len__(self) -> int:
        return len(self.head) + self.body.num_rows

    @overload
    def __getitem__(self, index: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> Sequence[str] | Rows:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        row = index + len(self) if index < 0 else index
        if row < len(self.head):
            return self.head[row]
        if row >= len(self):
            raise IndexError(index)
        return list(self.body.slice(row - len(self.head), 1).to_pylist()[0].values())

    def __iter__(self) -> Iterator[Sequence[str]]:
        yield from self.head
        for batch in batches_of(self.body):
            yield from map(list, zip(*(c.to_pylist() for c in batch.columns), strict=True))

    @property
    def width(self) -> int:
        """The length of the longest row."""
        return max([self.body.num_columns, *map(len, self.head)])

    def without_figure(self, columns: Sequence[int]) -> Iterator[int]:
        """The rows of the body in which none of those columns begins with a digit."""
        start = len(self.head)
        for batch in batches_of(self.body):
            lacking = np.ones(len(batch), bool)
            for column in columns:
                if not lacking.any():
                    break
                begins = pc.match_substring_regex(batch.column(column), _FIGURE)
                lacking &= ~begins.to_numpy()
            yield from (np.flatnonzero(lacking) + start).tolist()
            start += len(batch)
