import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from datasette.app import Datasette
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.portal.app import build_app
from tests.portal.conftest import DATASET, Get, getter, publish

PAGES = [
    "/",
    "/about",
    "/nope",
    "/robots.txt",
    "/_internal",
    "/_memory",
    "/-/versions",
    "/-/permissions",
    "/-/static/app.css",
    "/static/portal.css",
    f"/dataset/{DATASET}",
    f"/dataset/{DATASET}/changes/2",
    "/dataset/%00",
    f"/downloads/{DATASET}/1/",
    f"/downloads/{DATASET}/latest/tree_line.csv",
    "/sunledger",
    "/sunledger.db",
    "/sunledger/class-is-sum-of-items",
    *(f"/sunledger/{t}" for t in ("finding", "edition", "change", "tree_line", "tree_kind", "%00")),
    *(f"/sunledger/edition/{key}" for key in ("a", f"{DATASET},1", f"{DATASET},x", "a,b,c", "%00")),
    *(f"/sunledger/finding/{key}" for key in ("1", "-1", "x", "9" * 30)),
]
COLUMNS = ["id", "dataset", "severity", "number", "care_amount", "fiscal_year", "nope"]
OPERATORS = ["", "__exact", "__in", "__gt", "__date", "__arraycontains", "__like", "__nope", "__"]
NAMES = [
    *("sql", "table", "kind", "page", "_", "__", "", "\0", "_nope"),
    *("_sort", "_sort_desc", "_next", "_size", "_col", "_nocol", "_where", "_through"),
    *("_facet", "_facet_array", "_facet_date", "_facet_size", "_facet_nope"),
    *("_search", "_search_x", "_searchmode", "_fts_table", "_fts_pk", "_timelimit", "_ttl"),
    *("_shape", "_json", "_json_infinity", "_labels", "_label", "_nl", "_trace", "_dl"),
    *("_header", "_stream", "_extras", "_extra", "_nocount", "_nofacet", "_hide_sql"),
    *("_filter_column", "_filter_op", "_filter_value", "_filter_column_1", "_filter_op_1"),
]
VALUES = [
    *("", "nope", "\0", "-1", "0", "1", "9" * 30, "1e400", "NaN", "null", "中", "%", "~", "~zz"),
    *("[]", "{}", "[", "[1", "[null]", '{"a":1}', "'", '"', ";", "--", "/*", "*", "a,b,c"),
    *('{"table":"finding","column":"rule","value":"x"}', '{"table":"nope","column":"id"}'),
    *("id", "dataset", "rowid", "on", "off", "array", "object", "arrayfirst", "[" * 3000),
    *("select 1", "select :a, :b", "with", "added", "tree_line", "2024-13-99"),
]
PARAMETER = st.tuples(
    st.sampled_from(NAMES)
    | st.builds(str.__add__, st.sampled_from(COLUMNS), st.sampled_from(OPERATORS)),
    st.sampled_from(VALUES) | st.text(max_size=5),
)
QUERIES = st.lists(PARAMETER, max_size=3).map(lambda pairs: urlencode(pairs, errors="replace"))
QUERIES |= st.sampled_from(["%zz", "=", "&&", "%ff=1", "a=%ff", "_facet"])


@given(st.sampled_from(PAGES), st.sampled_from(["", ".json", ".csv", ".nope", "/"]), QUERIES)
@settings(max_examples=400)
def test_no_address_anyone_can_write_is_a_fault_of_ours(
    get: Get, page: str, form: str, query: str
) -> None:
    assert get(f"{page}{form}?{query}").status_code < 500


@pytest.mark.parametrize("form", ["", ".json", ".csv"])
@pytest.mark.parametrize(
    "query",
    [
        "_through=[]",
        "_through=null",
        "_sort=nope",
        "_next=%00",
        "_size=-1",
        "_size=99999999",
        "_col=nope",
        "_timelimit=x",
        "_facet_size=x",
        "_sort=id&_sort_desc=id",
        "source_row__gt=x&_shape=nope",
        "_where=nope",
        "id__in=[",
        "id=99999999999999999999999",
        f"_through={quote('[' * 3000)}",
    ],
)
def test_nonsense_in_an_address_is_never_a_server_error(get: Get, query: str, form: str) -> None:
    assert get(f"/sunledger/finding{form}?{query}").status_code < 500


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sunledger/edition/a", 404),
        ("/sunledger/edition/a.json", 404),
        ("/sunledger/edition/a,b,c", 404),
        ("/sunledger/finding/99999999999999999999999", 404),
        ("/sunledger/finding?_through=[]", 400),
        ("/sunledger/finding?_sort=nope", 400),
        ("/sunledger.csv", 400),
        ("/sunledger/edition/%00", 404),
        ("/_internal", 403),
        ("/_memory", 404),
        ("/nope", 404),
    ],
)
def test_address_that_leads_nowhere_says_so_in_both_languages(
    get: Get, path: str, status: int
) -> None:
    answer = get(path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    message = answer.json()["error"] if path.endswith(".json") else answer.text
    assert any(chinese in message for chinese in ("没有", "没有找到", "无法"))
    assert any(english in message for english in ("no such", "Not found", "cannot be"))


def test_fault_of_json_is_told_in_json(get: Get) -> None:
    answer = get("/sunledger/finding.json?_timelimit=x")
    assert answer.status_code == 400
    assert answer.json() == {
        "ok": False,
        "error": "请求的参数无法理解 · A parameter of the request cannot be understood",
        "status": 400,
        "title": None,
    }
    assert answer.headers["access-control-allow-origin"] == "*"


def test_query_that_takes_too_long_is_told_so(get: Get) -> None:
    endless = "with recursive c(n) as (select 1 union all select n + 1 from c) select * from c"
    query = urlencode({"sql": f"{endless} where n < 0"})
    assert "The query took more than two seconds" in get(f"/sunledger.json?{query}").text


@pytest.fixture
def broken(repository: Path, tmp_path: Path) -> Datasette:
    """A site of its own, to be broken."""
    return build_app(publish(repository, tmp_path, "2024"))


def database_of(site: Datasette) -> Path:
    return Path(site.get_database("sunledger").path)


@pytest.mark.parametrize("query", ["", "?a=b"])
def test_fault_of_ours_is_recorded_and_tells_nothing_of_the_inside(
    broken: Datasette, caplog: pytest.LogCaptureFixture, query: str
) -> None:
    with closing(sqlite3.connect(database_of(broken))) as connection:
        connection.execute("drop table edition")
    with caplog.at_level(logging.ERROR):
        answer = getter(broken)(f"/{query}")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "edition" not in answer.text.split('id="content"')[1]
    assert "no such table: edition" in caplog.text
    assert "GET /" in caplog.text


def test_file_that_cannot_be_read_is_not_the_askers_fault(broken: Datasette) -> None:
    path = database_of(broken)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (size - 4096))
    assert getter(broken)("/sunledger/finding?severity=error").status_code == 500
