"""Citations as a reader follows them, on a site with two editions."""

from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from datasette.app import Datasette
from lxml import html

from pipelines.portal.app import build_app
from tests import make_repository, write
from tests.plain_line import Line
from tests.portal import text_of
from tests.portal.conftest import DATASET, Get, getter

CITE = f"/dataset/{DATASET}/cite"
SUM = "select tree_code, care_amount from tree_line where tree_code = :code order by 1"


@pytest.fixture(scope="module")
def get_revised(revised: Datasette) -> Get:
    return getter(revised)


def asked(code: str, **more: str) -> str:
    return urlencode({"sql": SUM, "code": code, **more})


def permalink(get: Get, code: str) -> str:
    said = get(f"{CITE}/1.json?{asked(code)}").json()
    return str(said["url"]).removeprefix("http://localhost")


def test_citation_holds_all_it_needs_in_its_address(get_revised: Get) -> None:
    address = permalink(get_revised, "101")

    values = dict(parse_qsl(urlsplit(address).query))
    assert (values["sql"], values["code"], values["_rows"]) == (SUM, "101", "1")
    page = text_of(get_revised(address).text)
    assert "与引用一致" in page
    assert "[DS/OL]" in page
    assert "没有其他数据集的行" in page


def test_newer_edition_that_answers_otherwise_is_told_row_by_row(get_revised: Get) -> None:
    page = text_of(get_revised(permalink(get_revised, "101")).text)

    assert "新版的答案不同" in page
    assert "10000.00" in page
    assert "12000.00" in page
    newest = get_revised(f"{CITE}/1.json?{asked('101')}").json()["newest"]
    assert (newest["edition"], newest["is_changed"]) == (2, True)
    assert (newest["gone"], newest["come"]) == ([["101", "10000.00"]], [["101", "12000.00"]])


def test_limit_the_asker_wrote_is_part_of_what_is_cited(get_revised: Get) -> None:
    sql = "select tree_code from tree_line order by tree_code limit 1"

    said = get_revised(f"{CITE}/1.json?{urlencode({'sql': sql})}").json()

    assert (said["sql"], said["row_count"]) == (sql, 1)


def test_limit_of_a_table_page_is_not_cited(get_revised: Get) -> None:
    table = get_revised(f"/sunledger/tree_line?dataset={DATASET}&_size=1").text
    (link,) = html.fromstring(table).xpath("//a[starts-with(., '引用')]/@href")

    assert "limit" not in dict(parse_qsl(urlsplit(str(link)).query))["sql"]


def test_newer_edition_that_answers_the_same_is_told(get_revised: Get) -> None:
    said = get_revised(f"{CITE}/1.json?{asked('none')}").json()

    assert (said["newest"]["is_changed"], said["row_count"]) == (False, 0)
    assert "第 2 版的答案相同" in text_of(get_revised(f"{CITE}/1?{asked('none')}").text)
    assert "这是最新一版" in text_of(get_revised(f"{CITE}/2?{asked('101')}").text)


@pytest.mark.parametrize("field", ["_rows", "_sha256"])
def test_citation_that_was_altered_is_told(get_revised: Get, field: str) -> None:
    values = dict(parse_qsl(urlsplit(permalink(get_revised, "101")).query))
    values[field] = values[field][:-1] + ("0" if values[field][-1] != "0" else "1")

    answer = get_revised(f"{CITE}/1?{urlencode(values)}")

    assert answer.status_code == 200
    assert "与引用不一致" in text_of(answer.text)
    assert get_revised(f"{CITE}/1.json?{urlencode(values)}").json()["agrees"] is False


def test_latest_leads_to_the_newest_edition_with_the_query(get_revised: Get) -> None:
    answer = get_revised(f"{CITE}/latest?{asked('101')}")

    assert answer.status_code == 302
    assert answer.headers["location"] == f"{CITE}/2?{asked('101')}"


@pytest.mark.parametrize(
    ("form", "kind"),
    [(".bib", "application/x-bibtex"), (".csl", "application/vnd.citationstyles.csl+json")],
)
def test_references_are_files(get_revised: Get, form: str, kind: str) -> None:
    answer = get_revised(f"{CITE}/1{form}?{asked('101')}")

    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "榆树镇" in answer.text


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        (f"{CITE}/1", urlencode({"sql": "delete from tree_line"}), 400),
        (f"{CITE}/1", urlencode({"sql": "select * from edition"}), 400),
        (f"{CITE}/1", "", 400),
        (f"{CITE}/9", asked("101"), 404),
        ("/dataset/nobody/cite/1", asked("101"), 404),
        ("/dataset/..%2F..%2Fkeys/cite/1", asked("101"), 302),  # to the address it is, of nothing
    ],
)
def test_what_cannot_be_cited_is_told(get_revised: Get, path: str, query: str, status: int) -> None:
    answer = get_revised(f"{path}?{query}")

    assert answer.status_code == status
    assert "服务器出错了" not in answer.text


def test_table_page_and_query_page_lead_to_a_citation(get_revised: Get) -> None:
    table = get_revised(f"/sunledger/tree_line?dataset={DATASET}&tree_code=101").text
    (link,) = html.fromstring(table).xpath("//a[starts-with(., '引用')]/@href")
    assert link.startswith(f"{CITE}/latest?sql=")
    landed = get_revised(str(link), follow_redirects=True)
    assert (landed.status_code, "10,000.00" in landed.text or "12000.00" in landed.text) == (
        200,
        True,
    )

    query = get_revised(f"/sunledger?{urlencode({'sql': 'select 1 as one'})}").text
    (link,) = html.fromstring(query).xpath("//a[starts-with(., '引用')]/@href")
    choice = html.fromstring(get_revised(str(link)).text)
    (chosen,) = choice.xpath("//ul[@class='links']//a/@href")
    assert get_revised(str(chosen)).status_code == 200


def test_edition_that_was_withdrawn_says_why(tmp_path: Path) -> None:
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    write(line.settings.metadata, "{}")
    line.publish()
    line.withdraw(1)

    answer = getter(build_app(line.settings))(f"{CITE}/1?{asked('101')}")

    assert answer.status_code == 410
    assert "数字有误" in answer.text
