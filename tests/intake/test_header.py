import pytest

from pipelines.intake.grid import Grid, Span
from pipelines.intake.header import Header, find_header, find_header_above, missing_labels

# The head of an official form: merged headers, 类/款/项 in three columns, two blocks side by side.
FORM = Grid(
    "表",
    [
        ["2024年部门支出总表", "", "", "", "", "", ""],
        ["编制单位：榆树镇", "", "", "", "", "", "单位：元"],
        ["功能分类科目编码", "", "", "功能分类科目名称", "支出", "", ""],
        ["类", "款", "项", "", "合计", "基本支出", "项目支出"],
        ["208", "", "", "社会保障和就业支出", "3", "1", "2"],
    ],
    [Span(0, 0, 0, 6), Span(2, 0, 2, 2), Span(2, 3, 3, 3), Span(2, 4, 2, 6)],
)
SIDES = Grid(
    "表",
    [
        ["本年收入", "", "本年支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["税", "1", "路", "2"],
    ],
    [Span(0, 0, 0, 1), Span(0, 2, 0, 3)],
)


@pytest.mark.parametrize(
    ("labels", "columns"),
    [
        (["类", "款", "项"], [0, 1, 2]),
        (["功能分类科目名称", "合计"], [3, 4]),
        (["支出/合计", "支出/项目支出"], [4, 6]),
        (["功能分类科目编码/款"], [1]),
        (["功能 分类\n科目名称"], [3]),
    ],
)
def test_labels_name_their_columns(labels: list[str], columns: list[int]) -> None:
    header = find_header(FORM, labels)

    assert header is not None
    assert [header.column(label) for label in labels] == columns
    assert header.last_row == 3


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("本年收入/项目", 0),
        ("本年支出/项目", 2),
        ("本年支出/预算数", 3),
        ("项目[1]", 0),
        ("项目[2]", 2),
        ("预算数[2]", 3),
    ],
)
def test_one_of_several_columns_is_named_by_path_or_by_number(label: str, column: int) -> None:
    header = find_header(SIDES, [label])

    assert header is not None
    assert header.column(label) == column


@pytest.mark.parametrize("label", ["项目", "项目[3]", "本年收入/项目/预算数", "收入/项目", "支出"])
def test_label_that_names_no_column_or_several_finds_no_header(label: str) -> None:
    assert find_header(SIDES, [label]) is None


def test_whole_label_with_a_slash_wins_over_a_path() -> None:
    grid = Grid(None, [["报价(元/吨)", "备注"], ["1", ""]])

    header = find_header(grid, ["报价(元/吨)"])

    assert header is not None
    assert header.column("报价(元/吨)") == 0


@pytest.mark.parametrize("printed", ["金额（元）", "金 额 (元)", "金额\n(元)", "金额(元）"])
def test_white_space_and_bracket_width_do_not_count(printed: str) -> None:
    header = find_header(Grid(None, [[printed], ["1"]]), ["金额(元)"])

    assert header is not None


def test_title_above_that_holds_a_label_is_not_the_header() -> None:
    grid = Grid(None, [["合计"], ["名称", "合计"], ["树", "1"]])

    header = find_header(grid, ["名称", "合计"])

    assert header == Header(1, [("合计", "名称"), ("合计",)])


def test_header_ends_below_the_cells_merged_into_it() -> None:
    grid = Grid(
        None, [["名称", "金额"], ["", ""], ["树", "1"]], [Span(0, 0, 1, 0), Span(0, 1, 1, 1)]
    )

    header = find_header(grid, ["名称", "金额"])

    assert header is not None
    assert header.last_row == 1


def test_header_is_looked_for_in_sixty_rows_only() -> None:
    above = [[f"第{n}行"] for n in range(60)]

    assert find_header(Grid(None, [*above[:59], ["金额"]]), ["金额"]) is not None
    assert find_header(Grid(None, [*above, ["金额"]]), ["金额"]) is None


def test_labels_may_stand_beside_the_first_figures() -> None:
    # 三公 form: the right-hand labels are printed in the row of the figures.
    grid = Grid(None, [["项目", "预算数", ""], ["合计", "5", "其中：公车"], ["", "", ""]])

    header = find_header_above(grid, ["项目", "预算数", "其中：公车"], 1)

    assert header is not None
    assert header.last_row == 0
    assert [header.column(x) for x in ("项目", "预算数", "其中：公车")] == [0, 1, 2]


def test_year_before_a_label_does_not_count() -> None:
    grid = Grid(None, [["项目", "2024年预算数", "2024年度机关运行经费预算数"], ["合计", "5", "6"]])

    header = find_header(grid, ["项目", "预算数"])

    assert header is not None
    assert [header.column(x) for x in ("预算数", "机关运行经费预算数")] == [1, 2]


def test_of_two_years_under_one_label_neither_is_meant() -> None:
    header = find_header(Grid(None, [["项目", "2023年预算数", "2024年预算数"]]), ["项目"])

    assert header is not None
    assert header.column("预算数") is None
    assert header.column("2024年预算数") == 2


def test_header_above_the_first_row_must_hold_every_label() -> None:
    assert find_header_above(FORM, ["类", "机关运行经费"], 4) is None


def test_missing_labels_are_named_and_found_ones_are_not() -> None:
    labels = ["类", "款", "事业收入", "支出/上年数"]

    assert missing_labels(FORM, labels) == ["事业收入", "支出/上年数"]


def test_nothing_is_found_in_an_empty_sheet() -> None:
    assert find_header(Grid("表", []), ["金额"]) is None
    assert missing_labels(Grid("表", []), ["金额"]) == ["金额"]
