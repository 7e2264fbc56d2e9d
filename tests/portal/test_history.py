from urllib.parse import urlencode

import pytest
from datasette.app import Datasette

from pipelines.portal.history import SQL, key_of
from tests.portal import text_of
from tests.portal.conftest import DATASET, Get, getter

TABLE = "tree_line"
PAGE = f"/dataset/{DATASET}/history/{TABLE}"


@pytest.fixture(scope="module")
def get_revised(revised: Datasette) -> Get:
    return getter(revised)


def history(get: Get, code: str, **more: str) -> str:
    key = key_of(["dataset", "fiscal_year", "tree_code"], [DATASET, "2024", code])
    answer = get(f"{PAGE}?{urlencode({'key': key} | more)}")
    assert answer.status_code == 200
    return text_of(answer.text)


def test_cell_that_changed_shows_both_values_and_the_reason(get_revised: Get) -> None:
    page = history(get_revised, "101")

    assert "第 2 版" in page
    assert "示例随时修订" in page
    assert "修改" in page
    assert "现在的这一行" in page


def test_row_that_is_gone_shows_what_it_held(get_revised: Get) -> None:
    page = history(get_revised, "102")

    assert "现已没有这一行" in page
    assert "梧桐" in page
    assert "5,000.00" in page


def test_row_that_came_shows_when(get_revised: Get) -> None:
    assert "国槐" in history(get_revised, "103")


def test_row_that_never_was_has_no_page(get_revised: Get) -> None:
    for query in ("key=fiscal_year%3D2024%3Btree_code%3D9", "key=tree_code%3D101", "", "key=x"):
        assert get_revised(f"{PAGE}?{query}").status_code == 404, query
    assert get_revised(f"/dataset/nobody/history/{TABLE}?key=a%3D1").status_code == 404
    assert get_revised(f"/dataset/{DATASET}/history/rule?key=name%3Da").status_code == 404


def test_the_same_query_runs_in_the_open(get_revised: Get) -> None:
    key = "fiscal_year=2024;tree_code=102"
    asked = urlencode(
        {"sql": SQL, "dataset": DATASET, "table": TABLE, "key": key, "_shape": "array"}
    )

    (row,) = get_revised(f"/sunledger.json?{asked}").json()

    assert (row["edition"], row["kind"]) == (2, "removed")


def test_history_is_looked_up_by_an_index(get_revised: Get) -> None:
    plan = urlencode({"sql": f"explain query plan {SQL}", "_shape": "array"})
    asked = {"dataset": DATASET, "table": TABLE, "key": "a=1"}

    steps = get_revised(f"/sunledger.json?{plan}&{urlencode(asked)}").json()

    assert any("USING INDEX change_key" in str(step) for step in steps)


def test_changes_and_rows_lead_to_the_history(get_revised: Get) -> None:
    address = f"{PAGE}?key=fiscal_year%3D2024%3Btree_code%3D101"

    assert f'href="{address}"' in get_revised(f"/dataset/{DATASET}/changes/2").text
    assert f'href="{address}"' in get_revised(f"/sunledger/{TABLE}/{DATASET},2024,101").text
