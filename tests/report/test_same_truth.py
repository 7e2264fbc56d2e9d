"""The same findings are read back from every form of the report."""

import csv
import io
import json
import re
from collections.abc import Callable

import openpyxl
import pytest
from lxml import html
from rich.console import Console

from pipelines.report.as_csv import csv_header, csv_lines
from pipelines.report.as_html import write_html
from pipelines.report.as_json import write_json
from pipelines.report.as_text import print_report
from pipelines.report.as_workbook import write_workbook
from pipelines.wording import expectation, field_of
from tests.report.conftest import Inspected

# Rule, sheet, cell, value, expected: everything a finding says of its place.
Truth = list[tuple[str | None, ...]]


def truth(inspected: Inspected) -> Truth:
    return sorted(
        (f.rule, f.place.sheet, f.place.address, f.value, f.expected)
        for f in inspected[0].inspection.findings
    )


def from_json(inspected: Inspected) -> Truth:
    found = json.loads(write_json(inspected[0]))["findings"]
    return sorted((f["rule"], f["sheet"], f["cell"], f["value"], f["expected"]) for f in found)


def from_csv(inspected: Inspected) -> Truth:
    text = (csv_header() + "".join(csv_lines(inspected[0]))).removeprefix("\ufeff")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return sorted((r["rule"], r["sheet"], r["cell"], r["value"], r["expected"]) for r in rows)


def plainly(inspected: Inspected) -> dict[str | None, str | None]:
    """What the forms for people say of what was expected → what the finding says."""
    return {
        expectation(line.finding.expected, "zh", field_of(line.finding, line.schema)): (
            line.finding.expected
        )
        for line in inspected[0].lines
    }


def from_html(inspected: Inspected) -> Truth:
    said = plainly(inspected)
    root = html.document_fromstring(write_html(*inspected, "zh"))
    found = []
    for table in root.xpath("//table[contains(@class, 'findings')]"):
        sheet = table.findtext("caption").split(" › ")[0].strip()
        for row in table.xpath(".//tr[@id]"):
            cell, value, expected = (
                row.xpath(f".//td[contains(@class, '{name}')]")[0].text_content().strip()
                for name in ("cell", "value", "expected")
            )
            found.append((table.get("data-rule"), sheet, cell, value, said[expected]))
    return sorted(found)


def from_workbook(inspected: Inspected) -> Truth:
    said = plainly(inspected)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(*inspected, "zh")))
    rows = book.worksheets[0].iter_rows(values_only=True)
    listed = [row for row in rows if row[0] in ("错误", "提示", "说明")]
    for row in listed:
        cell = book[next(t for t in book.sheetnames if t.strip() == row[2])][row[1]]
        assert cell.comment, row[1]
        assert row[7] in cell.comment.text, row[1]
    return sorted((row[10], row[2], row[1], row[4], said[row[5]]) for row in listed)


@pytest.mark.parametrize("form", [from_json, from_csv, from_html, from_workbook])
def test_what_was_found_is_read_back_from_every_form(
    welfare_home: Inspected, form: Callable[[Inspected], Truth]
) -> None:
    expected = truth(welfare_home)

    assert len(expected) > 20
    assert form(welfare_home) == expected


def test_the_terminal_shows_the_same_places_and_messages(welfare_home: Inspected) -> None:
    console = Console(file=io.StringIO(), width=400)
    print_report(welfare_home[0], console, "zh", show_all=True)
    shown = console.file.getvalue()

    for line in welfare_home[0].lines:
        message = re.escape(line.said("zh").message)
        assert re.search(rf"{line.finding.place.address} +{message}", shown), line.number


def test_the_known_defects_of_the_document_are_among_them(welfare_home: Inspected) -> None:
    found = {(rule, cell, value) for rule, _, cell, value, _ in truth(welfare_home)}

    assert ("code-is-listed", "A19", "7|11|02") in found
    assert ("summary-names-are-in-force", "C10", "三、医疗卫生与计划生育支出") in found
    names = [value for rule, _, _, value, _ in truth(welfare_home) if "listed-name" in (rule or "")]
    assert len(names) == 14
