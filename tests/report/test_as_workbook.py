import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from pipelines.intake.grid import Grid
from pipelines.model import Catalogue, Finding, Place
from pipelines.report.as_workbook import write_workbook
from pipelines.report.content import MOST_LISTED, Report
from pipelines.report.xlsx.package import Package, main, parse
from pipelines.report.xlsx.styles import COLOURS
from tests import REPOSITORY, write
from tests.report.conftest import Inspected, inspected
from tests.report.test_content import finding, report_of
from tests.report.xlsx import RICH, bureau_workbook


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture
def on_bureau(tmp_path: Path, welfare_home: Inspected) -> Report:
    """Findings in a workbook that holds everything."""
    path = write(tmp_path / "局.xlsx", bureau_workbook(commented=True))
    found = [
        Finding("code-is-listed", "error", "bgt03_expense", Place("支出 表", 3, letter), value="x")
        for letter in "AB"
    ]
    report = report_of(found, welfare_home[0])
    return replace(report, snapshot=replace(report.snapshot, path=path))


def test_bad_cells_are_coloured_and_say_why(welfare_home: Inspected) -> None:
    book = opened(write_workbook(*welfare_home, "zh"))

    cell = book["单位支出总表"]["A19"]
    assert cell.fill.fgColor.rgb == COLOURS["error"]
    for said in (
        "编码“7|11|02”不在当年的科目中",
        "应为：2101102 事业单位医疗",
        "依据：",
        "怎样改：",
    ):
        assert said in cell.comment.text
    assert book["单位支出总表"]["A17"].fill.fgColor.rgb != COLOURS["error"]
    assert book["单位支出总表"]["A17"].comment is None


def test_the_first_sheet_lists_every_finding_with_a_link(welfare_home: Inspected) -> None:
    report, grids = welfare_home
    sheet = opened(write_workbook(report, grids, "zh")).worksheets[0]

    assert sheet.title == "审核结果"
    rows = [row for row in sheet.iter_rows() if row[0].value in ("错误", "提示", "说明")]
    assert len(rows) == len(report.lines)
    for row, line in zip(rows, report.lines, strict=True):
        place = line.finding.place
        assert row[1].value == place.address
        assert row[1].hyperlink.location.endswith(f"!{place.address}")
        assert row[10].value == line.finding.rule


def test_nothing_else_is_altered(on_bureau: Report) -> None:
    before = Package(on_bureau.snapshot.path.read_bytes())

    after = Package(write_workbook(on_bureau, {}, "zh"))

    changed = {name for name, data in before.parts.items() if after.parts.get(name) != data}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/worksheets/sheet1.xml",  # the marked cells
        "xl/worksheets/sheet2.xml",  # it was the selected one
    }
    sheets = [parse(p.parts["xl/worksheets/sheet1.xml"]) for p in (before, after)]
    for sheet in sheets:
        for cell in sheet.iter(main("c")):
            cell.attrib.pop("s", None)
    first, second = (etree.tostring(sheet, method="c14n") for sheet in sheets)
    assert first == second


def test_pictures_charts_and_text_of_two_formats_survive(on_bureau: Report) -> None:
    package = Package(write_workbook(on_bureau, {}, "zh"))

    assert any(name.endswith(".png") for name in package.parts)
    assert any("charts/chart" in name for name in package.parts)
    assert f"<t>{RICH}</t>".encode() in package.parts["xl/sharedStrings.xml"]
    book = opened(package.to_bytes())
    assert book["内部"].sheet_state == "hidden"
    assert book["支出 表"].freeze_panes == "A3"
    assert len(book["支出 表"].data_validations.dataValidation) == 1


def test_a_finding_inside_a_merged_range_is_shown_on_its_first_cell(on_bureau: Report) -> None:
    merged = Finding("code-is-listed", "warning", "bgt03_expense", Place("支出 表", 5, "A"))
    report = report_of([merged], on_bureau)

    sheet = opened(write_workbook(report, {}, "en"))["支出 表"]

    assert sheet["A4"].fill.fgColor.rgb == COLOURS["warning"]
    assert "warning" in sheet["A4"].comment.text


def test_a_finding_of_a_row_marks_its_first_cell(on_bureau: Report) -> None:
    row = Finding("keys-are-unique", "error", "bgt03_expense", Place("支出 表", 3), detail="A2")

    sheet = opened(write_workbook(report_of([row], on_bureau), {}, "zh"))["支出 表"]

    assert sheet["A3"].fill.fgColor.rgb == COLOURS["error"]


def test_findings_of_one_cell_share_a_note_and_the_worst_colour(on_bureau: Report) -> None:
    place = Place("支出 表", 3, "B")
    found = [
        Finding("code-is-listed", severity, "bgt03_expense", place)
        for severity in ("error", "warning", "info", "info", "info")
    ]

    cell = opened(write_workbook(report_of(found, on_bureau), {}, "zh"))["支出 表"]["B3"]

    assert cell.fill.fgColor.rgb == COLOURS["error"]
    assert cell.comment.text.startswith("局里的批注")
    assert "另有 2 处" in cell.comment.text


def test_a_file_that_is_no_workbook_becomes_one(catalogue: Catalogue) -> None:
    path = REPOSITORY / "datasets/yichang-public-resources-award-results/snapshots/2025-05-26.csv"
    report, grids = inspected(path, catalogue)

    book = opened(write_workbook(report, grids, "zh"))

    assert book.sheetnames == ["审核结果", "2025-05-26"]
    line = report.lines[0]
    cell = book["2025-05-26"][line.finding.place.address]
    assert cell.value == line.finding.value
    assert cell.fill.fgColor.rgb == COLOURS["warning"]
    assert cell.comment


def test_a_file_that_cannot_be_opened_still_gives_a_list(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    report, grids = inspected(write(tmp_path / "坏.xlsx", b"PK"), catalogue)

    sheet = opened(write_workbook(report, grids, "zh")).worksheets[0]

    assert "文件无法读取" in " ".join(str(c.value) for row in sheet.iter_rows() for c in row)


def test_beyond_the_bound_the_list_says_so(on_bureau: Report) -> None:
    found = [
        Finding("code-is-listed", "error", "bgt03_expense", Place("支出 表", row, "B"), value="x")
        for row in range(1, 3_001)
    ]

    data = write_workbook(report_of(found, on_bureau), {}, "zh")

    sheet = opened(data).worksheets[0]
    last = [row[0].value for row in sheet.iter_rows() if row[0].value][-1]
    assert "另有 2,000 处" in last
    assert "--format csv" in last
    assert len(data) < 1_000_000
    marked = opened(data)["支出 表"]
    assert sum(bool(cell.comment) for row in marked.iter_rows() for cell in row) <= MOST_LISTED + 1


def test_the_same_report_makes_the_same_bytes(welfare_home: Inspected, on_bureau: Report) -> None:
    for report, grids in (welfare_home, (on_bureau, {})):
        assert write_workbook(report, grids, "zh") == write_workbook(report, grids, "zh")


def test_unseen_characters_do_not_break_the_workbook(welfare_home: Inspected) -> None:
    report = report_of([finding(1, "a\x00b\ud800")], welfare_home[0])

    assert opened(write_workbook(report, {"": Grid(None, [["x"]])}, "zh")).worksheets
