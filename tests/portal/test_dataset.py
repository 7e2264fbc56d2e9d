from datasette.app import Datasette

from tests.portal import cells_of, text_of
from tests.portal.conftest import DATASET, Get, getter

PAGE = f"/dataset/{DATASET}"


def test_dataset_page_explains_a_finding_by_cell_value_and_basis(get: Get) -> None:
    text = text_of(get(PAGE).text)
    for shown in ("E4", "18000.00", "15000.00", "3,000.00", "养护办法第三条", "类等于各项之和"):
        assert shown in text
    assert "最新文件未予发布" in text
    assert "仍是第 2 版" in text


def test_dataset_page_says_what_could_not_be_checked_and_why(get: Get) -> None:
    text = text_of(get(PAGE).text)
    assert "无法核对 cannot check 修剪及时 Trees are pruned in time 1 行无法核对：缺少日期" in text
    assert "1 not checked: a date is missing" in text


def test_dataset_page_shows_a_correction_with_its_evidence(get: Get) -> None:
    text = text_of(get(PAGE).text)
    assert "0.7 0.5 印刷错误 A misprint 养护费用表勘误" in text


def test_dataset_page_lists_editions_newest_first(get: Get) -> None:
    rows = cells_of(get(PAGE).text)
    numbers = [row[0] for row in rows if row and row[0].startswith("第 ")]
    assert numbers == ["第 2 版 edition 2 最新 latest", "第 1 版 edition 1"]
    assert sorted(row[2] for row in rows if row and row[0].startswith("第 ")) == ["4", "8"]


def test_dataset_page_lists_inspections_newest_first_with_how_each_ended(get: Get) -> None:
    text = text_of(get(PAGE).text)
    refused = text.index("不予发布 refused 2026")
    assert refused < text.index("已发布 published 2025") < text.index("已发布 published 2024")
    assert "不成立 broken 类等于各项之和" in text
    assert "成立 holds 类等于各项之和" in text


def test_dataset_page_counts_the_rows_that_stand_in_each_table(get: Get) -> None:
    assert "8 行 rows 行道树养护 Care of street trees" in text_of(get(PAGE).text)


def test_dataset_page_tells_publisher_cadence_and_sources_in_both_languages(get: Get) -> None:
    text = text_of(get(PAGE).text)
    for shown in (
        "榆树镇 Elm Town",
        "每年 annual",
        "养护费用表（第 1 页）",
        "未声明 · none stated",
    ):
        assert shown in text


def test_dataset_without_corrections_says_so(revised: Datasette) -> None:
    assert "没有更正：每个值都与原文件一致" in getter(revised)(PAGE).text


def test_unknown_dataset_is_a_readable_404(get: Get) -> None:
    answer = get("/dataset/no-such-thing")
    assert answer.status_code == 404
    assert "没有这个数据集" in answer.text
    assert "No such dataset" in answer.text
