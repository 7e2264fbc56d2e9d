"""ZIP archives, opened without trust: how much they hold is counted, not believed."""

import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.intake import limits
from pipelines.intake.limits import UnreadableError, refuse_above

_CHUNK = 65_536
_END = struct.Struct("<4s4H2LH")
_ENTRY_BYTES = 1_000  # of the archive's directory: a name, and what tools add to it
_ENCRYPTED = 1
# What the library raises for damage; the bytes are in memory, so an OSError is the file's fault.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


@contextmanager
def damage_refused() -> Iterator[None]:
    """What breaks inside because an archive is damaged is said as our own refusal."""
    try:
        yield
    except _DAMAGED as error:
        raise UnreadableError(f"压缩包已损坏/damaged archive: {str(error)[:200]}") from error


def open_archive(data: bytes) -> zipfile.ZipFile:
    """An archive whose directory was measured before it was loaded.

    Raises: UnreadableError if it is damaged, holds too many members or says it unpacks to too much.
    """
    end = data.rfind(b"PK\5\6")
    with damage_refused():
        size = _END.unpack_from(data, max(end, 0))[5] if end >= 0 else 0
        refuse_above(limits.MAX_MEMBERS * _ENTRY_BYTES, size, "压缩包目录/bytes of the directory")
        archive = zipfile.ZipFile(io.BytesIO(data))
    members = archive.infolist()
    refuse_above(limits.MAX_MEMBERS, len(members), "压缩包内文件数/members")
    total = sum(member.file_size for member in members)
    refuse_above(limits.MAX_UNPACKED_BYTES, total, "解压后字节数/bytes unpacked")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableError("文件有密码/the file is protected by a password")
    # Of two members of one name each program takes another: none is taken here.
    for name, count in Counter(archive.namelist()).items():
        if count > 1:
            raise UnreadableError(f"压缩包里有同名文件/members of one name: {name} × {count}")
    return archive


def read_member(archive: zipfile.ZipFile, member: str | zipfile.ZipInfo) -> bytes:
    """The bytes of one member.

    Raises: UnreadableError if it is missing or damaged; more than it declares is never unpacked.
    """
    return b"".join(stream_member(archive, member))


def stream_member(archive: zipfile.ZipFile, member: str | zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one member in pieces, so that it need never lie in memory as a whole."""
    with damage_refused(), archive.open(member) as file:
        while piece := file.read(_CHUNK):
            yield piece
