"""The characters of a web page: by its mark, its own declaration, or strictly; no guess."""

import codecs
import re
import threading

from pipelines.intake.limits import UnreadableError
from pipelines.model import Finding, Place

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})",
    re.IGNORECASE,
)
_SEARCHED = 4_096
# As browsers do (WHATWG Encoding, 4.2): an older name stands for the standard that holds it.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "iso-8859-1": "cp1252"}
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_MOST_BAD = 1_000
_REPLACEMENT = "\ufffd"


def decode_page(data: bytes, declared: str | None) -> tuple[str, str, list[Finding]]:
    """The encoding, the text, and each byte that does not decode, with its offset and line.

    A byte that does not decode becomes U+FFFD, so that the cell it stands in is found too.

    Raises: UnreadableError if no encoding is declared and none fits strictly, if the declared one
    is unknown, or if too many bytes do not decode in it.
    """
    encoding = declared or _mark(data) or _declared(data)
    if encoding is None:
        return _strictly(data)
    try:
        return encoding, _checked(data.decode(encoding)), []
    except LookupError as error:
        raise UnreadableError(f"未知的编码/unknown encoding: {encoding}") from error
    except UnicodeDecodeError:
        text, offsets = _decode_recording(data, encoding)
        return encoding, _checked(text), [_bad_byte(data, n, encoding) for n in offsets]


def _mark(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_SEARCHED])
    if not match:
        return None
    name = match[1].decode("ascii", "replace").lower()
    return _WIDER.get(name, name)


def _strictly(data: bytes) -> tuple[str, str, list[Finding]]:
    for encoding in ("utf-8", "gb18030"):
        try:
            return encoding, _checked(data.decode(encoding)), []
        except UnicodeDecodeError:
            continue
    raise UnreadableError("编码无法识别，请声明/no encoding fits: declare it")


def _decode_recording(data: bytes, encoding: str) -> tuple[str, list[int]]:
    offsets: list[int] = []

    def record(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        offsets.append(error.start)
        if len(offsets) > _MOST_BAD:
            raise UnreadableError(f"{_MOST_BAD} 处以上不是/bytes that are not {encoding}")
        return _REPLACEMENT, error.end

    # Handlers are known by name to the whole process: one a thread, replaced at each call.
    name = f"record-{threading.get_ident()}"
    codecs.register_error(name, record)
    return data.decode(encoding, name), offsets


def _bad_byte(data: bytes, offset: int, encoding: str) -> Finding:
    """A warning: most such bytes lie in the page around the table; in a cell it is an error too."""
    return Finding(
        "text-decodes",
        "warning",
        place=Place(None, data.count(b"\n", 0, offset) + 1),
        value=f"0x{data[offset]:02X}",
        expected=encoding,
        detail=f"byte {offset}",
    )


def _checked(text: str) -> str:
    """The text; the parser would end silently at a NUL."""
    if "\0" in text:
        at = text.index("\0")
        raise UnreadableError(f"第 {text.count(chr(10), 0, at) + 1} 行有 NUL 字符/NUL character")
    return text
