"""Queries over an edition's own database, and the hash of what they give."""

import hashlib
import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette

from pipelines.portal.asking import (
    MOST_ROWS,
    Answer,
    QueryRefusedError,
    ask,
    difference,
    whole_query,
)

BOMB = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "tables.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("create table tree (name text, fen integer)")
        connection.executemany("insert into tree values (?, ?)", [("银杏", 100), ("梧桐", None)])
    connection.close()
    return file


def test_hash_is_over_lines_anybody_can_write() -> None:
    lines = b'["name","fen"]\n["\xe6\xa2\xa7\xe6\xa1\x90",null]\n["\xe9\x93\xb6\xe6\x9d\x8f",100]\n'

    answer = Answer(("name", "fen"), (("银杏", 100), ("梧桐", None)))

    assert answer.sha256 == hashlib.sha256(lines).hexdigest()


def test_order_of_rows_is_not_part_of_an_answer_but_their_number_is() -> None:
    one = Answer(("a",), ((1,), (2,)))

    assert one.sha256 == Answer(("a",), ((2,), (1,))).sha256
    assert one.sha256 != Answer(("a",), ((1,), (2,), (2,))).sha256
    assert one.sha256 != Answer(("b",), ((1,), (2,))).sha256
    assert one.sha256 != Answer(("a",), (("1",), ("2",))).sha256


def test_difference_counts_rows_that_stand_twice() -> None:
    found = difference(Answer(("a",), ((1,), (1,), (2,))), Answer(("a",), ((1,), (3,))))

    assert (found.gone, found.come) == (((1,), (2,)), ((3,),))


def test_query_takes_values_and_leaves_the_file_alone(revised: Datasette, path: Path) -> None:
    before = path.read_bytes()

    answer = ask(revised, path, "select name from tree where fen = :fen", {"fen": "100"})

    assert answer == Answer(("name",), (("银杏",),))
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == (before, [path])


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("", "only a query"),
        ("delete from tree", "only a query"),
        ("attach database 'x.db' as x", "only a query"),
        ("select 1; select 2", "cannot answer"),
        ("pragma table_info(tree)", "only a query"),
        ("select * from shrub", "no such table: shrub"),
        ("select name from tree where fen = :fen", "cannot answer"),
        (BOMB, "more than two seconds"),
        ("select zeroblob(1000000000)", "cannot answer"),
        ("select load_extension('x')", "cannot answer"),
        ("select name from tree order by random()", "by chance cannot be cited"),
        ("select date('now')", "by chance cannot be cited"),
        ("select current_timestamp", "by chance cannot be cited"),
    ],
)
def test_what_cannot_be_cited_is_told_why(
    revised: Datasette, path: Path, sql: str, said: str
) -> None:
    with pytest.raises(QueryRefusedError, match=said) as refused:
        ask(revised, path, sql, {})

    assert refused.value.status == 400


def test_answer_of_too_many_rows_is_refused(revised: Datasette, path: Path) -> None:
    numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) "

    most = ask(revised, path, f"{numbers.format(MOST_ROWS)}select i from n", {})

    assert len(most.rows) == MOST_ROWS
    with pytest.raises(QueryRefusedError, match="narrow it down"):
        ask(revised, path, f"{numbers.format(MOST_ROWS + 1)}select i from n", {})


def test_limit_of_a_page_is_not_part_of_the_query() -> None:
    assert whole_query("select a from b limit 101") == "select a from b"
    assert whole_query("select a from b limit 3 offset 2") == "select a from b limit 3 offset 2"
