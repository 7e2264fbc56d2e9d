"""Reads the public database the way a page needs it: everything as of one moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipelines.publication.metadata import DATABASE
from pipelines.settings import Settings

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette
    from datasette.database import Database

T = TypeVar("T")
Row = dict[str, Any]

# An edition, the newest that stands where no number is given. It was compared with the one that
# stood when it was published.
EDITION = """
    select e.*, d.title, d.title_en, d.publisher_name, d.licence, d.latest_edition, (
               select max(p.number) from edition p
                 left join withdrawal w on w.dataset = p.dataset and w.edition = p.number
                where p.dataset = e.dataset and p.number < e.number
                  and coalesce(w.withdrawn_at > e.published_at, true)
           ) as compared_with
      from edition e join dataset d on d.name = e.dataset
     where e.dataset = ? and e.number = coalesce(?, d.latest_edition)
"""


def public_database(datasette: Datasette) -> Database:
    """The public database among those Datasette serves."""
    return datasette.get_database(DATABASE)


def editions_folder(datasette: Datasette) -> Path:
    """Where the downloads lie: beside the states that are being served."""
    return Settings(home=Path(public_database(datasette).path).parent.parent).editions


async def read_at_once(datasette: Datasette, read: Callable[[sqlite3.Connection], T]) -> T:
    """What `read` returns; all its queries see the state the request is pinned to."""
    return await public_database(datasette).execute_fn(read)


def rows(connection: sqlite3.Connection, sql: str, *values: Any) -> list[Row]:
    """The rows of a query as dictionaries."""
    return [dict(row) for row in connection.execute(sql, values)]


def first(connection: sqlite3.Connection, sql: str, *values: Any) -> Row | None:
    """The first row of a query, if there is one."""
    return next(iter(rows(connection, sql, *values)), None)
