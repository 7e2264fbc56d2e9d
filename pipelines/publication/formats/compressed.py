"""Files with a compressed twin beside them, for those who fetch them.

Basis: RFC 1951 (deflate) and RFC 1952 (gzip); the time it has a place for is left zero, and no
name is written.
"""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from pipelines.parallel import map_in_order

SUFFIX = ".gz"
_COMPRESSED = (".csv", ".json", ".jsonl", ".sqlite", ".html", ".md")
_SMALLEST = 1_000  # bytes worth it
_CHUNK_BYTES = 1_000_000
_WINDOW_BYTES = 32_768
_LEVEL = 4
_HEADER = bytes.fromhex("1f8b 08 00 00000000 00 ff")  # deflate, no flags, no time, no system
_LAST = bytes.fromhex("0300")  # an empty block that ends the stream
Chunk = tuple[bytes, bytes]


def compress(path: Path) -> Path | None:
    """The twin of a file, written beside it; None where it would save nothing worth having.

    One gzip member, since browsers read no more than one; its parts are made side by side.
    """
    if path.suffix not in _COMPRESSED or path.stat().st_size < _SMALLEST:
        return None
    twin = path.with_name(path.name + SUFFIX)
    checksum = size = 0
    with twin.open("wb") as target:
        target.write(_HEADER)
        for data, part in map_in_order(_deflate, _chunks(path)):
            checksum = zlib.crc32(data, checksum)
            size += len(data)
            target.write(part)
        target.write(_LAST + struct.pack("<II", checksum, size % 2**32))
    return twin


def _chunks(path: Path) -> Iterator[Chunk]:
    """The bytes piece by piece, each with what stood before it."""
    before = b""
    with path.open("rb") as file:
        while data := file.read(_CHUNK_BYTES):
            yield before, data
            before = data[-_WINDOW_BYTES:]


def _deflate(chunk: Chunk) -> Chunk:
    """The bytes, and the same as blocks that end on a whole byte and refer to what stood before."""
    before, data = chunk
    options = (_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_DEFAULT_STRATEGY)
    packer = zlib.compressobj(*options, before) if before else zlib.compressobj(*options)
    return data, packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)
