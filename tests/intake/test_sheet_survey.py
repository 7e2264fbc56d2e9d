from pathlib import Path

import pytest
import xlsxwriter

from pipelines.intake.archive import open_archive
from pipelines.intake.formats import read_file
from pipelines.intake.grid import Span
from pipelines.intake.limits import UnreadableError
from pipelines.intake.sheet_survey import SheetSurvey
from pipelines.intake.survey import survey_workbook
from tests.intake import brief, write_workbook
from tests.intake.hostile_files import inline, sheet, with_parts


def survey_of(path: Path) -> SheetSurvey:
    with open_archive(path.read_bytes()) as archive:
        return survey_workbook(archive).sheets["表"]


def test_size_of_a_sheet_is_that_of_its_content(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        form = book.add_format({"border": 1})
        page = book.add_worksheet("表")
        page.write_blank(99, 255, None, form)
        page.write("C4", 1)

    survey = survey_of(tmp_path / "a.xlsx")

    assert (survey.rows, survey.columns) == (4, 3)


def test_merged_ranges_and_what_is_hidden_are_noted(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet("表")
        page.merge_range("A1:B2", "支出")
        page.write("D3", 1)
        page.set_row(2, None, None, {"hidden": True})
        page.set_row(7, None, None, {"hidden": True})  # holds nothing
        page.set_column("D:E", None, None, {"hidden": True})

    survey = survey_of(tmp_path / "a.xlsx")

    assert survey.spans == [Span(0, 0, 1, 1)]
    assert survey.hidden_rows == {2}
    assert survey.hidden_columns == {3, 4}


def test_row_without_height_and_column_without_width_are_hidden(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    data = "<row r='1' ht='0' customHeight='1'><c r='A1'><v>1</v></c></row>"
    parts = sheet(data)
    parts[0] = parts[0].replace(
        b"<sheetData>", b"<cols><col min='2' max='3' width='0'/></cols><sheetData>"
    )
    with_parts(sheet=parts)(path)

    survey = survey_of(path)

    assert survey.hidden_rows == {0}
    assert survey.hidden_columns == {1, 2}


def test_places_that_are_left_out_count_on_from_the_last(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with_parts(
        sheet=sheet(
            "<row><c><v>1</v></c><c><v>2</v></c></row><row r='4'><c r='C4'><v>3</v></c></row>"
            "<row><c><v>4</v></c></row>"
        )
    )(path)

    assert (survey_of(path).rows, survey_of(path).columns) == (5, 3)
    assert read_file(path).grids["表"].rows == [
        ["1", "2", ""],
        *[["", "", ""]] * 2,
        ["", "", "3"],
        ["4", "", ""],
    ]


@pytest.mark.parametrize("ref", ["A1:XFD1048576", "XFD1:XFD9", "A1"])
def test_merged_range_is_only_its_two_corners(tmp_path: Path, ref: str) -> None:
    path = tmp_path / "a.xlsx"
    after = f"<mergeCells><mergeCell ref='{ref}'/></mergeCells>"
    with_parts(sheet=sheet(inline("甲", "A1") + inline("乙", "B2"), after))(path)

    content = read_file(path)

    assert not content.findings
    assert content.grids["表"].cell(1, 1) == "乙"
    whole = [Span(0, 0, 1, 1)]
    assert content.grids["表"].spans == (
        whole if ref == "A1:XFD1048576" else content.grids["表"].spans
    )


DAMAGED = {
    "an address that is none": "<row r='1'><c r='1A'><v>1</v></c></row>",
    "an address of row zero": "<row r='1'><c r='A0'><v>1</v></c></row>",
    "a row that is no number": "<row r='x'/>",
    "a row beyond the last": "<row r='1048577'/>",
    "a cell in another row": "<row r='1'><c r='A2'><v>1</v></c></row>",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_sheet_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.xlsx"
    with_parts(sheet=sheet(DAMAGED[name]))(path)

    with pytest.raises(UnreadableError):
        survey_of(path)


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"甲": [[1]], "乙": [[2]]})
    book = (
        "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
        "<sheets><sheet name='a' r:id='rId1'/><sheet name='a' r:id='rId2'/></sheets></workbook>"
    ).encode("ascii")
    with_parts(**{"xl/workbook.xml": [book]})(path)

    with pytest.raises(UnreadableError, match="two sheets"):
        survey_of(path)


def test_sheets_whose_names_differ_in_white_space_are_both_left_out(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"表": [[1]], "表 ": [[2]], "别的": [[3]]})

    content = read_file(path)

    assert set(content.grids) == {"别的"}
    assert brief(content.findings) == [("sheet-names-are-unique", "表", "表", None)]
