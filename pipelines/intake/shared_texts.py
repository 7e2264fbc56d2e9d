"""The texts an XLSX file keeps once for all its cells.

Source: ECMA-376 part 1, 18.4.8.
"""

import zipfile
from collections.abc import Mapping

from pipelines.intake import limits
from pipelines.intake.archive import stream_member
from pipelines.intake.limits import UnreadableError, refuse_above
from pipelines.intake.xml_stream import read_xml

# Programs leave texts behind that no cell refers to any more, but not by the million.
MOST_UNUSED = 100_000
_MOST_ELEMENTS = 200_000
_ELEMENTS_EACH = 20  # of a text in several formats, on average


def read_shared_texts(archive: zipfile.ZipFile, part: str, cells: int) -> list[str]:
    """The texts in their order, as written; `cells` is how many cells refer to one.

    Raises: UnreadableError if the part is damaged, or keeps far more than the cells ask for.
    """
    reading = _Reading(cells + MOST_UNUSED)
    most = _MOST_ELEMENTS + _ELEMENTS_EACH * cells
    read_xml(stream_member(archive, part), reading.start, reading.end, reading.text, most=most)
    return reading.texts


class _Reading:
    """Follows the elements; the reading aids beside a text (`rPh`) are no part of it."""

    def __init__(self, most: int) -> None:
        self.texts: list[str] = []
        self.most, self.length = most, 0
        self.path: list[str] = []
        self.parts: list[str] = []
        self.plain = 0

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        if name == "si":
            refuse_above(self.most, len(self.texts) + 1, "单元格引用的文字/texts cells refer to")
            self.parts, self.plain = [], 0
        elif name == "t" and self.path[-1:] == ["si"]:
            self.plain += 1
            if self.plain > 1 or self.parts:
                number = len(self.texts)
                raise UnreadableError(f"第 {number} 条文字有两份/text {number} is there twice")
        self.path.append(name)

    def end(self, name: str) -> None:
        self.path.pop()
        if name == "si":
            text = "".join(self.parts)
            self.length += len(text)
            refuse_above(limits.MAX_TEXT, self.length, "文字总长/characters in all")
            self.texts.append(text)

    def text(self, text: str) -> None:
        if self.path[-1] == "t" and self.path[-2] in ("si", "r"):
            self.parts.append(text)
