import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from pipelines.report.files import build_reports
from tests import make_repository
from tests.plain_line import FOLDER, Line


@pytest.fixture
def reports(tmp_path: Path) -> dict[str, bytes]:
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    line.edit(f"{FOLDER}/snapshots/2024.csv", "银杏,1,", "银杏甲,1,")
    return build_reports(line.disclose(), line.catalogue)


def test_every_form_tells_the_same_finding(reports: dict[str, bytes]) -> None:
    (listed,) = csv.DictReader(io.StringIO(reports["inspection.csv"].decode("utf-8-sig"), ""))
    (found,) = json.loads(reports["inspection.json"])["findings"]
    book = openpyxl.load_workbook(io.BytesIO(reports["inspection.xlsx"]))
    cells = [c for row in book["审核结果"].iter_rows(values_only=True) for c in row]

    assert listed["value"] == found["value"] == "银杏甲"
    assert "银杏甲" in cells
    assert "银杏甲" in reports["inspection.html"].decode()


def test_workbook_holds_no_sheet_of_the_file_received(reports: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(reports["inspection.xlsx"]))

    assert book.sheetnames == ["审核结果", "各条规则"]
    cells = [c for s in book for row in s.iter_rows(values_only=True) for c in row if c]
    assert "梧桐" not in cells
    assert "class-is-sum-of-items" in cells
