"""XML read as a stream by expat: no document type, no entity, no deep nest, no endless text."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from xml.parsers import expat

from pipelines.intake.limits import MAX_TEXT_LENGTH, UnreadableError, refuse_above

MAX_DEPTH = 100
_LONGEST_TAG = 1_000_000


OnStart = Callable[[str, Mapping[str, str]], None]
OnEnd = Callable[[str], None]
OnText = Callable[[str], None]


def _ignore(*_: object) -> None:
    """What nobody asked for."""


class _Guard:
    """Counts on the way through, and refuses what only a hostile file has."""

    def __init__(self, on_start: OnStart, on_end: OnEnd, on_text: OnText, most: int) -> None:
        self.on_start, self.on_end, self.on_text = on_start, on_end, on_text
        self.most, self.count, self.depth, self.length = most, 0, 0, 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.count += 1
        self.depth += 1
        self.length = 0
        if self.count > self.most or self.depth > MAX_DEPTH:
            refuse_above(self.most, self.count, "XML 元素/elements")
            refuse_above(MAX_DEPTH, self.depth, "XML 层数/levels")
        self.on_start(local(name), attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.on_end(local(name))

    def text(self, text: str) -> None:
        self.length += len(text)
        if self.length > MAX_TEXT_LENGTH:
            raise UnreadableError(f"一处文字超过/a text longer than {MAX_TEXT_LENGTH:,}")
        self.on_text(text)


def _refuse_document_type(*_: object) -> None:
    raise UnreadableError(
        "XML 含文档类型声明/declares a document type: 可能是攻击/may be an attack"
    )


@lru_cache(1_000)
def local(name: str) -> str:
    """A name without its prefix: `table:table-cell` → `table-cell`."""
    return name.rpartition(":")[2]


def read_xml(
    pieces: Iterable[bytes],
    on_start: OnStart,
    on_end: OnEnd = _ignore,
    on_text: OnText = _ignore,
    most: int = 50_000_000,
) -> None:
    """Reads an XML text given in pieces; elements go by their local names, attributes as written.

    Raises: UnreadableError if it is not well formed, has a document type, more than `most`
    elements, too many levels, or too long a text.
    """
    guard = _Guard(on_start, on_end, on_text, most)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.CharacterDataHandler = guard.text
    try:
        fed = 0
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            # What is not yet a whole tag is parsed anew with every piece: an endless one would
            # take the square of its length.
            refuse_above(
                _LONGEST_TAG, fed - parser.CurrentByteIndex, "XML 标签字节数/bytes of a tag"
            )
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise UnreadableError(f"XML 已损坏/damaged XML: {error}") from error
