"""A repair order filled in as pairs, as performance targets are published."""

from dataclasses import replace

import pytest

from pipelines.intake.grid import Grid
from pipelines.intake.pair_forms import unfold_pair_forms
from pipelines.model import Family, Place
from tests.intake import FAMILY

FORM = {
    "titles": ["维修申请表"],
    "pairs": True,
    "columns": {"item_name": "项目", "repair_count": "次数", "care_amount": "费用[1]"},
    "ignore": ["经办人", "费用[2]"],
}
TABLE = next(iter(FAMILY.schemas.values()))
PAIRS = FAMILY.model_copy(
    update={
        "schemas": {
            TABLE.name: TABLE.model_validate(TABLE.model_dump(by_alias=True) | {"forms": [FORM]})
        }
    }
)


def page(number: int, *rows: list[str], sheet: str = "维修申请表") -> Grid:
    numbers = [number * 1000 + n for n in range(1, len(rows) + 1)]
    return Grid(sheet, rows, numbers=numbers)


def order(number: int, item: str, count: str, cost: str, sheet: str = "维修申请表") -> Grid:
    return page(
        number,
        ["维修申请表", "", "", ""],
        ["（2024年度）", "", "", ""],
        ["项目", "", item, "次数", count],
        ["经费（元）", "经办人", "甲", "", ""],
        ["", "费用", cost, "费用", "0.00"],
        sheet=sheet,
    )


def unfolded(*grids: Grid, family: Family = PAIRS) -> dict[str, Grid]:
    return unfold_pair_forms({g.sheet or "": g for g in grids}, [family])


def test_every_filled_form_is_a_row_of_one_table() -> None:
    first, second = order(3, "银杏", "2", "10.00"), order(4, "梧桐", "", "7.50", "维修申请表（2）")

    (table,) = unfolded(first, second).values()

    assert table.sheet == "维修申请表"
    assert table.rows == [
        ["维修申请表"],
        ["维修申请表", "（2024年度）"],
        ["单位：元"],
        ["项目", "次数", "费用", "经办人", "费用"],
        ["银杏", "2", "10.00", "甲", "0.00"],
        ["梧桐", "", "7.50", "甲", "0.00"],
    ]


def test_every_value_keeps_its_place() -> None:
    first, second = order(3, "银杏", "2", "10.00"), order(4, "梧桐", "", "7.50", "维修申请表（2）")

    (table,) = unfolded(first, second).values()

    assert table.place(5, 2) == Place("维修申请表（2）", 4005, "C", is_paged=True)
    assert table.place(4, 0) == Place("维修申请表", 3003, "C", is_paged=True)
    assert table.place(5, 1).cell() == "维修申请表（2）!第4页E3"
    assert [table.number(row) for row in (4, 5)] == [3003, 4003]


def test_label_that_follows_a_label_is_no_value() -> None:
    form = page(3, ["维修申请表"], ["项目", "次数", "2"], ["费用", "1.00"])

    (table,) = unfolded(form).values()

    assert table.rows[-1] == ["", "2", "1.00"]


@pytest.mark.parametrize(
    "other",
    [
        # A table of the same title, a form that lacks a label, and another title.
        page(
            3,
            ["维修申请表"],
            ["项目", "次数", "费用", "经办人", "费用"],
            ["银杏", "2", "1.00", "甲", ""],
        ),
        page(3, ["维修申请表"], ["项目", "银杏", "次数", "2"]),
        replace(
            order(3, "银杏", "2", "10.00"), sheet="报名表", rows=[["报名表"], ["项目", "银杏"]]
        ),
    ],
    ids=["a table", "not the whole form", "another title"],
)
def test_what_is_no_form_of_pairs_stays_as_it_is(other: Grid) -> None:
    assert unfolded(other) == {other.sheet: other}


def test_forms_that_are_not_declared_pairs_stay_as_they_are() -> None:
    grid = order(3, "银杏", "2", "10.00")

    assert unfolded(grid, family=FAMILY) == {grid.sheet: grid}


def test_forms_keep_their_place_among_the_sheets() -> None:
    before, after = Grid("甲", [["a"]]), Grid("乙", [["b"]])
    names = list(unfolded(before, order(3, "银杏", "2", "1"), after))

    assert names == ["甲", "维修申请表", "乙"]
