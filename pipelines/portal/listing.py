"""What there is to fetch, for programs: `/downloads/index.json`, and one a dataset."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from datasette import Request, Response
from datasette.utils.asgi import NotFound

from pipelines.portal.downloads import served_files
from pipelines.portal.files import CHANGING, content_type
from pipelines.portal.headers import with_cors
from pipelines.portal.reading import Row, editions_folder, first, read_at_once, rows

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

CATALOGUE_ROUTE = r"^/downloads/index\.json$"
DATASET_ROUTE = r"^/downloads/(?P<dataset>[a-z0-9-]+)/index\.json$"
_DATASETS = """
    select * from dataset where name in (select dataset from edition) order by name
"""
_EDITIONS = "select * from edition where dataset = ? order by number desc"
_WITHDRAWALS = "select * from withdrawal where dataset = ?"


async def list_datasets(datasette: Datasette) -> Response:
    """Every dataset with an edition, withdrawn ones too, and the public keys of all signatures."""

    def read(connection: sqlite3.Connection) -> list[Row]:
        return rows(connection, _DATASETS)

    found = await read_at_once(datasette, read)
    keys = sorted(p.name for p in (editions_folder(datasette).parent / "keys").glob("*.pub*"))
    path = datasette.urls.path
    listed = {
        "datasets": [
            _about(row) | {"url": path(f"/downloads/{row['name']}/index.json")} for row in found
        ],
        "keys": [{"name": name, "url": path(f"/keys/{name}")} for name in keys],
    }
    return _json(datasette, listed)


async def list_editions(datasette: Datasette, request: Request) -> Response:
    """The editions of a dataset, newest first, with every file of each."""
    name = request.url_vars["dataset"]

    def read(connection: sqlite3.Connection) -> tuple[Row | None, list[Row]]:
        dataset = first(connection, "select * from dataset where name = ?", name)
        withdrawn = {w["edition"]: w for w in rows(connection, _WITHDRAWALS, name)}
        editions = rows(connection, _EDITIONS, name)
        return dataset, [e | {"withdrawal": withdrawn.get(e["number"])} for e in editions]

    dataset, editions = await read_at_once(datasette, read)
    if dataset is None:
        raise NotFound(f"没有这个数据集：{name} · No such dataset")
    listed = _about(dataset) | {"editions": [_edition(datasette, row) for row in editions]}
    return _json(datasette, listed)


def _about(dataset: Row) -> dict[str, Any]:
    return {
        "dataset": dataset["name"],
        **{key: dataset[key] for key in ("title", "title_en", "family")},
        "publisher": dataset["publisher_name"],
        "licence": dataset["licence"],
        "latest": dataset["latest_edition"],
    }


def _revision(edition: Row) -> dict[str, str] | None:
    reason = edition.get("reason")  # a state of an older program has none
    return {"reason": reason, "reason_en": edition["reason_en"]} if reason else None


def _edition(datasette: Datasette, edition: Row) -> dict[str, Any]:
    address = f"/downloads/{edition['dataset']}/{edition['number']}/"
    withdrawal = edition["withdrawal"]
    if withdrawal:
        withdrawal = {k: v for k, v in withdrawal.items() if k not in ("dataset", "edition")}
    return {
        "edition": edition["number"],
        "date": edition["snapshot_date"],
        "published_at": edition["published_at"],
        "row_count": edition["row_count"],
        "sha256": edition["sha256"],
        "snapshot": {"name": edition["snapshot"], "sha256": edition["snapshot_sha256"]},
        "revision": _revision(edition),
        "withdrawn": withdrawal,
        "url": datasette.urls.path(address),
        "files": [
            {
                "name": name,
                "media_type": content_type(name),
                "size": file.size,
                "sha256": file.sha256,
                "url": datasette.urls.path(address + name),
            }
            for name, file in sorted(served_files(datasette, edition).items())
        ],
    }


def _json(datasette: Datasette, listed: dict[str, Any]) -> Response:
    headers = with_cors(datasette, {"cache-control": CHANGING})
    return Response.json(listed, headers=headers)
