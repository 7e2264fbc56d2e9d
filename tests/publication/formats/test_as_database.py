import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.plain_line import TABLE, Line


def ask(path: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def databases(line: Line) -> tuple[Path, Path]:
    """The database of the first edition, and the public one."""
    line.publish()
    edition = line.settings.editions / "elm-town-trees/1/tables.sqlite"
    return edition, line.settings.public / "sunledger.db"


def test_tables_are_defined_as_in_the_public_database(databases: tuple[Path, Path]) -> None:
    edition, public = databases
    definitions = "select name, sql from sqlite_master where type in ('table', 'index')"

    own, all_ = dict(ask(edition, definitions)), dict(ask(public, definitions))

    assert {TABLE, "tree_kind", "dataset", "field"} <= set(own)
    assert own.items() <= all_.items()


def test_query_of_the_public_database_runs_and_gives_the_same(
    databases: tuple[Path, Path],
) -> None:
    query = f"""
        select k.label, t.care_amount, t.care_amount_fen, d.title from {TABLE} t
          join tree_kind k on k.code = t.tree_code join dataset d on d.name = t.dataset
         order by 1
    """

    first, second = (ask(path, query) for path in databases)

    assert len(first) == 3
    assert first == second


def test_database_is_whole_and_has_no_free_pages(databases: tuple[Path, Path]) -> None:
    edition, _ = databases

    assert ask(edition, "pragma integrity_check") == [("ok",)]
    assert ask(edition, "pragma foreign_key_check(field)") == []
    assert ask(edition, "pragma freelist_count") == [(0,)]


def test_file_does_not_say_which_library_wrote_it(databases: tuple[Path, Path]) -> None:
    edition, _ = databases

    assert int.from_bytes(edition.read_bytes()[96:100], "big") == 3_040_001
