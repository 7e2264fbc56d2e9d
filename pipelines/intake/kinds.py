"""What kind of file some bytes are: told by the bytes, because names lie.

Portals export HTML and separated text under the name .xls; a scanned page is no table.
"""

import re
from collections.abc import Iterable

# The names a kind of file goes by; a file of another name is read all the same, and that is said.
SUFFIXES = {
    "csv": (".csv", ".txt", ".tsv"),
    "xlsx": (".xlsx", ".xlsm", ".et"),
    "xls": (".xls", ".et"),
    "ods": (".ods",),
    "html": (".html", ".htm"),
    "pdf": (".pdf",),
    "zip": (".zip",),
}
# Text says nothing of itself: it is taken for separated values only under these names.
_TABLE_SUFFIXES = {*SUFFIXES["csv"], ".xls", ".et"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\3\4", b"PK\5\6", b"PK\7\10")
_PDF = b"%PDF-"
_FOREIGN = {
    b"Rar!": "RAR 压缩包/a RAR archive",
    b"7z\xbc\xaf": "7z 压缩包/a 7z archive",
    b"\x1f\x8b": "gzip 压缩文件/a gzip file",
    b"\xff\xd8\xff": "图片/an image",
    b"\x89PNG": "图片/an image",
    b"GIF8": "图片/an image",
    b"II*\0": "图片/an image",
    b"{\\rtf": "RTF 文档/an RTF document",
    b"MIME-Version": "单个文件网页/a single-file web page (MHT)",
    b"SQLite format 3": "数据库/a database",
    b"PAR1": "Parquet 文件/a Parquet file",
}
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_MARKUP = re.compile(
    rb"\s*<(!doctype\s+html|html|head|body|table|meta|div|style|tr|!--)", re.IGNORECASE
)
HEAD_BYTES = 4_096


def kind_of(head: bytes, suffix: str) -> str | None:
    """The kind of a file by its first bytes (a key of `SUFFIXES`), or None.

    An archive is "zip" whatever it holds: `kind_of_archive` looks inside.
    """
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OLE):
        return "xls"
    if _PDF in head[:1_024]:
        return "pdf"
    if foreign(head):
        return None
    plain = _narrow(head)
    if _MARKUP.match(plain) or (plain.lstrip().startswith(b"<?xml") and b"<html" in plain.lower()):
        return "html"
    if plain.lstrip().startswith(b"<?xml") or suffix not in _TABLE_SUFFIXES:
        return None
    return "csv"


def foreign(head: bytes) -> str | None:
    """What a file is that is recognised and not read."""
    if _SPREADSHEET_XML in head:
        return "XML 表格 2003/XML Spreadsheet 2003"
    return next((said for mark, said in _FOREIGN.items() if head.startswith(mark)), None)


def kind_of_archive(names: Iterable[str]) -> str | None:
    """The kind of an archive by the names of its members; None for a document of words."""
    held = set(names)
    if "xl/workbook.xml" in held or "xl/workbook.bin" in held:
        return "xlsx"
    if "content.xml" in held and "META-INF/manifest.xml" in held:
        return "ods"
    if "[Content_Types].xml" in held:
        return None if any(n.startswith(("word/", "ppt/")) for n in held) else "xlsx"
    return "zip"


def _narrow(head: bytes) -> bytes:
    """The bytes without a mark, and without the zeros of two-byte characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")
