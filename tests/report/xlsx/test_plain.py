import io

import openpyxl

from pipelines.intake.grid import Grid, Span
from pipelines.report.xlsx.plain import sheet_names, write_grids


def made(*grids: Grid) -> openpyxl.Workbook:
    names = sheet_names(grids, "文件")
    return openpyxl.load_workbook(io.BytesIO(write_grids(grids, names)))


def test_cells_are_text_whatever_they_look_like() -> None:
    sheet = made(Grid("表", [["007", "=1+1", "2024-01-01", "1e5", ""]]))["表"]

    assert [cell.value for cell in sheet[1][:4]] == ["007", "=1+1", "2024-01-01", "1e5"]
    assert {cell.data_type for cell in sheet[1][:4]} == {"s"}
    assert sheet["A1"].number_format == "@"


def test_merged_cells_are_merged() -> None:
    sheet = made(Grid("表", [["标题", ""], ["a", "b"]], [Span(0, 0, 0, 1)]))["表"]

    assert [str(r) for r in sheet.merged_cells.ranges] == ["A1:B1"]
    assert sheet["A1"].value == "标题"


def test_sheets_have_names_that_are_allowed_and_their_own() -> None:
    long = "很长的名字" * 10
    grids = [Grid(name, [["x"]]) for name in ("a/b", "a:b", long, long + "二", "A b")]

    names = sheet_names(grids, "文件")

    assert names["a/b"] == "a b"
    assert len({name.casefold() for name in names.values()}) == len(grids)
    assert all(len(name) <= 31 for name in names.values())
    assert sheet_names([Grid(None, [])], "文件") == {None: "文件"}
    assert made(*grids).sheetnames == list(names.values())


def test_the_same_cells_make_the_same_bytes() -> None:
    grid = Grid("表", [["1", "2"]])

    assert write_grids([grid], {"表": "表"}) == write_grids([grid], {"表": "表"})


def test_a_workbook_of_nothing_can_be_opened() -> None:
    assert len(made().sheetnames) == 1


def test_columns_are_as_wide_as_their_texts() -> None:
    sheet = made(Grid("表", [["1", "一个比较长的科目名称"]]))["表"]

    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width
