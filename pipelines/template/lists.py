"""The sheet of code lists that the drop-downs of a form point at; it is seen, to be searched."""

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from pipelines.codelists import CodelistYear
from pipelines.model import Catalogue, Code, Codelist

NAME = "代码表"
_FIRST_ROW = 2  # 0-based, below the list's title and the headings
_WIDTHS = (12, 34)


class Lists:
    """The lists a form needs, each in two columns: codes and names, with a table's totals below."""

    def __init__(
        self,
        sheet: Worksheet,
        formats: Mapping[str, Format],
        catalogue: Catalogue,
        year: int | None,
    ) -> None:
        self._sheet = sheet
        self._formats = formats
        self._catalogue = catalogue
        self._year = year
        self._columns: dict[tuple[str, tuple[str, ...]], tuple[int, int]] = {}
        sheet.freeze_panes(_FIRST_ROW, 0)

    def source(self, codelist: str, totals: tuple[str, ...], *, names: bool) -> str:
        """The cells a drop-down of codes or names offers; each list is written once."""
        key = codelist, totals
        if key not in self._columns:
            self._columns[key] = self._write(self._catalogue.codelists[codelist], totals)
        column, count = self._columns[key]
        own = column + names
        cells = xl_range_abs(_FIRST_ROW, own, _FIRST_ROW + max(count, 1) - 1, own)
        return f"='{NAME}'!{cells}"

    def _write(self, codelist: Codelist, totals: tuple[str, ...]) -> tuple[int, int]:
        """Write a list to the right of the others; its first column and its number of rows."""
        column = 3 * len(self._columns)
        text, head = self._formats["text"], self._formats["head"]
        self._sheet.set_column(column, column, _WIDTHS[0], text)
        self._sheet.set_column(column + 1, column + 1, _WIDTHS[1], text)
        title = f"{codelist.title} {codelist.title_en}"
        self._sheet.merge_range(0, column, 0, column + 1, title, head)
        self._sheet.write_row(1, column, ["代码 code", "代码的名称 name"], head)
        codes = codes_in_force(codelist, self._year)
        lines = [(code.code, code.name) for code in codes] + [(total, total) for total in totals]
        for row, (code, name) in enumerate(lines, _FIRST_ROW):
            self._sheet.write_string(row, column, code, text)
            self._sheet.write_string(row, column + 1, name, text)
        return column, len(lines)


def codes_in_force(codelist: Codelist, year: int | None) -> list[Code]:
    """The entries of a list in the year, or of its newest state where no year is given."""
    if year is not None:
        return list(CodelistYear(codelist, year).codes.values())
    newest = {code.code: code for code in sorted(codelist.codes, key=lambda c: c.valid_from or 0)}
    return [code for code in newest.values() if code.valid_to is None] or list(newest.values())
