import csv
import io

import pytest

from pipelines.report.as_csv import COLUMNS, csv_header, csv_lines, harmless
from pipelines.report.content import Report
from tests.report.conftest import Inspected
from tests.report.test_content import finding, report_of


def read(report: Report) -> list[dict[str, str]]:
    text = csv_header() + "".join(csv_lines(report))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_finding_has_its_line_and_every_line_all_it_needs(welfare_home: Inspected) -> None:
    rows = read(welfare_home[0])

    assert len(rows) == len(welfare_home[0].inspection.findings)
    for row in rows:
        assert tuple(row) == COLUMNS
        for column in ("file", "severity", "rule", "cell", "field_title", "value", "expected"):
            assert row[column], column
        for column in ("message", "message_en", "basis", "basis_en"):
            assert row[column], column


def test_no_number_of_findings_is_too_large(welfare_home: Inspected) -> None:
    found = [finding(n, f"名称{n}") for n in range(1, 20_001)]

    rows = read(report_of(found, welfare_home[0]))

    assert [row["row"] for row in rows] == [str(n) for n in range(1, 20_001)]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1", "-1+1", "\t=1"])
def test_what_a_spreadsheet_would_run_is_made_text(welfare_home: Inspected, text: str) -> None:
    (row,) = read(report_of([finding(1, text)], welfare_home[0]))

    assert row["value"] == f"'{text}"


def test_a_negative_amount_stays_a_number() -> None:
    assert harmless("-1,200.50") == "-1,200.50"
