"""What kinds of rows a sheet has, and which row is of which: most are data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, overload

import numpy as np

RowKind = Literal[
    "title", "unit", "header", "repeated header", "note", "blank", "footer", "ignored", "data"
]


@dataclass(frozen=True)
class RowKinds(Sequence[RowKind]):
    """The kind of each row (0-based): data, but for those in `others`, which are in order.

    >>> kinds = RowKinds(3, {1: "blank"})
    >>> list(kinds), kinds.are_data(0, 2).tolist()
    (['data', 'blank', 'data'], [True, False])
    """

    size: int
    others: Mapping[int, RowKind]

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, row: int) -> RowKind: ...

    @overload
    def __getitem__(self, row: slice) -> list[RowKind]: ...

    def __getitem__(self, row: int | slice) -> RowKind | list[RowKind]:
        if isinstance(row, slice):
            return [self[n] for n in range(*row.indices(self.size))]
        return self.others.get(range(self.size)[row], "data")

    def called(self, kind: RowKind) -> list[int]:
        """The rows of a kind other than data."""
        return [row for row, other in self.others.items() if other == kind]

    def are_data(self, first: int, count: int) -> np.ndarray:
        """For each of some rows whether it is data."""
        begin, end = np.searchsorted(self._places, (first, first + count))
        mask = np.ones(count, bool)
        mask[self._places[begin:end] - first] = False
        return mask

    @cached_property
    def _places(self) -> np.ndarray:
        return np.fromiter(self.others, np.int64, len(self.others))
