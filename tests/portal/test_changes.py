from pathlib import Path

import pytest
from datasette.app import Datasette

from pipelines.portal.app import build_app
from pipelines.portal.changes import PAGE, PREVIEW
from tests import write
from tests.portal import cells_of, text_of
from tests.portal.conftest import (
    DATASET,
    FOLDER,
    MORE_KINDS,
    REVISED_CSV,
    Get,
    getter,
    publish,
    publish_twice,
)

PAGE_OF = f"/dataset/{DATASET}/changes"
CODES = [f"{kind}{n:02}" for kind in (1, 2) for n in range(1, 100)]
NEW_CODES = "2,,class,常绿树,Evergreen,2020,,true,树木名录\n" + "".join(
    f"{code},{code[0]},item,树{code},Tree {code},2020,,true,树木名录\n" for code in CODES[2:]
)


def long_snapshot() -> str:
    lines = ["养护费用表,,,,", "编制单位：榆树镇,,,,单位：元", "类,项,树种名称,数量,养护费"]
    names = {"101": "银杏", "102": "梧桐"}
    for kind, name in (("1", "落叶树"), ("2", "常绿树")):
        lines.append(f"{kind},,{name},99,99")
        own = [code for code in CODES if code.startswith(kind)]
        lines += [f"{kind},{code[1:]},{names.get(code, f'树{code}')},1,1" for code in own]
    return "\n".join([*lines, "合计,,,198,198", ""])


@pytest.fixture(scope="module")
def get_revised(revised: Datasette) -> Get:
    return getter(revised)


@pytest.fixture(scope="module")
def get_long(tmp_path_factory: pytest.TempPathFactory) -> Get:
    """A site whose second edition adds 197 rows."""
    folder = tmp_path_factory.mktemp("long")
    settings = publish_twice(folder / "repository", folder, long_snapshot(), NEW_CODES)
    return getter(build_app(settings))


def test_rows_added_and_removed_are_rows_under_the_titles_of_their_fields(
    get_revised: Get,
) -> None:
    rows = cells_of(get_revised(f"{PAGE_OF}/2").text)

    head = ["年度 Fiscal year", "树种编码 Code", "树种 Name", "级次 Level", "数量 Count 棵"]
    assert rows.count([*head, "养护费 Care 元"]) == 2
    assert ["2024", "103", "国槐", "项 item", "1", "10,000.00"] in rows
    assert ["2024", "102", "梧桐", "项 item", "2", "5,000.00"] in rows


def test_altered_cell_is_shown_old_and_new_with_the_difference_in_yuan(get_revised: Get) -> None:
    rows = cells_of(get_revised(f"{PAGE_OF}/2").text)

    key = "年度 2024 · 树种编码 101 银杏 查看 row 历史 history"
    assert [key, "养护费 Care", "10,000.00", "12,000.00", "+2,000.00"] in rows
    key = "年度 2024 · 树种编码 1 落叶树 查看 row 历史 history"
    assert [key, "数量 Count", "3", "2", ""] in rows
    assert ["养护费 Care", "15,000.00", "22,000.00", "+7,000.00"] in rows  # of the same row


def test_changes_are_counted_by_kind(get_revised: Get) -> None:
    text = text_of(get_revised(f"{PAGE_OF}/2").text)

    for shown in ("新增 added 1", "删除 removed 1", "修改 changed 5", "行道树养护"):
        assert shown in text
    assert "榆树镇行道树 · 第 2 版的变更" in text
    assert "Street trees of Elm Town: what edition 2 changed" in text


def test_altered_row_leads_to_the_row_as_it_stands(get_revised: Get) -> None:
    html = get_revised(f"{PAGE_OF}/latest").text

    path = f"/sunledger/tree_line/{DATASET},2024,101"
    assert f'href="{path}"' in html
    assert "12,000.00" in text_of(get_revised(path).text)


def test_row_of_an_edition_that_no_longer_stands_leads_nowhere(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    get = getter(build_app(publish_twice(root, tmp_path, REVISED_CSV, MORE_KINDS)))
    assert "查看 row" in text_of(get(f"{PAGE_OF}/2").text)
    write(root / FOLDER / "snapshots/2024.csv", REVISED_CSV.replace("国槐,1", "国槐,5"))
    publish(root, tmp_path, "2024")

    html = get(f"{PAGE_OF}/2").text

    assert "查看 row" not in text_of(html)
    assert f'href="{PAGE_OF}/3"' in html


def test_first_edition_says_that_there_is_nothing_to_compare_it_with(get_revised: Get) -> None:
    text = text_of(get_revised(f"{PAGE_OF}/1").text)

    assert "这是首版" in text
    assert "The first edition" in text


def test_dataset_home_and_files_lead_to_the_changes(get_revised: Get) -> None:
    for page in ("/", f"/dataset/{DATASET}", f"/downloads/{DATASET}/2/"):
        assert f'href="{PAGE_OF}/2"' in get_revised(page).text


def test_long_list_begins_on_the_page_and_goes_on_behind_a_link(get_long: Get) -> None:
    html = get_long(f"{PAGE_OF}/2").text
    link = f"{PAGE_OF}/2?table=tree_line&amp;kind=added"

    assert "全部 197 处 All 197" in text_of(html)
    assert f'href="{link}"' in html
    assert sum(row[1:2] in [[code] for code in CODES] for row in cells_of(html)) == PREVIEW


def test_pages_together_show_each_change_once(get_long: Get) -> None:
    pages = [
        get_long(f"{PAGE_OF}/latest?table=tree_line&kind=added&page={page}").text for page in (1, 2)
    ]
    codes = [[row[1] for row in cells_of(html) if len(row) == 6][1:] for html in pages]

    assert [len(found) for found in codes] == [PAGE, 197 - PAGE]
    assert sorted(codes[0] + codes[1]) == sorted([*CODES[2:], "2"])
    assert "第 1 / 2 页 page 1 of 2" in text_of(pages[0])
    assert "page=2" in pages[0]
    assert "page=3" not in pages[1]


def test_changes_are_found_by_a_code_or_a_name(get_revised: Get) -> None:
    html = get_revised(f"{PAGE_OF}/2?search=103").text
    text = text_of(html)

    assert "新增 added 1" in text
    assert "国槐" in text
    assert "删除 removed" not in text
    assert text_of(get_revised(f"{PAGE_OF}/2?search=梧桐").text).count("removed 1") > 0
    assert "没有含“%<b>”的变更" in text_of(get_revised(f"{PAGE_OF}/2?search=%25%3Cb%3E").text)


def test_pages_of_what_was_searched_for_keep_the_search(get_long: Get) -> None:
    html = get_long(f"{PAGE_OF}/2?search=树1").text
    link = f"{PAGE_OF}/2?table=tree_line&amp;kind=added&amp;search=%E6%A0%911"

    assert f'href="{link}"' in html
    assert "全部 97 处" in text_of(html)
    page = get_long(link.replace("&amp;", "&")).text
    assert sum(row[1:2] in [[code] for code in CODES] for row in cells_of(page)) == 97


@pytest.mark.parametrize(
    "path",
    [
        "/3",
        "/0",
        "/2?table=tree_line&kind=added&page=3",
        "/2?table=tree_line&kind=added&page=0",
        "/2?table=tree_line&kind=added&page=x",
        "/2?table=tree_line&kind=added&page=99999999999999999999",
        "/2?table=tree_line",
        "/2?kind=added",
        "/2?table=edition&kind=added",
        "/2?table=tree_line&kind=nope",
        "/latest?table=%00&kind=%00",
    ],
)
def test_changes_that_are_not_there_are_a_readable_404(get_long: Get, path: str) -> None:
    answer = get_long(PAGE_OF + path)

    assert answer.status_code == 404
    assert "没有这样的变更" in answer.text
    assert "No such changes" in answer.text
