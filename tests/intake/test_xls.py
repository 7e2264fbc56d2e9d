from pathlib import Path

import pytest

from pipelines.intake.formats import FileContent, read_file
from pipelines.intake.grid import Span
from tests import write
from tests.intake import brief, read, records
from tests.intake.old_workbook import (
    ErrorValue,
    Formatted,
    Formula,
    OldSheet,
    compound_file,
    record,
    workbook_stream,
    write_xls,
)

HEADER = ["项目", "次数", "金额"]


def read_sheet(folder: Path, sheet: OldSheet) -> FileContent:
    return read_file(write_xls(folder / "2024.xls", {"表": sheet}))


CELLS = {
    "text": ("  银杏 ", "银杏"),
    "text code with leading zeros": ("02", "02"),
    "number": (208, "208"),
    "decimal as the clerk typed it": (47.91, "47.91"),
    "negative": (-5.5, "-5.5"),
    "truth": (True, "TRUE"),
    "nothing": (None, ""),
    "day": (Formatted(45352, 14), "2024-03-01"),
    "day in a format only a Chinese program knows": (Formatted(45352, 31), "2024-03-01"),
    "month": (Formatted(45352, 'yyyy"年"m"月"'), "2024-03"),
    "percent": (Formatted(0.125, 10), "12.5%"),
    "unit in the format": (Formatted(3.5, '0.00"万元"'), "3.5万元"),
    "code with leading zeros by format": (Formatted(101, "0000000"), "0000101"),
}


@pytest.mark.parametrize("name", CELLS)
def test_cell_is_read_as_it_is_shown(tmp_path: Path, name: str) -> None:
    value, text = CELLS[name]

    content = read_sheet(tmp_path, OldSheet([[value, "。"]]))

    assert content.kind == "xls"
    assert not content.findings
    assert content.grids["表"].rows == [[text, "。"]]
    assert not content.grids["表"].findings


FAULTS = {
    "formula": (Formula(2), ("cells-hold-values", "表!B1", "=2")),
    "error value": (ErrorValue(), ("cells-hold-values", "表!B1", "#REF!")),
    "divided by its format": (
        Formatted(35000, '0!.0,"万"'),
        ("numbers-are-shown-as-stored", "表!B1", "35000"),
    ),
    "digits lost": (
        110101199003070000,
        ("numbers-are-shown-as-stored", "表!B1", "110101199003070000"),
    ),
    "control character": ("a\7b", ("cells-hold-values", "表!B1", "a[U+0007]b")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_cell_that_does_not_hold_what_it_shows_is_found(tmp_path: Path, name: str) -> None:
    value, expected = FAULTS[name]

    content = read_sheet(tmp_path, OldSheet([["。", value]]))

    assert [b[:3] for b in brief(content.grids["表"].findings)] == [expected]


def test_days_of_a_workbook_that_counts_from_1904_are_right(tmp_path: Path) -> None:
    sheet = OldSheet([[Formatted(43890, 14), Formatted(43890, 31)]])

    content = read_file(write_xls(tmp_path / "2024.xls", {"表": sheet}, is_1904=True))

    assert content.grids["表"].rows == [["2024-03-01", "2024-03-01"]]


def test_merged_cells_are_kept_as_far_as_the_sheet_reaches(tmp_path: Path) -> None:
    sheet = OldSheet([["支出", None], [1, 2]], merged=[(0, 0, 0, 1), (0, 0, 0, 255), (9, 0, 9, 1)])

    content = read_sheet(tmp_path, OldSheet(sheet.rows, merged=[(0, 0, 0, 255), (9, 0, 9, 1)]))

    assert content.grids["表"].spans == [Span(0, 0, 0, 1)]
    assert content.grids["表"].label(0, 1) == "支出"


def test_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    sheets = {"公开": OldSheet([[1]]), "内部": OldSheet([["密"]], is_hidden=True)}

    content = read_file(write_xls(tmp_path / "2024.xls", sheets))

    assert set(content.grids) == {"公开"}
    assert brief(content.findings) == [("sheets-are-shown", "内部", "内部", None)]


def test_hidden_row_and_column_are_found_and_not_read(tmp_path: Path) -> None:
    rows = [["项目", "底价", "金额"], ["银杏", 9, 1], ["梧桐", 8, 2]]

    content = read_sheet(tmp_path, OldSheet(rows, hidden_rows=[1], hidden_columns=[1]))

    grid = content.grids["表"]
    assert grid.rows == [["项目", "", "金额"], ["", "", ""], ["梧桐", "", "2"]]
    assert brief(grid.findings) == [
        ("nothing-is-hidden", "表!2", "2 行/row", None),
        ("nothing-is-hidden", "表", "B 列/column", None),
    ]


def test_table_of_an_old_workbook_is_read_like_any_other(tmp_path: Path) -> None:
    rows = [["单位：万元"], HEADER, ["银杏", 1, 1.5], ["注：含绿化带"]]
    path = write_xls(tmp_path / "2024.xls", {"表": OldSheet(rows)})

    result = read(path, {"sheet": "表"})

    (table,) = result.tables
    assert not result.findings
    assert (table.unit, table.note) == ("万元", "注：含绿化带")
    assert records(table.data)[3] == {
        "item_name": "银杏",
        "repair_count": "1",
        "repair_amount": "1.5",
    }


WHOLE = workbook_stream({"表": OldSheet([["银杏", 1]])})
DAMAGED = {
    "cut in the header": compound_file("Workbook", WHOLE)[:300],
    "cut in the sheet": compound_file("Workbook", WHOLE[:-20]),
    "no workbook inside": compound_file("WordDocument", b"x" * 5000),
    "an encrypted new workbook": compound_file("EncryptedPackage", b"x" * 5000),
    "an encrypted old workbook": compound_file(
        "Workbook", WHOLE[:20] + record(0x2F, b"\1\0\1\0\1\0") + WHOLE[20:]
    ),
    "cut among the formats": compound_file("Workbook", WHOLE[:60]),
    "nothing but zeros": compound_file("Workbook", b""),
}
SAID = {
    "an encrypted new workbook": "密码/",
    "an encrypted old workbook": "密码/",
    "no workbook inside": "不是 Excel 工作簿",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_old_workbook_that_cannot_be_read_is_one_finding_that_says_why(
    tmp_path: Path, name: str
) -> None:
    content = read_file(write(tmp_path / "2024.xls", DAMAGED[name]))

    assert not content.grids
    assert [f.rule for f in content.findings] == ["file-is-readable"]
    assert SAID.get(name, "") in (content.findings[0].detail or "")
