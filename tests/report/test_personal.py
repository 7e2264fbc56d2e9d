"""What is personal stands in full in none of the five forms of a report."""

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from pipelines.cli.reporting import ReportWriter
from pipelines.intake.grid import Grid
from pipelines.model import Catalogue
from pipelines.report.as_workbook import write_workbook
from pipelines.report.personal import holds_personal_data, mask_texts, without_personal_cells
from pipelines.report.xlsx.package import Package
from tests.report.conftest import WELFARE_HOME, Inspected, inspected
from tests.test_canaries import files_below

MOBILE = "13912345678"


@pytest.fixture(scope="module")
def with_mobile(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Inspected:
    """A unit budget with a mobile number in a name, below a table and in a comment."""
    path = tmp_path_factory.mktemp("personal") / "2024.xlsx"
    book = openpyxl.load_workbook(WELFARE_HOME)
    sheet = book["单位支出总表"]
    sheet["D19"] = f"联系人 {MOBILE}"
    sheet["A3"] = f"联系人 {MOBILE}"
    sheet["C9"].comment = openpyxl.comments.Comment(MOBILE, "x")
    book.save(path)
    return inspected(path, catalogue)


@pytest.mark.parametrize("form", ["text", "json", "csv", "html", "xlsx"])
def test_personal_number_is_in_no_byte_of_a_report(
    form: str, with_mobile: Inspected, tmp_path: Path
) -> None:
    writer = ReportWriter(form, tmp_path / f"report.{form}", "zh", show_all=True)
    writer.prepare([with_mobile[0].snapshot.path])

    writer.write(*with_mobile)

    written = b"".join(data for _, data in files_below(tmp_path))
    assert b"139********" in written
    assert MOBILE.encode() not in written


def test_note_says_where_the_full_value_is(with_mobile: Inspected) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(*with_mobile, "zh")))

    cell = book["单位支出总表"]["D19"]
    assert cell.value == "联系人 139********"
    assert "完整内容没有写进报告，见原文件 单位支出总表!D19。" in cell.comment.text
    assert "请在原来的文件里改" in "".join(str(c.value) for c in book.worksheets[0]["A"])


def test_number_split_over_two_formats_is_seen(tmp_path: Path, welfare_home: Inspected) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        bold = book.add_format({"bold": True})
        book.add_worksheet("表").write_rich_string(0, 0, "电话139", bold, "12345678")
    report = replace(welfare_home[0], inspection=replace(welfare_home[0].inspection, findings=()))

    assert holds_personal_data(report, Package((tmp_path / "a.xlsx").read_bytes()))


def test_workbook_without_any_is_given_back_as_it_is(welfare_home: Inspected) -> None:
    assert not holds_personal_data(welfare_home[0], Package(WELFARE_HOME.read_bytes()))


def test_cells_keep_enough_to_be_found() -> None:
    (grid,) = without_personal_cells({"": Grid("表", [["甲", MOBILE], ["乙", "1"]])}).values()

    assert grid.rows == [["甲", "139********"], ["乙", "1"]]
    assert mask_texts(["甲", MOBILE]) == {1: "139********"}
