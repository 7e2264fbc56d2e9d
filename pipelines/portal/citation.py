"""`/dataset/<name>/cite/<edition>?sql=…`: a query pinned to an edition, so that it can be cited.

All of a citation stands in its address: the edition, the query with its values, the number of rows
and the hash of the answer. Nothing is kept on the server. Whoever opens it later sees the query
run again on that edition, whether it says the same, and whether the newest edition says otherwise.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette import Request, Response
from datasette.utils.asgi import NotFound

from pipelines.portal.asking import Answer, ask, difference
from pipelines.portal.downloads import LATEST, MOVING, edition_folder, find_edition
from pipelines.portal.files import CHANGING, disposition
from pipelines.portal.headers import with_cors
from pipelines.portal.reading import Row, read_at_once, rows
from pipelines.portal.references import bibtex, csl, reference
from pipelines.portal.tombstone import show_tombstone
from pipelines.publication.disk import sha256_of_file
from pipelines.publication.downloads import DATABASE
from pipelines.publication.manifest import MANIFEST
from pipelines.redaction import CHINA

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

ROUTE = (
    r"^/dataset/(?P<name>[a-z0-9-]+)/cite/(?P<number>[0-9]{1,6}|latest)(?P<form>\.(json|bib|csl))?$"
)
CHOICE_ROUTE = r"^/cite$"
_SHOWN = 100
_DIFFERING = 10
_ROWS, _SHA256 = "_rows", "_sha256"
_DATASETS = "select * from dataset where latest_edition is not null order by title"


@dataclass(frozen=True)
class Asked:
    """What an address asks: the query, its values, and what the answer is said to be."""

    sql: str
    values: dict[str, str]
    row_count: str | None
    sha256: str | None

    def query_string(self, answer: Answer) -> str:
        """What stands behind the question mark of the citation."""
        stated = {_ROWS: len(answer.rows), _SHA256: answer.sha256}
        return urlencode({"sql": self.sql, **self.values, **stated})

    def agrees(self, answer: Answer) -> bool | None:
        """Whether the answer is the one that was cited; None if none was."""
        if self.sha256 is None:
            return None
        return (self.row_count, self.sha256) == (str(len(answer.rows)), answer.sha256)


def _asked(request: Request) -> Asked:
    pairs = dict(parse_qsl(request.query_string, keep_blank_values=True))
    sql = pairs.pop("sql", "")
    stated = pairs.pop(_ROWS, None), pairs.pop(_SHA256, None)
    values = {name: text for name, text in pairs.items() if not name.startswith("_")}
    return Asked(sql, values, *stated)


async def choose_dataset(datasette: Datasette, request: Request) -> Response:
    """Which dataset a query of one's own is to be pinned to: a link for each."""
    asked = _asked(request)
    listed = await read_at_once(datasette, lambda connection: rows(connection, _DATASETS))
    query = urlencode({"sql": asked.sql, **asked.values})
    context = {"datasets": listed, "query": query, "sql": asked.sql}
    return Response.html(await datasette.render_template("cite.html", context, request=request))


async def show_citation(datasette: Datasette, request: Request) -> Response:
    """The page of a citation, or it as JSON, BibTeX or CSL-JSON.

    Raises: NotFound if there is no such edition, or it has no database; QueryRefusedError if the
    query cannot be answered.
    """
    name, number, form = (request.url_vars[n] for n in ("name", "number", "form"))
    asked = _asked(request)
    edition = await find_edition(datasette, name, number)
    if number == LATEST:
        path = datasette.urls.path(f"/dataset/{name}/cite/{edition['number']}{form or ''}")
        headers = dict(MOVING)
        return Response.redirect(f"{path}?{request.query_string}", headers=headers)
    if edition["withdrawal"]:
        return await show_tombstone(datasette, request, edition)
    newest = await find_edition(datasette, name, LATEST) if edition["latest_edition"] else edition
    citation = await _cite(datasette, request, asked, edition, newest)
    if form == ".bib":
        return _file(datasette, bibtex(citation), "application/x-bibtex", f"{citation['key']}.bib")
    if form == ".csl":
        text = json.dumps([csl(citation)], ensure_ascii=False, indent=2)
        kind = "application/vnd.citationstyles.csl+json"
        return _file(datasette, text, kind, f"{citation['key']}.json")
    if form == ".json":
        return _json_answer(datasette, citation)
    context = citation | {"reference": reference(citation)}
    page = await datasette.render_template("citation.html", context, request=request)
    return Response.html(page, headers={"cache-control": CHANGING})


async def _cite(
    datasette: Datasette, request: Request, asked: Asked, edition: Row, newest: Row
) -> dict[str, Any]:
    own = await _answer(datasette, edition, asked)
    is_newest = newest["number"] == edition["number"]
    other = own if is_newest else await _answer(datasette, newest, asked)
    path = f"/dataset/{edition['dataset']}/cite/{edition['number']}"
    query = asked.query_string(own)
    differing = difference(own, other)
    manifest = edition_folder(datasette, edition) / MANIFEST
    return {
        "edition": edition,
        "newest": newest,
        "is_newest": is_newest,
        "sql": asked.sql,
        "values": asked.values,
        "cited": {"row_count": asked.row_count, "sha256": asked.sha256},
        "agrees": asked.agrees(own),
        "answer": own,
        "shown": own.rows[:_SHOWN],
        "newer": other,
        "is_changed": own.sha256 != other.sha256,
        "gone": differing.gone[:_DIFFERING],
        "come": differing.come[:_DIFFERING],
        "manifest_sha256": sha256_of_file(manifest) if manifest.is_file() else None,
        "path": datasette.urls.path(path),
        "query": query,
        "url": datasette.absolute_url(request, datasette.urls.path(f"{path}?{query}")),
        "key": f"{edition['dataset']}-{edition['number']}-{own.sha256[:8]}",
        "today": datetime.now(CHINA).date().isoformat(),
    }


async def _answer(datasette: Datasette, edition: Row, asked: Asked) -> Answer:
    path = edition_folder(datasette, edition) / DATABASE
    if not path.is_file():
        number = edition["number"]
        raise NotFound(f"第 {number} 版没有数据库文件 · Edition {number} has no database file")
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(
        datasette.executor, ask, datasette, path, asked.sql, asked.values
    )


def _json_answer(datasette: Datasette, citation: dict[str, Any]) -> Response:
    answer, newer = citation["answer"], citation["newer"]
    said = {
        "dataset": citation["edition"]["dataset"],
        "edition": citation["edition"]["number"],
        "manifest_sha256": citation["manifest_sha256"],
        "sql": citation["sql"],
        "values": citation["values"],
        "cited": citation["cited"] if citation["cited"]["sha256"] else None,
        "agrees": citation["agrees"],
        "row_count": len(answer.rows),
        "sha256": answer.sha256,
        "columns": answer.columns,
        "rows": answer.rows,
        "newest": {
            "edition": citation["newest"]["number"],
            "row_count": len(newer.rows),
            "sha256": newer.sha256,
            "is_changed": citation["is_changed"],
            "gone": citation["gone"],
            "come": citation["come"],
        },
        "reference": reference(citation),
        "url": citation["url"],
    }
    headers = with_cors(datasette, {"cache-control": CHANGING})
    return Response.json(said, headers=headers)


def _file(datasette: Datasette, text: str, kind: str, name: str) -> Response:
    headers = with_cors(
        datasette, {"cache-control": CHANGING, "content-disposition": disposition(name, name)}
    )
    return Response(text, headers=headers, content_type=f"{kind}; charset=utf-8")
