"""Tables as columns of text, and the few ways to make and to walk them.

A table between a file and the database is a `pyarrow.Table` of `string` columns in which a missing
value is null. Why not a pandas frame: docs/decisions/0010-columns.md.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.memory import release

SOURCE_ROW = "source_row"  # where each row stood in its snapshot, beside the fields
BATCH_ROWS = 65_536
# A day of the calendar as ISO 8601 writes it.
ISO_DAY = (
    r"(([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)-"
    r"(((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01]))|((0[469]|11)-(0[1-9]|[12][0-9]|30))"
    r"|(02-(0[1-9]|1[0-9]|2[0-8])))"
    r"|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)"
)
_SAMPLE = 1_024
_MOSTLY_NEW = 960  # texts of a second sample: then there are too many different ones
Text = str | None


class _NoPandas:
    """Says that there is no pandas."""

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> None:
        if name == "pandas":
            raise ImportError(name)


def _leave_pandas_aside() -> None:
    """Make a first array, with which pyarrow would import pandas if it could.

    That is half a second of every command, most of a small one. Where a frame is asked for, pyarrow
    looks for pandas again and finds it.
    """
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(finder)


_leave_pandas_aside()


def text_array(texts: Iterable[Text]) -> pa.Array:
    """Texts as one column."""
    return pa.array(texts, pa.string())


def text_table(
    names: Sequence[str], rows: Iterable[Sequence[Text]], source_rows: Iterable[int] | None = None
) -> pa.Table:
    """Rows of text as columns of those names, behind them their source rows when these are given.

    >>> text_table(["code", "name"], [("205", "教育"), ("206", None)]).to_pydict()
    {'code': ['205', '206'], 'name': ['教育', None]}
    """
    texts = list(rows)
    columns = zip(*texts, strict=True) if texts else ([] for _ in names)
    table = pa.table([text_array(c) for c in columns], names=list(names))
    if source_rows is None:
        return table
    return table.append_column(SOURCE_ROW, pa.array(source_rows, pa.int64()))


def batches_of(data: pa.Table) -> Iterator[pa.Table]:
    """The rows of a table in their order, some tens of thousands at a time."""
    for batch in data.to_batches(max_chunksize=BATCH_ROWS):
        yield pa.Table.from_batches([batch])
        release(batch.nbytes)


def rows_of(data: pa.Table, *names: str) -> Iterator[tuple]:
    """The rows as tuples of Python values, None where one is missing; of all columns by default.

    >>> list(rows_of(text_table(["code", "name"], [("206", None)]), "name", "code"))
    [(None, '206')]
    """
    chosen = data.select(list(names)) if names else data
    for batch in batches_of(chosen):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def records_of(data: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows as dictionaries of Python values, None where one is missing."""
    for row in rows_of(data):
        yield dict(zip(data.column_names, row, strict=True))


def map_texts(column: pa.ChunkedArray, read: Callable[[str], Text]) -> pa.ChunkedArray:
    """What `read` makes of every text; equal texts are read once, missing ones not at all.

    >>> map_texts(pa.chunked_array([["１", "2", None]]), lambda t: t if t.isascii() else None)[1]
    <pyarrow.StringScalar: '2'>
    """
    encoded = column.dictionary_encode().unify_dictionaries()
    if not encoded.num_chunks:
        return column
    values = text_array(map(read, encoded.chunk(0).dictionary.to_pylist()))
    return pa.chunked_array([values.take(c.indices) for c in encoded.chunks], pa.string())


def few_texts(column: pa.Array) -> pa.Array:
    """The different texts of a column whose beginning repeats itself; else the column.

    >>> len(few_texts(pa.array(["a", "b"] * 2_000))), len(few_texts(pa.array(["a", "b"])))
    (2, 2)
    """
    if len(column) <= 2 * _SAMPLE:
        return column
    seen = len(column[:_SAMPLE].unique())
    new = len(column[: 2 * _SAMPLE].unique()) - seen
    return column.unique() if new < _MOSTLY_NEW else column


def text_bytes(column: pa.Array) -> np.ndarray:
    """The bytes of all texts of a column, one behind the other.

    >>> text_bytes(pa.array(["a", None, "bc"])[1:]).tobytes()
    b'bc'
    """
    _, offsets, data = column.buffers()
    if data is None or not len(column):
        return np.zeros(0, np.uint8)
    ends = np.frombuffer(offsets, np.int32)
    return np.frombuffer(data, np.uint8)[ends[column.offset] : ends[column.offset + len(column)]]


def text_lengths(column: pa.Array) -> np.ndarray:
    """The length of each text in bytes, 0 where it is missing.

    >>> text_lengths(pa.array(["a", None, "桂"])[1:]).tolist()
    [0, 3]
    """
    if not len(column):
        return np.zeros(0, np.int32)
    ends = np.frombuffer(column.buffers()[1], np.int32)
    return np.diff(ends[column.offset : column.offset + len(column) + 1])


def none_of(column: pa.Array, texts: pa.Array) -> pa.Array:
    """The column without some texts: they become missing.

    >>> none_of(pa.array(["a", "-", None]), pa.array(["", "-"])).to_pylist()
    ['a', None, None]
    """
    for text in texts:
        found = pc.equal(column, text)
        if pc.any(found).as_py():
            column = pc.if_else(found, None, column)
    return column


def with_columns(data: pa.Table, columns: Mapping[str, Any]) -> pa.Table:
    """The table with those columns in place of its own of the same names, or behind them.

    >>> with_columns(text_table(["a", "b"], [("1", "2")]), {"a": text_array(["3"])}).to_pylist()
    [{'a': '3', 'b': '2'}]
    """
    for name, column in columns.items():
        at = data.column_names.index(name) if name in data.column_names else data.num_columns
        rest = data.drop_columns([name]) if name in data.column_names else data
        data = rest.add_column(at, name, column)
    return data


def partitions_of(tables: Mapping[str, pa.Table], partition: tuple[str, ...]) -> set[tuple]:
    """The partitions a set of tables speaks of, as tuples of canonical text."""
    return {
        key
        for table in tables.values()
        for key in rows_of(table.group_by(list(partition)).aggregate([]))
    }
