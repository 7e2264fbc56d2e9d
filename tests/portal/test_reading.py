import asyncio
import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette

from pipelines.portal.app import build_app
from pipelines.portal.reading import editions_folder, first, public_database, read_at_once, rows
from pipelines.settings import Settings
from tests.portal.conftest import DATASET, publish

EDITIONS = "select number from edition order by number"


def test_page_sees_one_moment_while_an_edition_is_published(
    repository: Path, tmp_path: Path
) -> None:
    site = build_app(publish(repository, tmp_path, "2024"))

    def read_twice(connection: sqlite3.Connection) -> list[list]:
        before = rows(connection, EDITIONS)
        publish(repository, tmp_path, "2025")
        return [before, rows(connection, EDITIONS)]

    def read(connection: sqlite3.Connection) -> list:
        return rows(connection, EDITIONS)

    before, after = asyncio.run(read_at_once(site, read_twice))
    assert before == after == [{"number": 1}]
    assert asyncio.run(read_at_once(site, read)) == [{"number": 1}, {"number": 2}]


def test_read_that_fails_leaves_the_connection_ready_for_the_next(app: Datasette) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        rows(connection, "select * from nope")

    async def read() -> int:
        for _ in range(2 * app.setting("num_sql_threads")):
            with pytest.raises(sqlite3.OperationalError, match="nope"):
                await read_at_once(app, fail)
        return len(await read_at_once(app, lambda c: rows(c, EDITIONS)))

    assert asyncio.run(read()) == 2


def test_first_row_is_none_where_there_is_none(app: Datasette) -> None:
    def read(connection: sqlite3.Connection) -> list:
        sql = "select number from edition where dataset = ? order by number desc"
        return [first(connection, sql, name) for name in (DATASET, "no-such")]

    assert asyncio.run(read_at_once(app, read)) == [{"number": 2}, None]


def test_downloads_lie_beside_the_states_that_are_served(
    app: Datasette, settings: Settings
) -> None:
    assert editions_folder(app) == settings.editions
    assert Path(public_database(app).path).parent == settings.public
