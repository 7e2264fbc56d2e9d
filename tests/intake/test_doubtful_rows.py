"""Row by row and by columns, the same rows are of the same kinds."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.intake.doubtful_rows import doubtful_rows
from pipelines.intake.grid import Grid
from pipelines.intake.header import Header, header_at
from pipelines.intake.rows import row_kinds
from tests.intake import csv_grid

TITLE = ["编制单位：榆树镇", "", "单位：万元"]
LABELS = ["项目", "（金额）", "code"]
CELLS = [
    *(
        "",
        "",
        " ",
        "1",
        "1.5",
        "银杏",
        "注",
        "注：一",
        "注册审评",
        "单位：万元",
        "单位",
        "万元",
        "计量单位 ：",
    ),
    *(
        "第 2 页",
        "- 3 -",
        "项 目",
        "(金额)",
        "ｃｏｄｅ",
        "code",
        "c",
        "采购单位：甲",
        "编制单位：榆树镇",
    ),
]
LINES = st.lists(st.sampled_from(CELLS), min_size=3, max_size=3)
WHOLE = st.sampled_from(
    [LABELS, ["项 目", "(金额)", "ｃｏｄｅ"], TITLE, ["", "", ""], ["项目", "", ""]]
)
ROWS = st.lists(LINES | WHOLE | st.lists(st.sampled_from(CELLS), max_size=4), max_size=12)


def columns_of(rows: list[list[str]]) -> Grid:
    return csv_grid("".join(f"{','.join(row)}\n" for row in rows).encode())[1]


@settings(max_examples=300, deadline=None)
@given(ROWS)
def test_rows_are_of_the_same_kinds_either_way(rows: list[list[str]]) -> None:
    grid = columns_of([TITLE, LABELS, *rows])
    lists = replace(grid, rows=[list(cells) for cells in grid.rows])
    header = header_at(grid, 1)

    assert list(row_kinds(grid, header)) == list(row_kinds(lists, header))
    assert list(grid.text_findings()) == list(lists.text_findings())


def test_plain_rows_of_figures_and_names_are_not_asked_about() -> None:
    header = Header(0, [("项目",), ("次数",), ("金额",)])
    grid = columns_of([LABELS, *([f"银杏{n}", str(n), "1.5"] for n in range(20_000))])

    assert not list(doubtful_rows(grid.rows, 1, set(), [{0: "项目", 1: "次数", 2: "金额"}]))
    assert list(row_kinds(grid, header).others) == [0]
