import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from datasette.app import Datasette

from pipelines.portal.app import build_app
from tests.portal.conftest import DATASET, Get, getter, publish

PAGE = f"/dataset/{DATASET}"
RULE = "class-is-sum-of-items"


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def links_of(html: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'(?:href|src|action)="([^"#]+)', html)]


def test_home_shows_each_dataset_with_its_latest_edition(get: Get) -> None:
    answer = get("/")
    assert answer.status_code == 200
    assert '<html lang="zh-CN">' in answer.text
    text = text_of(answer.text)
    for shown in ("榆树镇行道树", "Street trees of Elm Town", "版本 Edition 2", "行数 Rows 8"):
        assert shown in text
    assert f"/downloads/{DATASET}/latest/tree_line.csv" in answer.text


def test_home_shows_a_refused_file_and_leads_to_its_findings(get: Get) -> None:
    html = get("/").text
    assert "2026-03-01 的文件未予发布" in text_of(html)
    assert f"finding?dataset={DATASET}&amp;snapshot=2026" in html


def test_home_shows_what_an_edition_added(get: Get) -> None:
    assert "＋4 新增" in text_of(get("/").text)


def test_dataset_page_explains_a_finding_by_cell_value_and_basis(get: Get) -> None:
    text = text_of(get(PAGE).text)
    for shown in ("E4", "18000.00", "15000.00", "3,000.00", "养护办法第三条", "类等于各项之和"):
        assert shown in text
    assert "最新文件未予发布" in text
    assert "仍是第 2 版" in text


def test_dataset_page_says_what_could_not_be_checked_and_why(get: Get) -> None:
    text = text_of(get(PAGE).text)

    assert "无法核对 1" in text
    assert "修剪及时 Trees are pruned in time 1 行无法核对：缺少日期" in text
    assert "1 not checked: a date is missing" in text


def test_rows_a_rule_leaves_open_are_told_from_those_that_break_it(get: Get) -> None:
    text = text_of(get("/sunledger/pruned-in-time").text)

    assert "无法核对的行" in text
    assert "缺少日期 date-missing" in text


def test_dataset_page_shows_a_correction_with_its_evidence(get: Get) -> None:
    text = text_of(get(PAGE).text)
    assert "0.7 0.5 印刷错误 A misprint 养护费用表勘误" in text


def test_dataset_page_lists_editions_newest_first(get: Get) -> None:
    html = get(PAGE).text
    assert html.index(f"/downloads/{DATASET}/2/") < html.index(f"/downloads/{DATASET}/1/")


def test_unknown_dataset_is_a_readable_404(get: Get) -> None:
    answer = get("/dataset/no-such-thing")
    assert answer.status_code == 404
    assert "没有这个数据集" in answer.text
    assert "No such dataset" in answer.text


def test_database_file_is_refused_in_a_page_of_ours(get: Get) -> None:
    answer = get("/sunledger.db")
    assert answer.status_code == 403
    assert '<html lang="zh-CN"' in answer.text


def test_table_page_groups_amounts_and_labels_codes(get: Get) -> None:
    html = get("/sunledger/tree_line").text
    text = text_of(html)
    assert "10,000.00" in text
    assert "101 银杏" in text
    assert "养护费" in text
    assert "col-care_amount_fen" not in html  # the integer twin is for SQL
    assert f'href="/dataset/{DATASET}"' in html


def test_rule_is_a_page_anyone_can_run(get: Get) -> None:
    text = text_of(get(f"/sunledger/{RULE}").text)
    assert "类等于各项之和" in text
    assert "A class is the sum of its items" in text
    assert "依据：养护办法第三条" in text
    assert "全部数据都满足这条规则" in text  # what does not hold was not published


def test_findings_name_tables_and_fields_as_people_do(get: Get) -> None:
    text = text_of(get("/sunledger/finding").text)
    assert "行道树养护" in text
    assert "养护费 care_amount" in text


def test_database_page_groups_tables_by_family(get: Get) -> None:
    text = text_of(get("/sunledger").text)
    assert (
        text.index("行道树 Street trees")
        < text.index("关于数据")
        < text.index("代码表 Code lists 分类")
    )


def test_code_list_page_names_its_basis(get: Get) -> None:
    assert "树木名录" in text_of(get("/sunledger/tree_kind").text)


def test_every_link_of_the_site_leads_somewhere(get: Get) -> None:
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop()
        html = get(path).text
        for link in links_of(html):
            target = link.replace("http://localhost", "")
            if not target.startswith("/") or target in seen or "_sort" in target:
                continue
            seen.add(target)
            answer = get(target)
            assert answer.status_code == 200, f"{path} → {target}: {answer.status_code}"
            is_page = "html" in answer.headers["content-type"]
            if is_page and not urlsplit(target).query and len(seen) < 300:
                waiting.append(target)
    assert len(seen) > 40


@pytest.mark.parametrize(
    "path", ["/", PAGE, "/sunledger", "/sunledger/finding", f"/sunledger/{RULE}", "/about"]
)
def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(get: Get, path: str) -> None:
    html = get(path).text
    loaded = re.findall(
        r'<(?:script|img|link rel="(?:stylesheet|icon)")[^>]*?(?:src|href)="([^"]+)', html
    )
    assert loaded
    assert all(address.startswith("/") for address in loaded)
    assert not re.search(r"<script[^>]*>[^<]", html)
    assert "<style" not in html
    assert not re.search(r"<[^>]+ style=", html)
    assert not re.search(r"<[^>]+ on[a-z]+=", html)


def test_markup_in_data_is_shown_and_never_run(get: Get) -> None:
    answer = get("/sunledger?sql=select+'<script>alert(1)</script>'+as+field,+'x'+as+dataset")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_new_edition_appears_without_a_restart(repository: Path, tmp_path: Path) -> None:
    app: Datasette = build_app(publish(repository, tmp_path, "2024"))
    get = getter(app)
    assert "版本 Edition 1" in text_of(get("/").text)
    assert get(f"/downloads/{DATASET}/2").status_code == 404
    publish(repository, tmp_path, "2025")
    assert "版本 Edition 2" in text_of(get("/").text)
    assert get(f"/downloads/{DATASET}/2/").status_code == 200
