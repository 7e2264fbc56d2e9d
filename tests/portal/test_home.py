from datasette.app import Datasette

from tests.portal import text_of
from tests.portal.conftest import DATASET, Get, getter


def test_home_shows_each_dataset_with_its_latest_edition(get: Get) -> None:
    answer = get("/")
    assert answer.status_code == 200
    assert '<html lang="zh-CN">' in answer.text
    text = text_of(answer.text)
    for shown in ("榆树镇行道树", "Street trees of Elm Town", "版本 Edition 2", "行数 Rows 8"):
        assert shown in text
    assert f"/downloads/{DATASET}/latest/tree_line.csv" in answer.text


def test_home_counts_what_is_published(get: Get) -> None:
    text = text_of(get("/").text)
    assert "1 数据集 datasets 8 行 rows 2 版本 editions 0 现行版本中的问题" in text


def test_home_shows_a_refused_file_and_leads_to_its_findings(get: Get) -> None:
    html = get("/").text
    assert "2026-03-01 的文件未予发布" in text_of(html)
    assert "错误 error 1" in text_of(html)
    assert f"finding?dataset={DATASET}&amp;snapshot=2026" in html


def test_home_of_a_site_where_nothing_was_refused_has_no_such_list(revised: Datasette) -> None:
    assert "未予发布" not in text_of(getter(revised)("/").text)


def test_home_lists_what_the_latest_editions_changed_newest_first(get: Get) -> None:
    text = text_of(get("/").text)
    assert "＋4 新增 added" in text
    assert text.index("第 2 版 · 8 行") < text.index("第 1 版 · 4 行")
    assert "首版 first edition" in text
