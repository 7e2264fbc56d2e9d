"""What was published and withdrawn, newest first, for feed readers.

Basis: RFC 4287 (the Atom syndication format).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from datasette import Request, Response
from datasette.utils.asgi import NotFound

from pipelines.portal.cells import show_fen
from pipelines.portal.files import CHANGING
from pipelines.portal.headers import with_cors
from pipelines.portal.reading import Row, first, read_at_once, rows
from pipelines.portal.words import KINDS, LEVELS
from pipelines.publication.changes import read_key

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

ROUTE = r"^/feed\.atom$"
DATASET_ROUTE = r"^/dataset/(?P<name>[a-z0-9-]+)/feed\.atom$"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_ENTRIES = 50
_NETS = 10
_EDITIONS = """
    select e.*, d.title, d.publisher_name, w.withdrawn_at, w.reason as withdrawn_because,
           w.reason_en as withdrawn_because_en,
           coalesce(w.withdrawn_at, e.published_at) as updated
      from edition e join dataset d on d.name = e.dataset
      left join withdrawal w on w.dataset = e.dataset and w.edition = e.number
     where ? is null or e.dataset = ?
     order by updated desc, e.dataset, e.number desc limit ?
"""
_COUNTS = """
    select kind, count(*) as count from change where dataset = ? and edition = ? group by kind
"""
_NET = """
    select * from net_change where dataset = ? and edition = ?
     order by abs(difference_fen) desc, id limit ?
"""
_TITLES = "select table_name, name, title from field"


async def send_feed(datasette: Datasette, request: Request) -> Response:
    """The feed of a dataset, or of all: an entry for each edition, at most fifty."""
    name = request.url_vars.get("name")

    def read(connection: sqlite3.Connection) -> tuple[Row | None, list[Row]]:
        dataset = first(connection, "select * from dataset where name = ?", name)
        return dataset, _read(connection, name)

    dataset, editions = await read_at_once(datasette, read)
    if name is not None and dataset is None:
        raise NotFound(f"没有这个数据集：{name} · No such dataset")
    headers = with_cors(datasette, {"cache-control": CHANGING})
    feed = _Feed(datasette, request).write(dataset, editions)
    return Response(feed, headers=headers, content_type=MEDIA_TYPE)


def _read(connection: sqlite3.Connection, name: str | None) -> list[Row]:
    editions = rows(connection, _EDITIONS, name, name, _ENTRIES)
    titles = {(r["table_name"], r["name"]): r["title"] for r in rows(connection, _TITLES)}
    for edition in editions:
        own = (edition["dataset"], edition["number"])
        edition["counts"] = {r["kind"]: r["count"] for r in rows(connection, _COUNTS, *own)}
        edition["net"] = rows(connection, _NET, *own, _NETS)
        for net in edition["net"]:
            net["title"] = titles.get((net["table_name"], net["field"]), net["field"])
            net["rows_of"] = _group(net, titles)
    return editions


def _group(net: Row, titles: Mapping[tuple[str, str], str]) -> str:
    """Whose sum it is, in words: nothing where it is that of all rows."""
    named = read_key(net["rows_of"]).items()
    return "，".join(
        f"{titles.get((net['table_name'], name), name)} {LEVELS.get(value, value)}"
        for name, value in named
    )


class _Feed:
    """Writes a feed with the addresses under which this site is asked."""

    def __init__(self, datasette: Datasette, request: Request) -> None:
        self._datasette, self._request = datasette, request

    def write(self, dataset: Row | None, editions: list[Row]) -> str:
        """The document; `updated` is that of its newest entry."""
        site = (self._datasette.plugin_config("sunledger") or {}).get("title") or "Sunledger"
        name = dataset["name"] if dataset else None
        page = self._url(f"/dataset/{name}" if name else "/")
        feed = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "zh-CN"})
        _add(feed, "id", f"urn:sunledger:feed:{name or 'all'}")
        _add(feed, "title", f"{dataset['title']} · {site}" if dataset else site)
        _add(feed, "updated", editions[0]["updated"] if editions else "1970-01-01T00:00:00Z")
        own = self._url(f"/dataset/{name}/feed.atom" if name else "/feed.atom")
        _add(feed, "link", rel="self", type="application/atom+xml", href=own)
        _add(feed, "link", rel="alternate", type="text/html", href=page)
        for edition in editions:
            self._add_entry(feed, edition)
        ElementTree.indent(feed)
        return ElementTree.tostring(feed, "unicode", xml_declaration=True) + "\n"

    def _add_entry(self, feed: ElementTree.Element, edition: Row) -> None:
        dataset, number = edition["dataset"], edition["number"]
        entry = ElementTree.SubElement(feed, "entry")
        _add(entry, "id", f"urn:sunledger:edition:{dataset}:{number}")
        is_withdrawn = bool(edition["withdrawn_at"])
        said = "已撤回 withdrawn" if is_withdrawn else f"edition {number}"
        _add(entry, "title", f"{edition['title']} 第 {number} 版 · {said}")
        _add(entry, "updated", edition["updated"])
        _add(entry, "published", edition["published_at"])
        author = ElementTree.SubElement(entry, "author")
        _add(author, "name", edition["publisher_name"])
        files = self._url(f"/downloads/{dataset}/{number}/")
        changes = self._url(f"/dataset/{dataset}/changes/{number}")
        page = files if is_withdrawn or number == 1 else changes
        _add(entry, "link", rel="alternate", type="text/html", href=page)
        if not is_withdrawn:
            listed = f"{files}changes.json"
            _add(entry, "link", rel="related", type="application/json", href=listed)
        _add(entry, "content", "\n".join(_said(edition)), type="text")

    def _url(self, path: str) -> str:
        return self._datasette.absolute_url(self._request, self._datasette.urls.path(path))


def _said(edition: Row) -> list[str]:
    """What an entry says: why it was withdrawn, or what changed, why, and by how much."""
    if edition["withdrawn_at"]:
        return [f"{edition['withdrawn_because']} · {edition['withdrawn_because_en'] or ''}"]
    lines = [f"{edition['row_count']:,} 行 rows，{edition['snapshot']}"]
    if edition.get("reason"):
        lines.append(f"修订理由 {edition['reason']} · {edition['reason_en']}")
    counts = edition["counts"]
    lines += [f"{KINDS[kind]} {counts[kind]:,}" for kind in KINDS if kind in counts]
    return [*lines, *map(_net, edition["net"])]


def _net(net: dict[str, Any]) -> str:
    amount = show_fen(net["difference_fen"])
    sign = "+" if net["difference_fen"] > 0 else ""
    return f"{net['title']}（{net['rows_of'] or '全表 all rows'}）：{sign}{amount} 元"


def _add(
    parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str
) -> None:
    ElementTree.SubElement(parent, name, attributes).text = text
