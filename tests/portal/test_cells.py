import re
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette

from tests.portal import cells_of, text_of
from tests.portal.conftest import DATASET, Get, getter


def shown(get: Get, sql: str) -> list[str]:
    """How the one row of a visitor's query is shown."""
    answer = get("/sunledger?" + urlencode({"sql": sql}))
    assert answer.status_code == 200
    return cells_of(answer.text)[1]


def test_amounts_are_grouped_and_codes_have_their_names(get: Get) -> None:
    html = get("/sunledger/tree_line").text
    assert "10,000.00" in text_of(html)
    assert "101 银杏" in text_of(html)
    assert f'href="/dataset/{DATASET}"' in html


def test_levels_are_words_in_both_languages(get: Get) -> None:
    text = text_of(get("/sunledger/tree_line").text)
    assert "合计 total" in text
    assert "类 class" in text
    assert "项 item" in text


def test_code_lists_have_their_own_words_for_their_levels(revised: Datasette) -> None:
    get = getter(revised)
    assert "大树 class" in text_of(get("/sunledger/tree_kind").text)
    assert "大树 class" in text_of(get("/sunledger/code").text)
    assert "大树" not in text_of(get("/sunledger/tree_line").text)


def test_families_are_called_by_their_titles_in_cells_and_in_facets(get: Get) -> None:
    html = get("/sunledger/rule").text
    assert text_of(html).count("行道树 Street trees") >= 2
    assert not re.search(r">\s*street-tree\s*<", html)


def test_facet_of_a_family_is_not_mistaken_for_a_table(get: Get) -> None:
    sql = "select 'tree_line' as family, 'tree_line' as table_name"
    assert shown(get, sql) == ["tree_line", "行道树养护"]


def test_findings_name_tables_and_fields_as_people_do(get: Get) -> None:
    html = get("/sunledger/finding").text
    assert "行道树养护" in text_of(html)
    assert "养护费 care_amount" in text_of(html)
    assert '<a href="/sunledger/tree_line">行道树养护</a>' in html


@pytest.mark.parametrize(
    ("table", "badge"),
    [
        ("finding", '<span class="badge error">错误'),
        ("inspection", '<span class="badge refused">不予发布'),
        ("rule_outcome", '<span class="badge holds">成立'),
        ("change", '<span class="badge added">新增'),
    ],
)
def test_states_are_badges_in_both_languages(get: Get, table: str, badge: str) -> None:
    html = get(f"/sunledger/{table}?_size=max").text
    english = badge.split("badge ")[1].split('"')[0].replace("-", " ")
    assert f'{badge} <span class="en" lang="en">{english}</span>' in html


def test_change_shows_rows_with_titles_and_values_as_amounts(revised: Datasette) -> None:
    html = getter(revised)("/sunledger/change").text
    text = text_of(html)
    assert "{" not in text.split("表结构")[0].split("新值 new")[1]
    assert "年度 2024 树种编码 103 树种 国槐 级次 项 item 数量 1 养护费 10,000.00" in text
    assert ["养护费 care_amount", "10,000.00", "12,000.00"] in [r[-4:-1] for r in cells_of(html)]
    assert f'<a href="/dataset/{DATASET}/changes/2">2</a>' in html


def test_rows_a_rule_leaves_open_are_told_from_those_that_break_it(get: Get) -> None:
    text = text_of(get("/sunledger/pruned-in-time").text)
    assert "无法核对的行" in text
    assert "缺少日期 date-missing" in text


def test_difference_of_a_rule_is_in_fen(get: Get) -> None:
    assert shown(get, "select 1234567 as difference") == ["1,234,567"]


@pytest.mark.parametrize(
    ("sql", "cells"),
    [
        ("select '{' as old, 'added' as kind, 'tree_line' as table_name, 'x' as field", "{"),
        ("select '[1]' as new, 'added' as kind, 'tree_line' as table_name, 'x' as field", "[1]"),
        ("select 7 as new, 'removed' as kind, 'nope' as table_name, 1 as field", "7"),
        ("select 'x' as new, 'changed' as kind, null as table_name, null as field", "x"),
        ("select ';=\\' as key, 'added' as kind, 'nope' as table_name", "—"),
        ("select 'nope' as severity", "nope"),
        ("select 3 as edition, 'x' as kind, null as dataset", "3"),
        ("select 'care_amount' as field", "care_amount"),
        ("select '1e999999999' as care_amount", "1e999999999"),
        ("select 'section' as line_level", "款 section"),
        ("select x'00' as care_amount", "<Binary: 1 byte>"),
    ],
)
def test_column_of_a_visitor_that_has_the_name_of_ours_is_shown_as_it_is(
    get: Get, sql: str, cells: str
) -> None:
    assert shown(get, sql)[0] == cells


def test_markup_in_data_is_shown_and_never_run(get: Get) -> None:
    marked = "'<script>alert(1)</script>'"
    columns = ("field", "dataset", "care_amount", "severity", "old", "new", "key", "edition")
    sql = ", ".join(f"{marked} as {name}" for name in columns)
    more = "'changed' as kind, 'tree_line' as table_name"
    answer = get("/sunledger?" + urlencode({"sql": f"select {sql}, {more}"}))
    assert "<script>alert" not in answer.text
    assert answer.text.count("&lt;script&gt;alert(1)") >= len(columns)
