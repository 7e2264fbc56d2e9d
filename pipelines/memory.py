"""Long tables outside the process's own memory: their columns lie in a file without a name.

The file is mapped, so a table is a table wherever it lies. What has been read of it is let go again
(`release`); the system keeps it in its cache as long as there is room.
"""

import mmap
import tempfile
from collections.abc import Iterable
from weakref import WeakSet

import pyarrow as pa

HELD_BYTES = 400_000_000  # up to here a table stays in memory
_RELEASED_BYTES = 100_000_000


class _Mapping(mmap.mmap):
    """A mapped file; a class of our own, because the built-in one cannot be referred to weakly."""


_mapped: WeakSet[_Mapping] = WeakSet()
_read = 0


def collect(
    batches: Iterable[pa.Table], schema: pa.Schema, held_bytes: int = HELD_BYTES
) -> pa.Table:
    """The batches as one table: in memory, or from a size on in a mapped file that has no name.

    Raises: OSError if the disk of temporary files is full.

    >>> parts = [pa.table({"a": ["1", "2"]}), pa.table({"a": ["3"]})]
    >>> collect(parts, parts[0].schema, held_bytes=1) == collect(parts, parts[0].schema)
    True
    """
    held: list[pa.Table] = []
    size = 0
    rest = iter(batches)
    for batch in rest:
        held.append(batch)
        size += batch.nbytes
        if size > held_bytes:
            return _map(held, rest, schema)
    return pa.concat_tables(held) if held else schema.empty_table()


def _map(held: list[pa.Table], rest: Iterable[pa.Table], schema: pa.Schema) -> pa.Table:
    with tempfile.TemporaryFile() as file:
        with pa.ipc.new_file(file, schema) as writer:
            while held:
                writer.write_table(held.pop(0))
            for batch in rest:
                writer.write_table(batch)
        file.flush()
        mapping = _Mapping(file.fileno(), 0, access=mmap.ACCESS_READ)
    _mapped.add(mapping)
    return pa.ipc.open_file(pa.py_buffer(mapping)).read_all()


def release(size: int) -> None:
    """Count bytes as read; now and then let go of what mapped files hold in memory."""
    global _read
    _read += size
    if _read > _RELEASED_BYTES:
        _read = 0
        for mapping in list(_mapped):
            mapping.madvise(mmap.MADV_DONTNEED)
