import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from pipelines.intake.grid import Grid
from pipelines.model import Catalogue, Finding, Inspection, Place
from pipelines.report.as_html import write_html
from pipelines.report.content import MOST_LISTED, Report
from pipelines.wording import Language
from tests import REPOSITORY, write
from tests.browser.test_portal import CONTRAST
from tests.report.conftest import Inspected, inspected
from tests.report.test_content import finding, report_of


def page(
    report: Report, grids: Mapping[str, Grid] | None = None, language: Language = "zh"
) -> html.HtmlElement:
    return html.document_fromstring(write_html(report, grids or {}, language))


def classed(root: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    """The elements of a class."""
    return root.xpath(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]")


def texts(elements: list[html.HtmlElement]) -> list[str]:
    return [" ".join(element.text_content().split()) for element in elements]


def test_the_page_stands_alone(welfare_home: Inspected) -> None:
    text = write_html(*welfare_home, "zh")
    root = html.document_fromstring(text)

    assert not root.xpath("//script | //link | //img | //iframe | //@onclick | //@src")
    assert "url(" not in text
    assert "@import" not in text
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    inner = [h for h in root.xpath("//a/@href") if h.startswith("#")]
    identifiers = set(root.xpath("//@id"))
    assert {link[1:] for link in inner} <= identifiers
    assert len(root.xpath("//@id")) == len(identifiers)


def test_summary_comes_first_then_findings_then_the_sheets(welfare_home: Inspected) -> None:
    root = page(*welfare_home)

    assert texts(root.xpath("//h2")) == ["概要", "问题", "在表里的位置"]
    assert texts(classed(root, "verdict")) == ["有错误，改好再公开"]
    assert texts(root.xpath("//ul[@class='counts']/li")) == [
        f"{welfare_home[0].count(severity)} {word}"
        for severity, word in (("error", "错误"), ("warning", "提示"), ("info", "说明"))
    ]
    assert "上海市普陀区社会福利院" in texts(root.xpath("//dd"))


@pytest.mark.parametrize(("language", "lang"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_speaks_the_language_asked_for(
    welfare_home: Inspected, language: Language, lang: str
) -> None:
    root = page(*welfare_home, language)

    assert root.get("lang") == lang
    other = {"zh": "en", "en": "zh"}[language]
    assert set(root.xpath("//main//@lang")) == {other}


def test_every_number_in_a_sheet_leads_to_its_finding_and_back(welfare_home: Inspected) -> None:
    report, grids = welfare_home
    root = page(report, grids)

    for line in report.lines:
        (row,) = root.xpath(f"//tr[@id='f{line.number}']")
        (mark,) = root.xpath(f"//table[@class='sheet']//a[@id='c{line.number}']")
        assert mark.get("href") == f"#f{line.number}"
        assert row.xpath(f".//a[@href='#c{line.number}']")
        cell = mark.getparent()
        if line.finding.rule == "code-has-its-listed-name":
            assert (line.finding.value or "") in cell.text_content()
        assert cell.get("class") == line.finding.severity


def test_merged_cells_of_the_header_are_merged_on_the_page(welfare_home: Inspected) -> None:
    report, grids = welfare_home

    merged = page(report, grids).xpath("//table[@class='sheet']//td[@colspan]")

    assert any("2024年预算单位支出预算总表" in cell.text_content() for cell in merged)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<b>x</b>", '"><img src=x>'])
def test_what_stands_in_a_cell_is_text(welfare_home: Inspected, text: str) -> None:
    grid = Grid("表", [[""], ["", "", text]])
    report = report_of([finding(2, text)], welfare_home[0])

    root = page(report, {"表": grid})

    assert not root.xpath("//script | //img | //td//b")
    assert texts(classed(root, "value")) == [" ".join(text.split())]


def test_personal_numbers_beside_a_bad_cell_are_hidden(welfare_home: Inspected) -> None:
    grid = Grid("表", [["", ""], ["联系人 13912345678", "", "x"]])

    text = write_html(report_of([finding(2)], welfare_home[0]), {"表": grid}, "zh")

    assert "13912345678" not in text
    assert "139********" in text


def test_findings_without_a_row_or_a_column_are_shown_too(welfare_home: Inspected) -> None:
    found = [
        Finding("required-tables-are-filled-or-declared-empty", "error", "bgt06_fund_func"),
        Finding("keys-are-unique", "error", "bgt05_general_func", Place("表", 2), "function_code"),
    ]
    report = report_of(found, welfare_home[0])

    root = page(report, {"表": Grid("表", [["a"], ["b"]])})

    assert texts(classed(root, "cell")) == ["2", "整表"]
    assert root.xpath("//tr[@class='error']/th/a[@id='c2']")


def test_a_hundred_thousand_findings_make_a_page_that_can_be_opened(
    welfare_home: Inspected,
) -> None:
    found = [finding(n, f"名称{n}") for n in range(1, 100_001)]
    grid = Grid("表", [["a", "b", "c"]] * 100_000)

    text = write_html(report_of(found, welfare_home[0]), {"表": grid}, "zh")

    assert len(text) < 2_000_000
    root = html.document_fromstring(text)
    assert len(root.xpath("//tr[starts-with(@id, 'f')]")) == MOST_LISTED
    (rest,) = texts(classed(root, "rest"))
    assert "另有 99,000 处" in rest
    assert "第 1–100000 行" in rest
    inner = {h[1:] for h in root.xpath("//a/@href") if h.startswith("#")}
    assert inner <= set(root.xpath("//@id"))


def test_what_was_not_recognised_is_said(tmp_path: Path, catalogue: Catalogue) -> None:
    report, grids = inspected(write(tmp_path / "表.csv", "甲,乙\n1,2\n"), catalogue)

    root = page(report, grids)

    assert texts(classed(root, "verdict")) == ["无法审核"]
    assert "没有认出任何一张公开的表" in root.text_content()
    assert "--as" in root.text_content()


def test_a_clean_file_is_said_to_be_clean(welfare_home: Inspected) -> None:
    report = replace(welfare_home[0], inspection=Inspection((), ()))

    root = page(report)

    assert texts(classed(root, "verdict")) == ["没有错误"]
    assert texts(classed(root, "good")) == ["没有发现问题。"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1200])
def test_the_page_can_be_read_on_any_screen(
    welfare_home: Inspected, tmp_path: Path, width: int
) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    path = write(tmp_path / "report.html", write_html(*welfare_home, "zh"))
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        shown = browser.new_page(viewport={"width": width, "height": 800})
        faults: list[str] = []
        shown.on("console", lambda message: faults.append(message.text))
        shown.goto(path.as_uri())
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        worst = shown.evaluate(CONTRAST)
        browser.close()
    assert worst["ratio"] >= 4.5, worst
    assert not faults


def test_the_style_has_a_form_for_paper_and_for_phones() -> None:
    style = (REPOSITORY / "pipelines/report/report.css").read_text(encoding="utf-8")

    assert re.search(r"@media print", style)
    assert re.search(r"@media \(max-width: 640px\)", style)
