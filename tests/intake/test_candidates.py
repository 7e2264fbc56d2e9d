import pytest

from pipelines.intake.candidates import Candidate, nearest_tables, table_candidates, texts_in
from pipelines.intake.grid import Grid, Span
from pipelines.model import Catalogue, Family

HEADER = [
    "支出功能分类科目编码",
    "支出功能分类科目名称",
    "预算数（元）",
    "基本支出预算数",
    "项目支出预算数",
]
OFFICIAL = ["类", "款", "项", "功能分类科目名称", "合计", "基本支出", "项目支出"]


@pytest.fixture
def families(catalogue: Catalogue) -> list[Family]:
    return list(catalogue.families.values())


def best(rows: list[list[str]], families: list[Family], outer: str = "") -> Candidate | None:
    found = table_candidates(Grid("表", rows), families, outer, None)
    return found[0] if found else None


def test_an_official_form_is_known_by_title_and_labels(families: list[Family]) -> None:
    found = best([["2024年部门支出预算总表"], OFFICIAL], families)

    assert found is not None
    assert (found.table, found.title, found.found) == ("bgt03_expense", "支出预算总表", 7)
    assert found.is_complete
    assert found.header_row == 1


def test_a_table_is_known_by_the_titles_of_its_fields(families: list[Family]) -> None:
    found = best([["一般公共预算支出功能分类预算表"], HEADER], families)

    assert found is not None
    assert found.table == "bgt05_general_func"
    assert found.layout.columns["approved_amount"] == "预算数(元)"  # with the unit behind it


def test_names_of_columns_will_do_and_derived_ones_are_left_out(families: list[Family]) -> None:
    names = ["fiscal_year", "publisher_name", "function_code", "function_name", "line_level"]
    amounts = ["approved_amount", "approved_basic_amount", "approved_project_amount"]

    found = best([names + amounts], families, outer="bgt05_general_func")

    assert found is not None
    assert found.table == "bgt05_general_func"
    assert found.layout.ignore == ("line_level",)
    assert "fiscal_year" in found.layout.columns


def test_the_longest_title_wins(families: list[Family]) -> None:
    labels = [
        "项目",
        "预算数",
        "项目",
        "合计",
        "一般公共预算",
        "政府性基金预算",
        "国有资本经营预算",
    ]
    groups = ["财政拨款收入", "", "财政拨款支出", "", "", "", ""]
    grid = Grid("部门财政拨款收支总表", [groups, labels], [Span(0, 0, 0, 1), Span(0, 2, 0, 6)])

    found = table_candidates(grid, families, "", None)

    assert found[0].table == "bgt04_fiscal"  # its title holds that of the summary


def test_a_title_in_prose_or_in_a_list_of_contents_is_no_table(families: list[Family]) -> None:
    contents = [["目录"], ["1. 2024年部门支出预算总表"], ["2. 2024年部门收入预算总表"]]

    assert best(contents, families) is None


def test_two_labels_among_many_are_no_table(families: list[Family]) -> None:
    crowd = ["项目名称", "绩效指标", *(f"列{n}" for n in range(10))]

    assert best([crowd], families) is None


def test_a_named_table_is_a_candidate_whatever_it_lacks(families: list[Family]) -> None:
    (found, *_) = table_candidates(Grid("表", [["甲", "乙"]]), families, "", "bgt03_expense")

    assert found.table == "bgt03_expense"
    assert found.missing


def test_the_nearest_tables_are_named_in_order(families: list[Family]) -> None:
    grid = Grid("表", [["采购单位", "预算金额", "预计采购时间", "别的"]])

    found = nearest_tables(grid, families)

    assert found[0].table == "intention"
    assert len(found) <= 3
    assert nearest_tables(Grid("表", [["甲"]]), families) == []


def test_texts_are_the_cells_that_hold_anything() -> None:
    assert list(texts_in(Grid("表", [["a", " "], [], ["b"]]), range(9))) == ["a", "b"]
