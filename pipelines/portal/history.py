"""Everything that ever happened to one row: one query over the table `change`, one address."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datasette import Request, Response
from datasette.utils import tilde_encode
from datasette.utils.asgi import NotFound

from pipelines.portal.reading import Row, first, read_at_once, rows
from pipelines.publication.changes import key_text, read_key

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

ROUTE = r"^/dataset/(?P<name>[a-z0-9-]+)/history/(?P<table>[a-z0-9_]+)/?$"
SQL = """select c.*, e.published_at, e.snapshot, e.reason, e.reason_en
  from change c join edition e on e.dataset = c.dataset and e.number = c.edition
 where c.dataset = :dataset and c.table_name = :table and c.key = :key
 order by c.edition, c.id"""
_ABOUT = ("edition", "kind", "published_at", "snapshot", "reason", "reason_en")
_FIELDS = "select * from field where table_name = ?"
_KEY = "select name from pragma_table_info(?) where pk > 0 and name <> 'dataset' order by pk"
_FIRST = """
    select e.* from edition e
      left join withdrawal w on w.dataset = e.dataset and w.edition = e.number
     where e.dataset = ? and w.edition is null order by e.number limit 1
"""


async def show_history(datasette: Datasette, request: Request) -> Response:
    """The page of a row: the editions that added, altered or removed it, with both values.

    The row is named by its key as changes name it, `field=value;…`.
    """
    name, table = request.url_vars["name"], request.url_vars["table"]
    key = request.args.get("key") or ""

    def read(connection: sqlite3.Connection) -> dict[str, Any] | None:
        return read_history(connection, name, table, key)

    context = await read_at_once(datasette, read)
    if context is None:
        raise NotFound(f"没有这一行：{table} {key} · No such row")
    page = await datasette.render_template("history.html", context, request=request)
    return Response.html(page, headers={"cache-control": "max-age=60"})


def read_history(
    connection: sqlite3.Connection, name: str, table: str, key: str
) -> dict[str, Any] | None:
    """A row as it stands, if it does, and its changes by edition; None if it never was."""
    dataset = first(connection, "select * from dataset where name = ?", name)
    names = [row["name"] for row in rows(connection, _KEY, table)]
    values = read_key(key)
    is_table = bool(rows(connection, _FIELDS, table))
    if dataset is None or not is_table or list(values) != names:
        return None
    found = [
        dict(row) for row in connection.execute(SQL, {"dataset": name, "table": table, "key": key})
    ]
    current = _current(connection, name, table, values)
    if current is None and not found:
        return None
    return {
        "dataset": dataset,
        "table": table,
        "key": values,
        "key_text": key,
        "sql": SQL,
        "editions": _by_edition(found),
        "path": ",".join(tilde_encode(v) for v in (name, *values.values())) if current else None,
        "first": first(connection, _FIRST, name),
    }


def key_of(names: Sequence[str], values: Sequence[str]) -> str:
    """How changes name a row, from its key in the database.

    >>> key_of(["dataset", "fiscal_year", "code"], ["elm", "2024", "1"])
    'fiscal_year=2024;code=1'
    """
    return key_text({n: v for n, v in zip(names, values, strict=True) if n != "dataset"})


def _current(
    connection: sqlite3.Connection, dataset: str, table: str, values: dict[str, str]
) -> Row | None:
    # The table and its columns are the database's own: they were looked up in it.
    where = " and ".join(f'"{name}" is ?' for name in values)
    sql = f'select 1 from "{table}" where dataset = ? and {where} limit 1'  # noqa: S608
    return first(connection, sql, dataset, *(value or None for value in values.values()))


def _by_edition(found: list[Row]) -> list[dict[str, Any]]:
    """The changes of each edition together; a whole row as its fields."""
    editions: dict[int, dict[str, Any]] = {}
    for change in found:
        about = {name: change[name] for name in _ABOUT} | {"cells": []}
        own = editions.setdefault(change["edition"], about)
        if change["kind"] == "changed":
            own["cells"].append(change)
        else:
            side = "new" if change["kind"] == "added" else "old"
            own["cells"] += [
                {"field": field, "old": None, "new": None, "difference_fen": None, side: value}
                for field, value in json.loads(change[side]).items()
            ]
    return list(editions.values())
