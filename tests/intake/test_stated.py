from collections import Counter

import pytest

from pipelines.intake.grid import Grid
from pipelines.intake.stated import (
    only_year,
    short_texts,
    stated_publishers,
    stated_years,
    years_in_name,
)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024年部门收入预算总表", [2024]),
        ("财政项目支出绩效目标填报表（2023年度）", [2023]),
        ("二〇二四年", [2024]),
        ("二○二四年度", [2024]),
        ("２０２４年", [2024]),
        ("2023 年至 2024 年", [2023, 2024]),
        ("金额 12024年", []),
        ("2024部门预算", []),
        ("3024年", []),
    ],
)
def test_years_are_read_as_titles_state_them(text: str, years: list[int]) -> None:
    assert sorted(stated_years([text])) == years


@pytest.mark.parametrize(
    ("name", "years"),
    [("2024", [2024]), ("预算-2024-v2", [2024]), ("20240301", []), ("2023-2024", [2023, 2024])],
)
def test_a_file_name_may_state_a_year(name: str, years: list[int]) -> None:
    assert sorted(years_in_name(name)) == years


@pytest.mark.parametrize(
    ("years", "only"),
    [({2024: 3, 2023: 1}, 2024), ({2024: 1}, 2024), ({2024: 2, 2023: 2}, None), ({}, None)],
)
def test_only_the_most_frequent_year_counts(years: dict[int, int], only: int | None) -> None:
    assert only_year(Counter(years)) == only


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["编制单位：上海市财政局", "单位：元"], ["上海市财政局"]),
        (["编制部门：", "榆树镇", "单位：元"], ["榆树镇"]),
        (["预算主管部门：上海市普陀区XX局"], ["上海市普陀区XX局"]),
        (["编制单位：", "单位：元"], []),
        (["单位：万元"], []),
        (["填报单位: 榆树镇 "], ["榆树镇"]),
        (["编制单位：" + "长" * 200], []),
    ],
)
def test_who_publishes_stands_in_a_line_above(cells: list[str], names: list[str]) -> None:
    assert list(stated_publishers(Grid("表", [cells]), range(5))) == names


def test_prose_is_no_title() -> None:
    grid = Grid("表", [["短", "", "长" * 100], ["第二行"]])

    assert list(short_texts(grid, range(9))) == ["短", "第二行"]
