"""One sheet of an XLSX file, read as a stream before it is loaded.

What the reader of cells takes for granted is counted or refused here: how much there is, that every
cell has one address and one value of its kind, and what of it is hidden or merged.

Source: ECMA-376 part 1, 18.3.1.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.intake import limits
from pipelines.intake.archive import stream_member
from pipelines.intake.grid import Span
from pipelines.intake.limits import UnreadableError, refuse_above
from pipelines.intake.xml_stream import read_xml
from pipelines.model import column_letter, column_number

_ADDRESS = re.compile(r"\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9][0-9]{0,6})")
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_ELEMENTS_OF_A_CELL = 4  # a cell with a formula and its result, or with a text, has three
_ELEMENTS_OF_A_TEXT = 20  # of one in several formats, on average
_MOST_BEFORE = 20_000  # elements before the cells: a column may have its width
_MOST_OTHERS = 200_000  # elements beside the cells: links, validations, colours on a condition
_MOST_BLANK = 1_000_000  # cells that hold nothing but a format
_BLANKS_BESIDE = 5  # for each cell that holds something, itself included
_MOST_FORMULA_TEXT = 2_000_000  # characters of the formulas that many cells share
# How each type of cell writes its value (18.18.11): a number, the number of a text, and so on.
_VALUES = {
    "n": re.compile(r"\s*(?:[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)?\s*"),
    "s": re.compile(r"\s*[0-9]{0,9}\s*"),
    "b": re.compile(r"\s*[01]?\s*"),
    "str": None,
    "inlineStr": None,
    "e": None,
    "d": None,
}


@dataclass
class SheetSurvey:
    """A sheet: its size as far as cells hold anything, its merged ranges, what is hidden.

    `state` is as the workbook says: visible, hidden or veryHidden. `filled` counts the cells that
    hold anything, `text_cells` those that refer to a shared text, the last of which is `last_text`.
    """

    state: str = "visible"
    rows: int = 0
    columns: int = 0
    cells: int = 0
    filled: int = 0
    text_cells: int = 0
    last_text: int = -1
    last_text_place: tuple[int, int] = (0, 0)
    spans: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def survey_sheet(archive: zipfile.ZipFile, part: str, state: str, most: int) -> SheetSurvey:
    """What the sheet in that part holds; at most so many cells.

    Raises: UnreadableError if it is damaged, contradicts itself or asks for too much.
    """
    reading = _Reading(SheetSurvey(state), most)
    elements = _MOST_BEFORE + _MOST_OTHERS + most * _ELEMENTS_OF_A_CELL
    read_xml(stream_member(archive, part), reading.start, reading.end, reading.text, most=elements)
    refuse_above(limits.MAX_COLUMNS, reading.survey.columns, "列数/columns")
    return reading.survey


class _Reading:
    """Follows the elements; positions that are left out count on from the last."""

    def __init__(self, survey: SheetSurvey, most: int) -> None:
        self.survey, self.most = survey, most
        self.row = self.column = self.others = 0
        self.is_row_hidden = False
        self.type = "n"
        self.content: set[str] = set()  # what the cell has: a value v, a text is, a formula f
        self.parts: list[str] = []
        self.texts = 0  # of a text that is not in several formats
        self.formula: Mapping[str, str] = {}
        self.formulas: dict[str, int] = {}  # the lengths of those that are shared
        self.formula_text = 0
        self.most_others = _MOST_BEFORE
        self.path: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        parent = self.path[-1] if self.path else ""
        self.path.append(name)
        if name == "c" and parent == "row":
            self._start_cell(attributes)
        elif parent == "c" and name in ("v", "f", "is"):
            self._start_content(name, attributes)
        elif name == "t" and parent == "is":
            self.texts += 1
            if self.texts > 1:
                raise self._refusal("里有两段文字", "two texts in one cell")
        elif name == "row":
            self._start_row(attributes)
        else:
            self._start_other(name, attributes)

    def _start_other(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "mergeCell":
            self._merge(attributes.get("ref", ""))
            return
        self.others += 1
        most = self.most_others
        if "is" in self.path:
            most += _ELEMENTS_OF_A_TEXT * self.survey.cells
        elif name == "sheetData":
            self.most_others = _MOST_OTHERS
        elif name == "col" and _is_hidden(attributes, "width"):
            first, last = _number(attributes, "min"), _number(attributes, "max")
            self.survey.hidden_columns.update(range(first - 1, min(last, limits.MAX_COLUMNS)))
        refuse_above(most, self.others, "XML 元素/elements")

    def text(self, text: str) -> None:
        if self.path[-1] in ("v", "f"):
            self.parts.append(text)

    def end(self, name: str) -> None:
        self.path.pop()
        if self.path[-1:] != ["c"]:
            return
        if name == "v":
            self._end_value("".join(self.parts))
        elif name == "f":
            self._end_formula(sum(map(len, self.parts)))

    def _refusal(self, what: str, english: str) -> UnreadableError:
        where = f"{column_letter(max(self.column, 1))}{self.row}"
        return UnreadableError(f"单元格 {where} {what}/{english}")

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        row = _number(attributes, "r") if "r" in attributes else self.row + 1
        refuse_above(_LAST_ROW, row, "行数/rows")
        if row <= self.row:
            raise UnreadableError(f"第 {row} 行重复或次序颠倒/row {row} is out of order")
        self.row, self.column = row, 0
        self.is_row_hidden = _is_hidden(attributes, "ht")

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self.survey.cells += 1
        most = min(self.most, _MOST_BLANK + self.survey.filled * _BLANKS_BESIDE)
        if self.survey.cells > most:
            refuse_above(most, self.survey.cells, "单元格数/cells")
        self.content, self.texts = set(), 0
        if "r" not in attributes:
            self.column += 1
        else:
            row, column = _position(attributes["r"])
            if row != self.row or column <= self.column:
                where = attributes["r"]
                raise UnreadableError(f"单元格 {where} 重复或错位/cell {where} is out of order")
            self.column = column
        refuse_above(_LAST_COLUMN, self.column, "列数/columns")
        self.type = attributes.get("t", "n")
        if self.type not in _VALUES:
            raise self._refusal(f"的类型无效：{self.type[:20]!r}", "no type of a cell")
        style = attributes.get("s", "0")
        if not (style.isascii() and style.isdigit()):
            raise self._refusal(f"的样式无效：{style[:20]!r}", "no style of a cell")

    def _start_content(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in self.content or (name != "f" and self.content & {"v", "is"}):
            raise self._refusal("里有两个值", "two values in one cell")
        if (name == "is") != (self.type == "inlineStr") and name != "f":
            raise self._refusal("的值和类型不符", "a value of another type than its cell")
        if name == "is" or (name == "f" and not self.content):
            self.survey.filled += 1
        self.content.add(name)
        self.parts = []
        self.formula = attributes if name == "f" else {}
        self.survey.rows = max(self.survey.rows, self.row)
        self.survey.columns = max(self.survey.columns, self.column)
        if self.is_row_hidden:
            self.survey.hidden_rows.add(self.row - 1)

    def _end_value(self, text: str) -> None:
        """Refuse what only a program reads as a value: 1_0, or the text numbered -1."""
        pattern = _VALUES[self.type]
        if pattern and not pattern.fullmatch(text):
            raise self._refusal(f"的值无效：{text[:40]!r}", "no value of a cell")
        if not text:
            return
        if "f" not in self.content:
            self.survey.filled += 1
        if self.type == "s" and text.strip():
            self.survey.text_cells += 1
            if int(text) > self.survey.last_text:
                self.survey.last_text = int(text)
                self.survey.last_text_place = self.row, self.column

    def _end_formula(self, length: int) -> None:
        """A formula that many cells share is written out for each of them."""
        if self.formula.get("t") == "shared":
            length = self.formulas.setdefault(self.formula.get("si", ""), length)
            self.formula_text += length
            what = "共用公式的总长/characters of shared formulas"
            refuse_above(_MOST_FORMULA_TEXT, self.formula_text, what)

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
