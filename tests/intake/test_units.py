from pathlib import Path

import pytest

from pipelines.intake.units import units_in, units_in_labels
from tests.intake import brief, read, write_workbook

HEADER = ["项目", "次数", "金额"]


@pytest.mark.parametrize(
    ("row", "units"),
    [
        (["单位：万元"], ["万元"]),
        (["编制单位：榆树镇", "单位: 元"], ["元"]),
        (["单位：元", "金额单位：万元"], ["元", "万元"]),
        (["单位：", "万元"], ["万元"]),
        (["金额单位", "", "万元"], ["万元"]),
        (["单位", "榆树镇"], []),
        (["采购单位：元宝镇"], []),
        (["元"], []),
    ],
)
def test_units_of_a_row_are_read(row: list[str], units: list[str]) -> None:
    assert units_in(row) == units


UNITS = {
    "in two neighbouring cells": ([["", "单位：", "万元"]], "万元"),
    "in two cells with one between": ([["单位：", "", "元"]], "元"),
    "in two cells without a colon": ([["", "金额单位", "千元"]], "千元"),
    "said twice": ([["单位：元"], ["金额单位：元"]], "元"),
    "of money and of something else": ([["面积单位：亩", "单位：万元"]], "万元"),
}


@pytest.mark.parametrize("name", UNITS)
def test_unit_is_read_above_the_table(tmp_path: Path, name: str) -> None:
    above, unit = UNITS[name]
    path = write_workbook(tmp_path / "2024.xlsx", {"表": [*above, HEADER, ["银杏", 1, 2]]})

    result = read(path, {"sheet": "表"})

    assert not result.findings
    assert result.tables[0].unit == unit


CONTRADICTIONS = {
    "two lines": [["单位：元"], ["单位：万元"], HEADER],
    "one line": [["单位：元", "", "单位：万元"], HEADER],
    "above and below": [["单位：元"], HEADER, ["银杏", 1, 1], ["单位：万元"]],
    "a line and two cells": [["单位：元"], ["单位：", "万元"], HEADER],
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
@pytest.mark.fault("I25")
def test_two_units_that_contradict_are_found(tmp_path: Path, name: str) -> None:
    path = write_workbook(tmp_path / "2024.xlsx", {"表": [*CONTRADICTIONS[name], ["槐", 1, 1]]})

    found = brief(read(path, {"sheet": "表"}).findings)

    assert [(rule, set((value or "").split("、"))) for rule, _, value, _ in found] == [
        ("unit-is-stated", {"元", "万元"})
    ]


def test_unit_in_the_label_of_a_group_counts_for_its_columns(tmp_path: Path) -> None:
    rows = [["项目", "支出（万元）", None], [None, "次数", "金额"], ["银杏", 1, 2]]
    path = write_workbook(tmp_path / "2024.xlsx", {"表": rows}, merged=["A1:A2", "B1:C1"])

    (table,) = read(path, {"sheet": "表"}).tables

    assert table.units["repair_amount"] == "万元"
    assert "item_name" not in table.units


def test_own_label_of_a_column_wins_over_that_of_its_group(tmp_path: Path) -> None:
    rows = [["项目", "支出（万元）", None], [None, "次数", "金额（元）"], ["银杏", 1, 2]]
    path = write_workbook(tmp_path / "2024.xlsx", {"表": rows}, merged=["A1:A2", "B1:C1"])
    columns = {"item_name": "项目", "repair_amount": "金额（元）"}

    result = read(path, {"sheet": "表", "columns": columns})

    assert result.tables[0].units["repair_amount"] == "元"


@pytest.mark.parametrize(
    ("labels", "units"),
    [
        (["项目资金（元）", "项目资金总额", "其他资金(元)"], ["元"]),
        (["预算数（万元）", "决算数（元）"], ["万元", "元"]),
        (["面积（公顷）", "（元）以上", "金额"], []),
    ],
)
def test_units_of_labels_are_those_of_money(labels: list[str], units: list[str]) -> None:
    assert units_in_labels(labels) == units
