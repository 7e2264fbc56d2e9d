import sqlite3
from urllib.parse import urlencode

import pytest

from tests.portal.conftest import Get

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
def test_costly_query_is_refused(get: Get, name: str) -> None:
    answer = ask(get, ATTACKS[name])
    if answer.status_code == 200:  # SQLite itself gave NULL instead of the long text
        assert answer.json()["rows"] in ([[None]], [[0]])
    else:
        assert answer.status_code == 400


@pytest.mark.parametrize("sql", REFUSED)
def test_writing_attaching_and_looking_outside_are_refused(get: Get, sql: str) -> None:
    assert ask(get, sql).status_code == 400


def test_no_query_tells_where_the_files_lie(get: Get) -> None:
    assert ask(get, "select * from pragma_database_list").json()["rows"] == []


def test_honest_query_after_a_costly_one_has_its_whole_budget(get: Get) -> None:
    ask(get, ATTACKS["many long rows"])
    answer = ask(get, COUNT.format(20) + f"select {LONG} from c")
    assert len(answer.json()["rows"]) == 20


def test_printf_gives_what_it_always_gives(get: Get) -> None:
    formats = "printf('%.2f', 12345 / 100.0), printf('%05d|%-6s|%,d in 2024', 42, '元', 1234567)"
    sql = f"select {formats}, format('%d%%', 5), printf(null)"
    expected = sqlite3.connect(":memory:").execute(sql).fetchone()
    assert ask(get, sql).json()["rows"] == [list(expected)]
