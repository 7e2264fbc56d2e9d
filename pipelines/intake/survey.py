"""What an XLSX file really holds, read as a stream before anything is loaded.

A workbook says how large it is, and may lie; a merged range of 5 kB may stand for 17 billion cells.
The survey counts what is there, and notes what the reader of cells does not tell: merged ranges,
and which rows and columns are hidden. (ECMA-376 part 1, 18.3.1)
"""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.intake import limits
from pipelines.intake.archive import stream_member
from pipelines.intake.grid import Span
from pipelines.intake.limits import UnreadableError, refuse_above
from pipelines.intake.xml_stream import local, read_xml
from pipelines.model import column_letter, column_number

_ADDRESS = re.compile(r"\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9][0-9]{0,6})")
# Parts that are read for their cells, or loaded with any workbook; pictures and charts are not.
_NOT_LOADED = re.compile(
    r"/(drawings|media|charts|pivot\w*|externalLinks|comments\d*\.xml|customXml)"
)
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_MOST_ELEMENTS = 200_000  # of a part that is loaded as a whole: styles, names, properties
# How the format writes values of cells (ECMA-376 part 1, 18.18.11): a number, the number of a text.
_VALUES = {
    "n": re.compile(r"\s*(?:[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)?\s*"),
    "s": re.compile(r"\s*[0-9]*\s*"),
}
_LARGE = re.compile(r"/worksheets/|/sharedStrings\.xml$", re.IGNORECASE)


@dataclass
class SheetSurvey:
    """One sheet: its size as far as cells hold anything, its merged ranges, what is hidden."""

    rows: int = 0
    columns: int = 0
    spans: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def survey_workbook(archive: zipfile.ZipFile) -> Mapping[str, SheetSurvey]:
    """The sheets by their names.

    Raises: UnreadableError if a part is damaged or larger than what any real workbook has.
    """
    parts = _sheet_parts(archive)
    surveys = {}
    for name in archive.namelist():
        if name in parts.values():
            surveys[name] = _survey_sheet(archive, name)
        elif name.endswith((".xml", ".rels")) and not _NOT_LOADED.search(name):
            most = limits.MAX_CELLS * 4 if _LARGE.search(name) else _MOST_ELEMENTS
            read_xml(stream_member(archive, name), _unheard, most=most)
    cells = sum(survey.rows * survey.columns for survey in surveys.values())
    refuse_above(limits.MAX_CELLS, cells, "单元格数/cells")
    return {title: surveys[part] for title, part in parts.items() if part in surveys}


def _unheard(_name: str, _attributes: Mapping[str, str]) -> None:
    """Only the limits count."""


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive each sheet lies in."""
    book = _target(archive, "", "/officeDocument")
    targets = {id_: path for id_, path, _ in _relations(archive, book)}
    parts: dict[str, str] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            id_ = next((v for k, v in attributes.items() if k != "id" and local(k) == "id"), "")
            title = attributes.get("name", "")
            if title in parts:
                raise UnreadableError(f"两个工作表都叫/two sheets are called {title}")
            parts[title] = targets.get(id_, "")

    read_xml(stream_member(archive, book), start, most=_MOST_ELEMENTS)
    refuse_above(limits.MAX_SHEETS, len(parts), "工作表数/sheets")
    return parts


def _target(archive: zipfile.ZipFile, part: str, kind: str) -> str:
    found = [path for _, path, type_ in _relations(archive, part) if type_.endswith(kind)]
    if not found:
        raise UnreadableError("不是 Excel 工作簿/not an Excel workbook")
    return found[0]


def _relations(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """The id, the target and the type of every relation of a part ("" for the package's own)."""
    folder, name = posixpath.split(part)
    relations = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            relations.append((attributes.get("Id", ""), path, attributes.get("Type", "")))

    path = posixpath.join(folder, "_rels", f"{name}.rels")
    read_xml(stream_member(archive, path), start, most=_MOST_ELEMENTS)
    return relations


def _survey_sheet(archive: zipfile.ZipFile, part: str) -> SheetSurvey:
    reading = _Reading()
    most = limits.MAX_CELLS * 4
    read_xml(stream_member(archive, part), reading.start, reading.end, reading.text, most=most)
    survey = reading.survey
    refuse_above(limits.MAX_COLUMNS, survey.columns, "列数/columns")
    return survey


class _Reading:
    """Follows the elements of a sheet; positions that are left out count on from the last."""

    def __init__(self) -> None:
        self.survey = SheetSurvey()
        self.row = self.column = 0
        self.is_row_hidden = False
        self.value: re.Pattern[str] | None = None  # what the value of the cell must look like
        self.is_value = False
        self.parts: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            self._start_row(attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name in ("v", "is", "f"):
            self.is_value, self.parts = name == "v", []
            self.survey.rows = max(self.survey.rows, self.row)
            self.survey.columns = max(self.survey.columns, self.column)
            if self.is_row_hidden:
                self.survey.hidden_rows.add(self.row - 1)
        elif name == "col" and _is_hidden(attributes, "width"):
            first, last = _number(attributes, "min"), _number(attributes, "max")
            self.survey.hidden_columns.update(range(first - 1, min(last, _LAST_COLUMN)))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if name == "v":
            self._check_value("".join(self.parts))
            self.is_value = False

    def text(self, text: str) -> None:
        if self.is_value:
            self.parts.append(text)

    def _check_value(self, text: str) -> None:
        """Refuse what only a program reads as a value: 1_0, or the text numbered -1."""
        if self.value and not self.value.fullmatch(text):
            where = f"{column_letter(max(self.column, 1))}{self.row}"
            raise UnreadableError(f"单元格 {where} 的值无效/no value of a cell: {text[:40]!r}")

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        row = _number(attributes, "r") if "r" in attributes else self.row + 1
        refuse_above(_LAST_ROW, row, "行数/rows")
        if row <= self.row:
            raise UnreadableError(f"第 {row} 行重复或次序颠倒/row {row} is out of order")
        self.row, self.column = row, 0
        self.is_row_hidden = _is_hidden(attributes, "ht")

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self.value = _VALUES.get(attributes.get("t", "n"))
        style = attributes.get("s", "0")
        if not (style.isascii() and style.isdigit()):
            raise UnreadableError(f"单元格样式无效/no style of a cell: {style[:20]!r}")
        if "r" not in attributes:
            self.column += 1
            return
        row, column = _position(attributes["r"])
        if row != self.row or column <= self.column:
            where = attributes["r"]
            raise UnreadableError(f"单元格 {where} 重复或错位/cell {where} is out of order")
        self.column = column

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        (top, left), (bottom, right) = _position(first), _position(last or first)
        self.survey.spans.append(Span(top - 1, left - 1, bottom - 1, right - 1))
        refuse_above(limits.MAX_CELLS // 50, len(self.survey.spans), "合并单元格/merged ranges")


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    """Hidden outright, or made so small that nothing shows."""
    return attributes.get("hidden") in ("1", "true") or attributes.get(size) in ("0", "0.0")


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "")
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise UnreadableError(f"XML 已损坏/damaged XML: {name}={text[:20]!r}")
    return int(text)


def _position(address: str) -> tuple[int, int]:
    """The 1-based row and column of an address."""
    match = _ADDRESS.fullmatch(address)
    if not match:
        raise UnreadableError(f"单元格地址无效/not an address: {address[:20]!r}")
    return int(match["row"]), column_number(match["column"])
