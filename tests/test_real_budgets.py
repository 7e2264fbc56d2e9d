"""Last year's figures as published last year: rules over staged and published editions together.

Wanli Subdistrict published its budgets of 2023 and 2024. What the explanations of 2024 say of last
year (pages 6 and 32) was held against the tables of 2023 by hand: the appropriation falls from
164,978,640 to 156,211,123 yuan, that is by 8,767,517, and the three public expenses rise from
229,100 to 479,100 by the price of a vehicle.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from openpyxl import load_workbook

from pipelines.inspection.inspect import inspect_snapshot
from pipelines.model import Finding, Inspection
from tests import REPOSITORY, write
from tests.plain_line import Line

WANLI = "shanghai-putuo-wanli-street-department-budget"
SPENDING = "部门支出总表"
STATEMENT = """
  - table: bgt14_statement
    unit: 元
    rows:
      - fiscal_year: 2024
        appropriation_change_direction: 减少
        appropriation_change_amount: "8767500"
        sangong_change_direction: 增加
        sangong_change_amount: "250000"
        sangong_change_reason: 购置公务用车
"""
CROSS_EDITION = (
    "change-of-appropriation-follows-from-last-year",
    "change-of-three-public-expenses-follows-from-last-year",
    "codes-of-budget-keep-their-names",
    "total-of-budget-is-of-last-years-order",
)
Alter = Callable[[Line], None]


def repository(root: Path) -> Path:
    """The repository's own schemas, with the one dataset and what its text says of last year."""
    (root / "datasets").mkdir(parents=True)
    shutil.copytree(REPOSITORY / "schemas", root / "schemas")
    shutil.copytree(REPOSITORY / "datasets" / WANLI, root / "datasets" / WANLI)
    descriptor = root / f"datasets/{WANLI}/datapackage.yaml"
    write(descriptor, descriptor.read_text(encoding="utf-8").rstrip() + STATEMENT)
    return root


@pytest.fixture(scope="module")
def first_year(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """The budget of 2023 published, that of 2024 not yet."""
    folder = tmp_path_factory.mktemp("wanli")
    line = Line(repository(folder / "repository"), folder / "home")
    line.publish("2023", name=WANLI)
    return line


@pytest.fixture
def line(first_year: Line, tmp_path: Path) -> Line:
    """The same, for one test to change."""
    return first_year.copied(tmp_path)


def inspected(line: Line, name: str, stem: str) -> Inspection:
    """The findings of a year beside what is published."""
    dataset = line.catalogue.datasets[name]
    staged = line.stage(stem, name)
    return inspect_snapshot(staged, dataset, line.warehouse.tables, line.settings.warehouse)


def print_cell(sheet: str, old: str | int, new: str | int) -> Alter:
    """Let the workbook of 2024 print another thing in the first cell that prints the old one."""

    def alter(line: Line) -> None:
        path = line.root / f"datasets/{WANLI}/snapshots/2024.xlsx"
        book = load_workbook(path)
        cells = (cell for row in book[sheet].iter_rows() for cell in row)
        next(c for c in cells if str(c.value).replace(",", "") == str(old)).value = new
        book.save(path)

    return alter


def say(old: str, new: str) -> Alter:
    """Let the explanations of 2024 say another thing."""
    return lambda line: line.edit(f"datasets/{WANLI}/datapackage.yaml", old, new)


def test_explanations_say_what_is_entered_here(found_data: Path) -> None:
    with pdfplumber.open(found_data / "budget/wanli_street_2024_budget.pdf") as pdf:
        said = [pdf.pages[n].extract_text().replace("\n", "") for n in (5, 31)]

    assert "财政拨款支出预算15621.11万元，比2023年预算减少876.75万元" in said[0]
    assert "“三公”经费预算数为47.91万元，比2023年预算增加25万元" in said[1]


def test_first_year_is_left_open_for_want_of_the_year_before(line: Line) -> None:
    rows = line.rows(
        "select rule, outcome, count from rule_outcome where dataset = ? and snapshot = ?",
        WANLI,
        "2023",
    )

    ended = {rule: rest for rule, *rest in rows}
    assert {tuple(ended[rule]) for rule in CROSS_EDITION} == {("not applied", 0)}


def test_second_year_says_of_the_first_what_the_first_said(line: Line) -> None:
    outcomes = {o.rule: o for o in inspected(line, WANLI, "2024").outcomes}

    ended = {rule: (outcomes[rule].outcome, outcomes[rule].cannot_check) for rule in CROSS_EDITION}
    assert ended == dict.fromkeys(CROSS_EDITION, ("holds", {}))


@pytest.mark.parametrize(
    ("alter", "rule", "cell", "value", "expected", "difference"),
    [
        (
            say("direction: 减少", "direction: 增加"),
            *(CROSS_EDITION[0], "bgt14_statement", "增加", "减少", -876_751_700),
        ),
        (
            say('"8767500"', '"9767500"'),
            *(CROSS_EDITION[0], "bgt14_statement", "减少", "减少", -876_751_700),
        ),
        (
            say('"250000"', '"350000"'),
            *(CROSS_EDITION[1], "bgt14_statement", "增加", "增加", 25_000_000),
        ),
        (
            print_cell(SPENDING, "社会保障和就业支出", "社会保障支出"),
            *(CROSS_EDITION[2], SPENDING, "社会保障支出", "社会保障和就业支出", None),
        ),
        (  # printed in 万元 below a line that says 元
            print_cell(SPENDING, 156_211_123, 15_621),
            *(CROSS_EDITION[3], SPENDING, "15621.00", "164978640.00", -16_496_301_900),
        ),
    ],
)
def test_second_year_that_says_another_thing_of_the_first_is_told(
    line: Line,
    alter: Alter,
    rule: str,
    cell: str,
    value: str,
    expected: str,
    difference: int | None,
) -> None:
    alter(line)

    found = [f for f in inspected(line, WANLI, "2024").findings if f.rule == rule]

    (finding,) = found
    assert (finding.value, finding.expected, finding.difference_fen) == (
        *(value, expected, difference),
    )
    assert cell in (finding.table, finding.place.sheet)


# — a government, whose tables print last year's outcome beside this year's budget —

GOVERNMENT = "elm-county-government-budget"
DATAPACKAGE = f"""\
name: {GOVERNMENT}
family: government-budget
title: 榆树县政府预算
title_en: Budget of Elm County
description: 示例数据集。
description_en: An example dataset.
publisher: {{name: 榆树县财政局, name_en: Elm County}}
sources: [{{title: 榆树县一般公共预算支出表, page: "1"}}]
cadence: annual
partition: [fiscal_year]
constants: {{publisher_name: 榆树县财政局}}
snapshots:
  - {{path: snapshots/2023.csv, date: 2023-03-01, constants: {{fiscal_year: 2023}}}}
  - {{path: snapshots/2024.csv, date: 2024-03-01, constants: {{fiscal_year: 2024}}}}
resources:
  - table: gov_public_expense
    unit: 万元
    columns:
      function_code: 科目编码
      function_name: 科目名称
      prior_executed_amount: 上年执行数
      approved_amount: 预算数
      executed_amount: 决算数
"""
HEAD = "科目编码,科目名称,上年执行数,预算数,决算数\n"
FIRST = f"""{HEAD}\
合计,合计,,320000,310000
201,一般公共服务支出,,120000,110000
205,教育支出,,200000,200000
"""
SECOND = f"""{HEAD}\
合计,合计,{{total}},330000,
201,一般公共服务支出,{{services}},125000,
205,教育支出,200000,205000,
"""


@pytest.fixture
def county(tmp_path: Path) -> Callable[[int, int], list[Finding]]:
    """What is found of last year's amounts in a second budget, the first one being published."""
    root = tmp_path / "repository"
    shutil.copytree(REPOSITORY / "schemas", root / "schemas")
    write(root / f"datasets/{GOVERNMENT}/datapackage.yaml", DATAPACKAGE)
    write(root / f"datasets/{GOVERNMENT}/snapshots/2023.csv", FIRST)
    line = Line(root, tmp_path / "home")

    def inspect(total: int, services: int) -> list[Finding]:
        text = SECOND.format(total=total, services=services)
        write(root / f"datasets/{GOVERNMENT}/snapshots/2024.csv", text)
        (result,) = line.publish("2023", name=GOVERNMENT)
        assert result.outcome == "published", result.reason
        rule = "spending-of-last-year-is-as-published"
        found = inspected(line, GOVERNMENT, "2024")
        assert {o.outcome for o in found.outcomes if o.rule == rule} <= {"holds", "broken"}
        return [f for f in found.findings if f.rule == rule]

    return inspect


def test_outcome_of_last_year_is_the_published_one(county: Callable) -> None:
    assert county(310_000, 110_000) == []


def test_outcome_that_was_published_otherwise_is_told_line_by_line(county: Callable) -> None:
    found = county(320_000, 120_000)

    told = [(f.place.cell(), f.value, f.expected, f.difference_fen, f.severity) for f in found]
    assert told == [
        ("C2", "3200000000.00", "3100000000.00", 10_000_000_000, "warning"),
        ("C3", "1200000000.00", "1100000000.00", 10_000_000_000, "warning"),
    ]


def test_difference_in_the_last_printed_digit_is_a_note(county: Callable) -> None:
    (finding,) = county(310_000, 110_001)

    assert (finding.difference_fen, finding.severity) == (1_000_000, "info")
