"""Columns of text put together into lines, whole columns at a time."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.model import BATCH_ROWS, text_array
from pipelines.parallel import map_in_order

Part = pa.Array | str


def rewrite(column: pa.Array, letters: str, write: Callable[[str], str]) -> pa.Array:
    """The column with what `write` makes of every text that has one of those ASCII letters.

    >>> rewrite(pa.array(["a", 'b"', None]), '",', lambda text: text.upper()).to_pylist()
    ['a', 'B"', None]
    """
    is_asked = np.zeros(256, np.bool_)
    is_asked[list(letters.encode("ascii"))] = True
    # Few columns have any: their bytes are looked through before their texts.
    if not is_asked[np.frombuffer(text_bytes(column), np.uint8)].any():
        return column
    pattern = f"[{''.join(map(_class_member, letters))}]"
    return rewrite_matches(column, pattern, write)


def rewrite_matches(column: pa.Array, pattern: str, write: Callable[[str], str]) -> pa.Array:
    """The column with what `write` makes of every text in which the pattern is found."""
    found = pc.fill_null(pc.match_substring_regex(column, pattern), False)
    if not pc.any(found).as_py():
        return column
    written = text_array(map(write, column.filter(found).to_pylist()))
    return pc.replace_with_mask(column, found, written)


def _class_member(letter: str) -> str:
    return rf"\x{ord(letter):02x}"


def join_parts(parts: Iterable[Part]) -> pa.Array:
    """Columns and texts that are the same in every row, put together row by row."""
    return pc.binary_join_element_wise(*parts, "")


def text_bytes(texts: pa.Array) -> memoryview:
    """The UTF-8 bytes of all texts of a column behind each other; nothing is copied.

    >>> bytes(text_bytes(pa.array(["x", "银", "杏"])[1:])).decode()
    '银杏'
    """
    _, offsets, data = texts.buffers()
    if not len(texts) or data is None:
        return memoryview(b"")
    ends = memoryview(offsets).cast("i")
    return memoryview(data)[ends[texts.offset] : ends[texts.offset + len(texts)]]


def lines_of(table: pa.Table, write: Callable[[pa.RecordBatch], pa.Array]) -> Iterator[memoryview]:
    """What `write` makes of the rows, some tens of thousands at a time, as bytes."""
    yield from map_in_order(
        lambda batch: text_bytes(write(batch)), table.to_batches(max_chunksize=BATCH_ROWS)
    )


def write_parts(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    """Write a file piece by piece."""
    with path.open("wb") as file:
        for part in parts:
            file.write(part)


def json_text(value: Any) -> bytes:
    """A value as indented JSON, its keys in their order."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
