"""What an XLSX file really holds, read as a stream before anything is loaded.

A workbook says how large it is, and may lie; a merged range of 5 kB may stand for 17 billion cells.
The survey counts what is there, and refuses parts larger than any real workbook's before they are
loaded. (ECMA-376 part 1, 12.3 and 18.2)
"""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipelines.intake import limits
from pipelines.intake.archive import stream_member
from pipelines.intake.limits import UnreadableError, refuse_above
from pipelines.intake.shared_texts import read_shared_texts
from pipelines.intake.sheet_survey import SheetSurvey, survey_sheet
from pipelines.intake.xml_stream import local, read_xml
from pipelines.model import column_letter

# Parts that are loaded with any workbook; pictures, charts and comments are not.
_NOT_LOADED = re.compile(
    r"/(drawings|media|charts|pivot\w*|externalLinks|comments\d*\.xml|customXml)"
)
_MOST_ELEMENTS = 50_000  # of a part that is loaded as a whole: styles, names, properties


class _Relation(NamedTuple):
    id: str
    part: str
    kind: str


class _Part(NamedTuple):
    """Where a sheet lies in the archive, and whether it is shown."""

    name: str
    state: str


@dataclass(frozen=True)
class WorkbookSurvey:
    """The sheets by their names, and the texts they share, as written."""

    sheets: Mapping[str, SheetSurvey]
    texts: list[str]


def survey_workbook(archive: zipfile.ZipFile) -> WorkbookSurvey:
    """What the workbook holds.

    Raises: UnreadableError if a part is damaged or larger than what any real workbook has.
    """
    book = _target(archive, "", "/officeDocument")
    relations = _relations(archive, book)
    parts = _sheet_parts(archive, book, relations)
    present = archive.namelist()
    sheets: dict[str, SheetSurvey] = {}
    cells = 0
    for title, part in parts.items():
        if part.name in present:
            sheets[title] = survey_sheet(archive, part.name, part.state, limits.MAX_CELLS - cells)
            cells += max(sheets[title].cells, sheets[title].rows * sheets[title].columns)
            refuse_above(limits.MAX_CELLS, cells, "单元格数/cells")
    shared = [r.part for r in relations if r.kind.endswith("/sharedStrings") and r.part in present]
    referring = sum(sheet.text_cells for sheet in sheets.values())
    texts = read_shared_texts(archive, shared[0], referring) if shared else []
    for sheet in sheets.values():
        _refuse_missing_text(sheet, len(texts))
    read = {part.name for part in parts.values()} | set(shared)
    for name in present:
        if name.endswith((".xml", ".rels")) and name not in read and not _NOT_LOADED.search(name):
            read_xml(stream_member(archive, name), _unheard, most=_MOST_ELEMENTS)
    return WorkbookSurvey(sheets, texts)


def _unheard(_name: str, _attributes: Mapping[str, str]) -> None:
    """Only the limits count."""


def _refuse_missing_text(sheet: SheetSurvey, count: int) -> None:
    if sheet.last_text >= count:
        row, column = sheet.last_text_place
        raise UnreadableError(
            f"单元格 {column_letter(column)}{row} 引用第 {sheet.last_text} 条文字，工作簿只有 "
            f"{count} 条/a cell refers to text {sheet.last_text} of {count}"
        )


def _sheet_parts(
    archive: zipfile.ZipFile, book: str, relations: list[_Relation]
) -> dict[str, _Part]:
    """The part of the archive each sheet lies in; a sheet that is a chart has no cells."""
    targets = {r.id: r.part for r in relations if not r.kind.endswith("/chartsheet")}
    parts: dict[str, _Part] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            id_ = next((v for k, v in attributes.items() if k != "id" and local(k) == "id"), "")
            title, part = attributes.get("name", ""), targets.get(id_, "")
            if title in parts:
                raise UnreadableError(f"两个工作表都叫/two sheets are called {title}")
            if part and any(part == other.name for other in parts.values()):
                raise UnreadableError(f"两个工作表是同一份内容/two sheets are one part: {title}")
            parts[title] = _Part(part, attributes.get("state", "visible"))
            refuse_above(limits.MAX_SHEETS, len(parts), "工作表数/sheets")

    read_xml(stream_member(archive, book), start, most=_MOST_ELEMENTS)
    return parts


def _target(archive: zipfile.ZipFile, part: str, kind: str) -> str:
    found = [r.part for r in _relations(archive, part) if r.kind.endswith(kind)]
    if not found:
        raise UnreadableError("不是 Excel 工作簿/not an Excel workbook")
    return found[0]


def _relations(archive: zipfile.ZipFile, part: str) -> list[_Relation]:
    """Every relation of a part ("" for the package's own)."""
    folder, name = posixpath.split(part)
    relations: list[_Relation] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            id_, kind = attributes.get("Id", ""), attributes.get("Type", "")
            relations.append(_Relation(id_, path, kind))

    path = posixpath.join(folder, "_rels", f"{name}.rels")
    read_xml(stream_member(archive, path), start, most=_MOST_ELEMENTS)
    return relations
