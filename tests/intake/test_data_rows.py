from collections.abc import Sequence

import pytest

from pipelines.intake.data_rows import DataRows
from pipelines.intake.grid import Grid
from pipelines.intake.header import Header
from pipelines.intake.row_kinds import RowKind, RowKinds
from pipelines.model import SOURCE_ROW
from tests.intake import csv_grid

HEADER = Header(0, [("项目",), ("费用",), ("金额",), ("报价",)])
ROWS = [
    ["项目", "费用", "金额", "报价"],
    [" 208 ", "", "05", "1"],
    ["注：一", "", "", ""],
    ["", "9", "06", ""],
    ["", "9", "", ""],
]
OTHERS: dict[int, RowKind] = {0: "header", 2: "note"}
MAPPING = {"item_name": [0, 2], "repair_amount": [3]}


def as_lists() -> Grid:
    return Grid("表", ROWS)


def as_columns() -> Grid:
    return csv_grid("\n".join(map(",".join, ROWS)).encode())[1]


each_way = pytest.mark.parametrize("grid", [as_lists(), as_columns()], ids=["lists", "columns"])


def data_of(grid: Grid, header: Header = HEADER) -> DataRows:
    return DataRows(grid, header, RowKinds(len(ROWS), OTHERS))


@each_way
def test_texts_of_several_columns_are_joined_and_kept_apart_too(grid: Grid) -> None:
    data = data_of(grid)

    assert data.table(MAPPING).to_pydict() == {
        "item_name": ["20805", "06"],
        "repair_amount": ["1", ""],
        SOURCE_ROW: [2, 4],
    }
    assert {name: part.to_pydict() for name, part in data.parts(MAPPING).items()} == {
        "item_name": {"A": ["208", ""], "C": ["05", "06"], SOURCE_ROW: [2, 4]}
    }


@each_way
def test_rows_are_counted_by_what_they_hold(grid: Grid) -> None:
    data = data_of(grid)

    assert data.count_filled([0, 1, 3]) == {0: 1, 1: 2, 3: 1}
    assert data.count_read([0, 2, 3]) == 2


@each_way
def test_label_beside_the_figures_is_no_value(grid: Grid) -> None:
    data = data_of(grid, Header(0, HEADER.paths, frozenset({(3, 2)})))

    assert data.table(MAPPING)["item_name"].to_pylist() == ["20805"]


@pytest.mark.parametrize(("numbers", "found"), [((), [2, 4]), ((7, 8, 9, 10, 11), [8, 10])])
def test_rows_keep_the_numbers_of_their_source(numbers: Sequence[int], found: list[int]) -> None:
    data = data_of(Grid("表", ROWS, numbers=numbers))

    assert data.table(MAPPING)[SOURCE_ROW].to_pylist() == found
