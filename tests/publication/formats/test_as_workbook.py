from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from pipelines.model import text_table
from pipelines.publication.formats.as_workbook import Sheet, left_out, write_workbook
from pipelines.publication.formats.workbook_text import LONGEST
from tests.plain_line import TABLE, Line


def opened(line: Line, folder: Path, rows: list[tuple]) -> openpyxl.Workbook:
    schema = line.catalogue.schemas[TABLE]
    sheets = [Sheet("说明", [("项目", 10), ("内容", 20)], [("版本", 1)])]
    table = text_table(schema.names, rows)
    write_workbook(folder / "a.xlsx", {TABLE: schema}, {TABLE: table}, sheets, [])
    return openpyxl.load_workbook(folder / "a.xlsx")


def test_codes_are_text_amounts_numbers_and_units_stand_in_the_headings(
    line: Line, tmp_path: Path
) -> None:
    book = opened(line, tmp_path, [("2024", "00101", "银杏", "item", "3", "-1234.50")])

    assert book.sheetnames == ["说明", "行道树养护"]
    heading, row = book["行道树养护"].iter_rows()
    assert heading[5].value == "养护费（元）"
    assert [c.value for c in row] == [2024, "00101", "银杏", "item", 3, -1234.5]
    assert (row[1].number_format, row[5].number_format) == ("@", "#,##0.00")
    assert book["行道树养护"].freeze_panes == "A2"


@pytest.mark.parametrize("text", ["a\rb", "\x01", "\ufffe", "<r><t>x</r>", "=1+1"])
def test_no_text_breaks_the_workbook_or_becomes_a_formula(
    line: Line, tmp_path: Path, text: str
) -> None:
    book = opened(line, tmp_path, [("2024", "1", text, "item", None, "0.00")])

    cell = book["行道树养护"]["C2"]
    assert cell.data_type == "s" or cell.data_type == "inlineStr"
    assert cell.value


def test_number_that_a_spreadsheet_would_round_is_text(line: Line, tmp_path: Path) -> None:
    row = ("2024", "1", "a", "item", "1234567890123456", "9999999999999999.99")

    (_, found) = opened(line, tmp_path, [row])["行道树养护"].iter_rows(values_only=True)

    assert found[4:] == ("1234567890123456", "9999999999999999.99")


def test_text_longer_than_a_cell_says_that_it_is_cut(line: Line, tmp_path: Path) -> None:
    row = ("2024", "1", "银" * 40_000, "item", None, "0.00")

    cell = opened(line, tmp_path, [row])["行道树养护"]["C2"].value

    assert len(cell) == LONGEST
    assert "共 40000 字，全文见 CSV" in cell


def test_longest_tables_are_left_out_until_the_rest_fits() -> None:
    tables = {name: pa.table({"a": ["1"] * n}) for name, n in (("a", 5), ("b", 9), ("c", 7))}

    assert left_out(tables, 21) == []
    assert left_out(tables, 12) == ["b"]
    assert left_out(tables, 5) == ["b", "c"]
    assert left_out(tables, 4) == ["a", "b", "c"]
