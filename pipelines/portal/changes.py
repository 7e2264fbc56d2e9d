"""What an edition changed: rows added and removed as rows, altered cells as old and new."""

import json
import sqlite3
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from datasette.utils import escape_sqlite, tilde_encode

from pipelines.database import label_table_name
from pipelines.portal.reading import EDITION, Row, first, rows
from pipelines.publication.changes import read_key

PREVIEW = 10  # changes shown of each kind in each table; the rest is one click away
NET_PREVIEW = 12  # groups of rows shown of each table
PAGE = 100  # changes on one page of a single kind

# An empty text is in every other.
_SECTIONS = """
    select table_name, kind, count(*) as count from change
     where dataset = ? and edition = ?
       and instr(key || char(10) || coalesce(old, '') || char(10) || coalesce(new, ''), ?) > 0
     group by table_name, kind order by min(id)
"""
_CHANGES = """
    select * from change where dataset = ? and edition = ? and table_name = ? and kind = ?
       and instr(key || char(10) || coalesce(old, '') || char(10) || coalesce(new, ''), ?) > 0
     order by id limit ? offset ?
"""
_NET = """
    select *, max(place) over (partition by table_name) as total from (
        select *, dense_rank() over (partition by table_name order by first) as place from (
            select *, min(id) over (partition by table_name, rows_of) as first
              from net_change where dataset = ? and edition = ?
        )
    )
     order by table_name, id
"""
_CODELISTS = "select name, codelist from field where table_name = ? and codelist is not null"
_KEY = "select name from pragma_table_info(?) where pk > 0 order by pk"


@dataclass(frozen=True)
class Selection:
    """Of the changes of an edition those of one kind in one table, a page of them.

    `search` is a text their key or a value has in it: a code, a name, an amount.
    """

    table: str | None
    kind: str | None
    page: int
    search: str = ""

    def has(self, section: Row) -> bool:
        """Whether a section is the one, and as long as the page says."""
        is_own = (section["table_name"], section["kind"]) == (self.table, self.kind)
        return is_own and 1 <= self.page <= -(-section["count"] // PAGE)


def read_changes(
    connection: sqlite3.Connection, dataset: str, number: int | None, search: str = ""
) -> dict[str, Any] | None:
    """An edition (the newest when no number is given) and the beginning of all it changed.

    None if there is no such edition.
    """
    edition = first(connection, EDITION, dataset, number)
    if edition is None:
        return None
    sections = rows(connection, _SECTIONS, dataset, edition["number"], search)
    for section in sections:
        _fill(connection, edition, section, PREVIEW, 0, search)
    net = [] if search else _read_net(connection, dataset, edition["number"])
    found = {"edition": edition, "tables": _by_table(sections), "net": net}
    return found | {"page": None, "search": search}


def read_changes_page(
    connection: sqlite3.Connection, dataset: str, number: int | None, wanted: Selection
) -> dict[str, Any] | None:
    """One page of the changes of one kind in one table; None if there is no such page."""
    edition = first(connection, EDITION, dataset, number)
    if edition is None:
        return None
    counted = rows(connection, _SECTIONS, dataset, edition["number"], wanted.search)
    sections = [section for section in counted if wanted.has(section)]
    for section in sections:
        _fill(connection, edition, section, PAGE, (wanted.page - 1) * PAGE, wanted.search)
        section["pages"] = -(-section["count"] // PAGE)
    found = {"edition": edition, "tables": _by_table(sections)}
    return found | {"page": wanted.page, "search": wanted.search} if sections else None


def _read_net(connection: sqlite3.Connection, dataset: str, number: int) -> list[dict[str, Any]]:
    """For each table the first groups of rows whose amounts changed in sum, and these sums."""
    tables = []
    found = [r for r in rows(connection, _NET, dataset, number) if r["place"] <= NET_PREVIEW]
    for table, nets in groupby(found, key=lambda net: net["table_name"]):
        sums: dict[str, dict[str, int]] = {}
        for net in nets:
            sums.setdefault(net["rows_of"], {})[net["field"]] = net["difference_fen"]
            total = net["total"]
        keys = [read_key(text) for text in sums]
        tables.append(
            {
                "name": table,
                "fields": list(dict.fromkeys(field for own in sums.values() for field in own)),
                "groups": list(zip(keys, sums.values(), strict=True)),
                "labels": _labels(connection, table, keys),
                "total": total,
            }
        )
    return tables


def _by_table(sections: list[Row]) -> dict[str, list[Row]]:
    """The sections of each table, the tables in the order in which they were compared."""
    tables: dict[str, list[Row]] = {}
    for section in sections:
        tables.setdefault(section["table_name"], []).append(section)
    return tables


def _fill(  # noqa: PLR0913 - which changes, and of what
    connection: sqlite3.Connection,
    edition: Row,
    section: Row,
    limit: int,
    offset: int,
    search: str,
) -> None:
    """Give a section its changes: whole rows, or the altered cells of each row."""
    table, kind = section["table_name"], section["kind"]
    own = (edition["dataset"], edition["number"], table, kind)
    found = rows(connection, _CHANGES, *own, search, limit, offset)
    if kind == "changed":
        key = [r["name"] for r in rows(connection, _KEY, table)]
        section["rows"] = [
            {
                "key": read_key(text),
                "text": text,
                "path": _row_path(edition, key, text),
                "cells": list(cells),
            }
            for text, cells in groupby(found, key=lambda change: change["key"])
        ]
        section["labels"] = _labels(connection, table, [r["key"] for r in section["rows"]])
    else:
        side = "new" if kind == "added" else "old"
        section["rows"] = [json.loads(change[side]) for change in found]
    section["shown"] = len(found)


def _row_path(edition: Row, key: list[str], text: str) -> str | None:
    """The address of a row as it stands; None if the edition is no longer the newest."""
    values = read_key(text) | {"dataset": edition["dataset"]}
    is_standing = edition["number"] == edition["latest_edition"] and all(map(values.get, key))
    return ",".join(tilde_encode(values[name]) for name in key) if is_standing else None


def _labels(
    connection: sqlite3.Connection, table: str, keys: list[dict[str, str]]
) -> dict[str, dict[str, str]]:
    """What the codes in the keys are called: field → code → code and name."""
    labels = {}
    for field in rows(connection, _CODELISTS, table):
        codes = sorted({key[field["name"]] for key in keys if field["name"] in key})
        marks = ", ".join("?" * len(codes))
        # The name was written by the publisher's own program; it is quoted all the same.
        names = escape_sqlite(label_table_name(field["codelist"]))
        sql = f"select code, label from {names} where code in ({marks})"  # noqa: S608
        labels[field["name"]] = {r["code"]: r["label"] for r in rows(connection, sql, *codes)}
    return labels
