"""A request reads one state of the public database, and no reader ever goes back."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette

from pipelines.exceptions import WarehouseError
from pipelines.portal.pinned import PinnedDatabase
from pipelines.publication import states
from pipelines.publication.states import publish_state

PUBLICATIONS = 100


class Publisher:
    """Publishes counts: every state holds its own number in two tables."""

    def __init__(self, folder: Path) -> None:
        self.warehouse, self.public = folder / "warehouse.db", folder / "public"
        with closing(sqlite3.connect(self.warehouse)) as connection:
            connection.execute("create table one (n)")
            connection.execute("create table other (n)")
        self.count = 0
        self.publish()

    def publish(self) -> None:
        self.count += 1
        with closing(sqlite3.connect(self.warehouse)) as connection, connection:
            for table in ("one", "other"):
                connection.execute(f"delete from {table}")
                connection.execute(f"insert into {table} values (?)", [self.count])
        publish_state(self.warehouse, self.public)


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path)


@pytest.fixture
def database(publisher: Publisher) -> Iterator[PinnedDatabase]:
    datasette = Datasette([])
    database = PinnedDatabase(datasette, publisher.public)
    yield datasette.add_database(database, name="counts")
    datasette.executor.shutdown()


async def count_in(database: PinnedDatabase, table: str) -> int:
    return (await database.execute(f"select n from {table}")).first()["n"]


def test_request_reads_the_state_it_began_on(
    database: PinnedDatabase, publisher: Publisher
) -> None:
    async def request() -> tuple[int, int]:
        with database.pinned():
            first = await count_in(database, "one")
            publisher.publish()
            with database.pinned():  # a request inside the request
                return first, await count_in(database, "other")

    assert asyncio.run(request()) == (1, 1)
    assert asyncio.run(count_in(database, "one")) == 2


def test_older_state_is_never_read_after_a_newer(
    database: PinnedDatabase, publisher: Publisher
) -> None:
    publisher.publish()
    assert asyncio.run(count_in(database, "one")) == 2

    link = publisher.public / states.CURRENT
    link.unlink()
    link.symlink_to(next(p.name for p in publisher.public.glob("00000001-*.db")))

    assert asyncio.run(count_in(database, "one")) == 2


def test_nothing_published_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="sunledger publish"):
        PinnedDatabase(Datasette([]), tmp_path)


def test_replaced_states_are_closed(database: PinnedDatabase, publisher: Publisher) -> None:
    async def read_once() -> None:
        await asyncio.gather(*(count_in(database, "one") for _ in range(8)))

    asyncio.run(read_once())
    before = open_files()
    for _ in range(30):
        publisher.publish()
        asyncio.run(read_once())

    assert open_files() <= before + 3  # a thread that has had nothing to do keeps its last one


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - links of a process


def test_readers_of_a_hundred_publications_see_each_whole_and_in_order(
    database: PinnedDatabase, publisher: Publisher
) -> None:
    async def read_pages() -> list[tuple[int, int]]:
        pages = []
        while not pages or pages[-1][0] <= PUBLICATIONS:
            with database.pinned():
                pages.append((await count_in(database, "one"), await count_in(database, "other")))
        return pages

    async def read() -> list[list[tuple[int, int]]]:
        return await asyncio.gather(*(read_pages() for _ in range(4)))

    writer = threading.Thread(target=lambda: [publisher.publish() for _ in range(PUBLICATIONS)])
    writer.start()
    readers = asyncio.run(read())
    writer.join()

    for pages in readers:
        assert all(one == other for one, other in pages)
        assert pages == sorted(pages)
        assert len(set(pages)) > PUBLICATIONS / 4
