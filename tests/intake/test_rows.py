from collections.abc import Sequence
from pathlib import Path

import pytest

from pipelines.intake.grid import Grid, Span
from pipelines.intake.header import find_header
from pipelines.intake.read import read_snapshot
from pipelines.intake.rows import RowKind, row_kinds
from pipelines.intake.snapshot import take_snapshot
from pipelines.model import Catalogue
from tests import write
from tests.intake import read, records, write_workbook

HEADER = ["项目", "次数", "金额"]


def kinds_of(rows: Sequence[Sequence[str]], **more: object) -> list[RowKind]:
    grid = Grid("表", rows, **more)
    header = find_header(grid, ["项目", "金额"])
    assert header is not None
    return list(row_kinds(grid, header))


def test_every_row_of_a_sheet_is_of_a_kind() -> None:
    rows = [
        ["维修费用表", "", ""],
        ["", "", ""],
        ["编制单位：榆树镇", "", "单位：万元"],
        ["说明", "费用", "费用"],
        HEADER,
        ["银杏", "1", "1.50"],
        HEADER,
        ["", " ", ""],
        ["梧桐", "2", "0.50"],
        ["维修费用表", "", ""],
        ["单位：万元", "", ""],
        ["注：含绿化带", "", ""],
        ["第 2 页 共 3 页", "", ""],
    ]

    assert kinds_of(rows) == [
        *("title", "blank", "unit", "header", "header"),
        *("data", "repeated header", "blank", "data"),
        *("title", "unit", "note", "footer"),
    ]


DATA = {
    "a note's sign beside figures": ["注：1", "1", "1.50"],
    "a numbered note's sign beside figures": ["注1：检查井", "1", "1.50"],
    "an item that begins like a note": ["注册审评", "", ""],
    "an item called like its column": ["项目", "1", "1.50"],
    "an item called like another column": ["金额", "", "1.50"],
    "a header but for one figure": ["项目", "次数", "1.50"],
    "a part of the header": ["项目", "", "金额"],
    "a figure like a page": ["2", "", ""],
    "a unit beside figures": ["单位：万元", "1", "1.50"],
    "a unit of a publisher": ["采购单位：榆树镇", "1", ""],
}


@pytest.mark.parametrize("name", DATA)
def test_row_that_looks_like_something_else_is_data(name: str) -> None:
    assert kinds_of([HEADER, ["银杏", "1", "1"], DATA[name]])[-1] == "data"


NO_DATA: dict[str, tuple[list[str], RowKind]] = {
    "a note": (["注：含绿化带", "", ""], "note"),
    "a note in two cells": (["注：", "含绿化带", ""], "note"),
    "a note without a colon": (["注三", "", ""], "note"),
    "a unit in two cells": (["", "单位：", "万元"], "unit"),
    "a page": (["- 第3页 -", "", ""], "footer"),
}


@pytest.mark.parametrize("name", NO_DATA)
def test_row_that_is_no_data_is_of_its_kind(name: str) -> None:
    row, kind = NO_DATA[name]

    assert kinds_of([HEADER, row])[-1] == kind


def test_merged_header_is_one_though_a_row_of_it_holds_one_text() -> None:
    rows = [
        ["支出表", "", ""],
        ["单位：元", "", ""],
        ["项目", "", "金额"],
        ["编码", "", ""],
        ["类", "项目", ""],
        ["208", "银杏", "1"],
    ]
    spans = [Span(0, 0, 0, 2), Span(2, 0, 2, 1), Span(2, 2, 4, 2), Span(3, 0, 3, 1)]

    assert kinds_of(rows, spans=spans) == ["title", "unit", "header", "header", "header", "data"]


def test_line_outside_the_rules_is_no_data_and_may_go_on_with_a_note() -> None:
    rows = [HEADER, ["银杏", "1", "1"], ["注：本表含"], ["绿化带的费用。"], ["其他说明"], ["- 3 -"]]

    kinds = kinds_of(rows, asides=frozenset(range(2, 6)))

    assert kinds[2:] == ["note", "note", "footer", "footer"]


def test_rows_of_each_kind_add_up_to_the_rows_of_the_sheet(tmp_path: Path) -> None:
    rows = [
        ["维修费用表"],
        ["单位：万元"],
        ["项目", "金额", "序号"],
        ["银杏", 1, 1],
        [None, None, 2],
        ["项目", "金额", "序号"],
        [],
        ["注：一"],
    ]
    path = write_workbook(tmp_path / "2024.xlsx", {"表": rows})

    result = read(path, {"sheet": "表", "ignore": ["序号"]})

    (table,) = result.tables
    assert not result.findings
    assert table.row_counts == {
        **{"title": 1, "unit": 1, "header": 1, "repeated header": 1, "note": 1, "blank": 1},
        **{"data": 1, "ignored": 1},
    }
    assert sum(table.row_counts.values()) == len(rows)


def test_rows_of_own_datasets_are_all_accounted_for(catalogue: Catalogue) -> None:
    for dataset in catalogue.datasets.values():
        for entry in dataset.snapshots:
            snapshot = take_snapshot(dataset, entry)
            result = read_snapshot(snapshot, dataset, catalogue.families[dataset.family])
            for table in result.tables:
                counts = table.row_counts
                rows = {n for t in result.tables if t.sheet == table.sheet for n in rows_of(t.data)}
                assert counts["data"] == len(rows)
                assert counts["ignored"] == 0
                assert counts["header"] >= 1


def rows_of(data: object) -> list[int]:
    return data["source_row"].to_pylist()


def test_cell_that_says_what_its_column_is_called_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "2024.csv", "项目,次数,金额\n项目,1,2\n银杏,1,2\n")

    result = read(path)

    assert records(result.tables[0].data)[2] == {
        "item_name": "项目",
        "repair_count": "1",
        "repair_amount": "2",
    }


def test_cell_called_like_the_title_above_it_is_read(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "2024.xlsx", {"表": [["合计"], HEADER, ["合计", 1, 2]]})

    result = read(path, {"sheet": "表"})

    assert records(result.tables[0].data)[3]["item_name"] == "合计"
