import asyncio
import sqlite3
import time
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette

from pipelines.portal.gate import MOST_FACETS, QueryGate
from pipelines.portal.headers import SECURITY_HEADERS
from tests.portal.conftest import DATASET, Get

COUNT = "with recursive c(n) as (select 1 union all select n + 1 from c where n < {}) "
LONG = "replace(hex(zeroblob(2000)), '00', '" + "x" * 100 + "')"  # 200,000 characters
ATTACKS = {
    "zeroblob": "select zeroblob(900000000)",
    "printf": "select length(printf('%.*c', 900000000, 'x'))",
    "doubling": "with recursive c(x) as (select 'ab' union all select x || x from c limit 60) "
    "select max(length(x)) from c",
    "format": "select length(format('%900000000s', 'x'))",
    "search": "select instr(replace(hex(zeroblob(99000)), '00', 'aa'),"
    " replace(hex(zeroblob(50000)), '00', 'aa') || 'b')",
    "many long rows": COUNT.format(1000) + f"select n, {LONG} from c",
    "one wide row": "select " + ", ".join([LONG] * 50),
    "too many columns": "select " + ", ".join(["1"] * 300),
    "endless": COUNT.format(10**9) + "select count(*) from c",
    "group_concat": COUNT.format(10**7) + "select group_concat(n, 'xxxxxxxx') from c",
}
REFUSED = [
    "attach database ':memory:' as other",
    "select load_extension('x')",
    "select fts3_tokenizer('simple')",
    "delete from dataset",
    "pragma database_list",
    "vacuum into 'copy.db'",
    "select 1; drop table dataset",
]


def ask(get: Get, sql: str, suffix: str = ".json"):
    return get(f"/sunledger{suffix}?" + urlencode({"sql": sql}))


@pytest.mark.parametrize("name", ATTACKS)
def test_costly_query_is_refused_quickly(get: Get, name: str) -> None:
    start = time.perf_counter()
    answer = ask(get, ATTACKS[name])
    assert time.perf_counter() - start < 4
    if answer.status_code == 200:  # SQLite itself gave NULL instead of the long text
        assert answer.json()["rows"] in ([[None]], [[0]])
    else:
        assert answer.status_code == 400


@pytest.mark.parametrize("sql", REFUSED)
def test_writing_attaching_and_looking_outside_are_refused(get: Get, sql: str) -> None:
    assert ask(get, sql).status_code == 400


def test_no_query_tells_where_the_files_lie(get: Get) -> None:
    assert ask(get, "select * from pragma_database_list").json()["rows"] == []
    assert get("/-/databases.json").status_code == 404


def test_honest_query_after_a_costly_one_has_its_whole_budget(get: Get) -> None:
    ask(get, ATTACKS["many long rows"])
    answer = ask(get, COUNT.format(20) + f"select {LONG} from c")
    assert len(answer.json()["rows"]) == 20


def test_printf_gives_what_it_always_gives(get: Get) -> None:
    formats = "printf('%.2f', 12345 / 100.0), printf('%05d|%-6s|%,d in 2024', 42, '元', 1234567)"
    sql = f"select {formats}, format('%d%%', 5), printf(null)"
    expected = sqlite3.connect(":memory:").execute(sql).fetchone()
    assert ask(get, sql).json()["rows"] == [list(expected)]


def test_rules_may_call_the_functions_sql_lacks(get: Get) -> None:
    sql = "select same_name('维修（护）', '维修(护)'), workdays('2025-01-24', '2025-02-07')"
    assert ask(get, sql).json()["rows"] == [[1, 5]]


@pytest.mark.parametrize(
    "query",
    [
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
    ],
)
def test_nonsense_in_an_address_is_never_a_server_error(get: Get, query: str) -> None:
    for suffix in ("", ".json", ".csv"):
        assert get(f"/sunledger/finding{suffix}?{query}").status_code < 500


def test_fault_is_told_in_both_languages_and_nothing_more(get: Get) -> None:
    answer = get("/sunledger/finding?_timelimit=x")
    assert answer.status_code == 400
    assert "请求的参数无法理解" in answer.text
    assert "Traceback" not in answer.text


def test_too_many_facets_are_refused(get: Get) -> None:
    query = "&".join(["_facet=severity"] * (MOST_FACETS + 1))
    assert get(f"/sunledger/finding?{query}").status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/",
        f"/dataset/{DATASET}",
        "/sunledger/finding.json",
        f"/downloads/{DATASET}/1/tree_line.csv",
        "/static/portal.css",
        "/nope",
        "/sunledger?sql=nonsense",
    ],
)
def test_every_answer_carries_the_security_headers(get: Get, path: str) -> None:
    headers = get(path).headers
    for name, value in SECURITY_HEADERS.items():
        assert headers[name.decode()] == value.decode()
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_debugging_pages_are_closed(get: Get) -> None:
    for name in ("databases", "threads", "permissions", "allow-debug", "messages", "auth-token"):
        assert get(f"/-/{name}").status_code == 404


def test_gate_refuses_when_every_place_is_taken() -> None:
    answers: list[int] = []

    async def slow(scope, receive, send) -> None:
        await asyncio.sleep(0.2)
        await send({"type": "http.response.start", "status": 200})

    async def send(message) -> None:
        if message["type"] == "http.response.start":
            answers.append(message["status"])

    async def request(gate: QueryGate, query: bytes) -> None:
        await gate({"type": "http", "query_string": query}, None, send)

    async def storm() -> None:
        gate = QueryGate(slow, places=2, patience_seconds=0.05)
        costly = [request(gate, b"sql=select+1") for _ in range(4)]
        await asyncio.gather(*costly, request(gate, b""))
        await request(gate, b"sql=select+1")

    asyncio.run(storm())
    assert sorted(answers) == [200, 200, 200, 200, 503, 503]


def test_visitors_queries_leave_pages_quick(app: Datasette) -> None:
    attack = "/sunledger.json?" + urlencode({"sql": ATTACKS["endless"]})

    async def measure() -> float:
        attackers = [asyncio.create_task(app.client.get(attack)) for _ in range(6)]
        await asyncio.sleep(0.3)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            await app.client.get("/sunledger/rule.json")
            times.append(time.perf_counter() - start)
        await asyncio.gather(*attackers)
        return sorted(times)[2]

    assert asyncio.run(measure()) < 1
