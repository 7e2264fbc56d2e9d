from pathlib import Path

import pytest

from pipelines.intake.archive import open_archive
from pipelines.intake.limits import UnreadableError
from pipelines.intake.survey import WorkbookSurvey, survey_workbook
from tests.intake import write_workbook
from tests.intake.hostile_files import shared_texts, with_parts

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def survey_of(path: Path) -> WorkbookSurvey:
    with open_archive(path.read_bytes()) as archive:
        return survey_workbook(archive)


def test_every_sheet_is_told_with_its_state(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"公开": [[1]], "内部": [[2]]}, hidden=["内部"])

    assert {n: s.state for n, s in survey_of(path).sheets.items()} == {
        "公开": "visible",
        "内部": "hidden",
    }


def test_texts_are_those_cells_share(tmp_path: Path) -> None:
    shared_texts([b"<si><t>a</t></si><si><t>b</t></si>"])(tmp_path / "a.xlsx")

    assert survey_of(tmp_path / "a.xlsx").texts == ["a", "b"]


def test_two_sheets_of_one_content_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheets = "".join(f"<sheet name='{n}' sheetId='{n}' r:id='rId1'/>" for n in (1, 2))
    book = f"<workbook xmlns:r='{RELATIONS}'><sheets>{sheets}</sheets></workbook>"
    with_parts(**{"xl/workbook.xml": [book.encode()]})(path)

    with pytest.raises(UnreadableError, match="two sheets are one part: 2"):
        survey_of(path)
