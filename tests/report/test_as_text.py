import io
from dataclasses import replace

import pytest
from rich.console import Console

from pipelines.model import Place
from pipelines.report.as_text import MOST_VALUES, print_report
from pipelines.report.content import Report
from pipelines.wording import Language
from tests.report.conftest import Inspected
from tests.report.test_content import finding, report_of


def printed(report: Report, language: Language = "zh", *, show_all: bool = False) -> str:
    console = Console(file=io.StringIO(), width=160)
    print_report(report, console, language, show_all=show_all)
    return console.file.getvalue()


def test_the_report_says_what_where_why_and_how_to_mend(welfare_home: Inspected) -> None:
    text = printed(welfare_home[0])

    for shown in (
        "部门预算 (department-budget) · 2024 年度 · 上海市普陀区社会福利院 · 10 张表，98 行",
        "没有做到：科目名称与编码相符  14 处  code-has-its-listed-name",
        "单位支出总表 › 支出功能分类科目编码",
        "A19  编码“7|11|02”不在当年的科目中。可能应为：2101102 事业单位医疗。",
        "依据：中华人民共和国预算法第三十二条；政府收支分类科目",
        "怎样改：对照当年的政府收支分类科目改编码",
        f"错误 {welfare_home[0].count('error')}，提示 0，说明 0 · 有错误，改好再公开",
    ):
        assert shown in text


def test_english_is_english_throughout(welfare_home: Inspected) -> None:
    text = printed(welfare_home[0], "en")

    errors = welfare_home[0].count("error")
    assert f"{errors} errors, 0 warnings, 0 notes · errors to mend before publication" in text
    assert "Code “7|11|02” is not in that year's list. Possibly meant: 2101102" in text
    assert "Budget Law, art. 32" in text
    assert "依据" not in text
    assert "怎样改" not in text


def test_rows_with_the_same_value_are_one_line(welfare_home: Inspected) -> None:
    found = [finding(n) for n in (*range(5, 121), 130)]

    assert "C5–120、130  科目名称印为" in printed(report_of(found, welfare_home[0]))


def test_on_pages_the_page_and_its_line_are_said(welfare_home: Inspected) -> None:
    places = [Place("表", page * 1000 + 5, "E", is_paged=True) for page in (3, 35)]
    found = [replace(finding(1), place=place) for place in places]

    assert "第3页E5、第35页E5  科目名称印为" in printed(report_of(found, welfare_home[0]))


def test_the_first_values_are_shown_and_the_rest_is_counted(welfare_home: Inspected) -> None:
    report = report_of([finding(n, f"名称{n}") for n in range(1, 31)], welfare_home[0])

    first, whole = printed(report), printed(report, show_all=True)

    assert first.count("科目名称印为") == MOST_VALUES
    assert f"另有 {30 - MOST_VALUES} 处" in first
    assert "--all" in first
    assert whole.count("科目名称印为") == 30
    assert "--all" not in whole


@pytest.mark.parametrize("text", ["[/b]", "[red]红[/red]", "[bold]", "[link=x]y[/link]"])
def test_brackets_stand_as_they_are(welfare_home: Inspected, text: str) -> None:
    assert text in printed(report_of([finding(1, text)], welfare_home[0]))
