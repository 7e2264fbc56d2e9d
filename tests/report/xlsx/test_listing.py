import io
from decimal import Decimal

import openpyxl
import pytest

from pipelines.report.xlsx.listing import Entry, Listing, insert_listing
from pipelines.report.xlsx.package import Package, main, parse
from pipelines.report.xlsx.styles import COLOURS, Styles
from tests.report.xlsx import bureau_workbook

ENTRIES = [
    Entry("error", ("错误", "B3", "=1+1", Decimal("-12.05")), ("支出 表", "B3")),
    Entry("info", ("说明", "整表", None, None), None),
]
HEADINGS = [("级别", 8), ("位置", 10), ("内容", 30), ("相差", 12)]


def listed(name: str = "审核结果", below: str | None = None) -> openpyxl.Workbook:
    package = Package(bureau_workbook())
    styles = Styles(package)
    listing = Listing(name, ["标题", "第二行"], HEADINGS, ENTRIES, 1, below)
    insert_listing(package, styles, listing)
    styles.save()
    return openpyxl.load_workbook(io.BytesIO(package.to_bytes()))


def test_the_list_is_the_first_sheet_and_the_one_that_opens() -> None:
    book = listed()

    assert book.sheetnames == ["审核结果", "支出 表", "收入表", "内部"]
    assert book.active.title == "审核结果"
    assert book["内部"].sheet_state == "hidden"


def test_texts_are_texts_and_amounts_are_numbers() -> None:
    sheet = listed()["审核结果"]

    assert [cell.value for cell in sheet[4]] == ["错误", "B3", "=1+1", -12.05]
    assert sheet["C4"].data_type == "s"
    assert sheet["D4"].number_format == "#,##0.00"
    assert sheet["A4"].fill.fgColor.rgb == COLOURS["error"]


def test_the_place_leads_to_the_cell() -> None:
    sheet = listed()["审核结果"]

    assert sheet["B4"].hyperlink.location == "'支出 表'!B3"
    assert sheet["B5"].hyperlink is None


def test_headings_stay_in_sight_and_can_be_filtered() -> None:
    sheet = listed()["审核结果"]

    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:D5"
    assert sheet.column_dimensions["C"].width == 30


def test_a_last_line_says_what_is_missing() -> None:
    assert listed(below="另有 5 处")["审核结果"]["A6"].value == "另有 5 处"


@pytest.mark.parametrize(("wanted", "given"), [("收入表", "收入表 2"), ("新表", "新表")])
def test_the_name_is_not_taken_from_another_sheet(wanted: str, given: str) -> None:
    assert listed(wanted).sheetnames[0] == given


def test_names_that_belong_to_a_sheet_move_with_it() -> None:
    package = Package(bureau_workbook())
    before = [
        n.get("localSheetId")
        for n in parse(package.parts[package.workbook]).iter(main("definedName"))
    ]
    insert_listing(package, Styles(package), Listing("表", [], HEADINGS, [], 1, None))

    root = parse(package.parts[package.workbook])
    after = [name.get("localSheetId") for name in root.iter(main("definedName"))]
    assert [n and str(int(n) + 1) for n in before] == after
    assert any(before)
