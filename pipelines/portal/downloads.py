"""The files of published editions: `/downloads/<dataset>/<number>/<file>`, which never change.

`latest` in the number's place leads to the newest edition that stands. A file is served only if its
edition stands in the warehouse and its name in the edition's checksums, so that neither a
half-written edition nor anything beside one can ever be fetched.
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import Request, Response
from datasette.utils.asgi import NotFound

from pipelines.portal.files import CHANGING, TWIN, UNCHANGING, FileAnswer, disposition
from pipelines.portal.headers import with_cors
from pipelines.portal.reading import EDITION, Row, editions_folder, first, read_at_once
from pipelines.portal.tombstone import show_tombstone
from pipelines.publication.tombstone import KEPT

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

CHECKSUMS = "SHA256SUMS"
DESCRIPTOR = "datapackage.json"
LATEST = "latest"
MOVING = {"cache-control": "no-store"}
LATEST_ROUTE = r"^/downloads/(?P<dataset>[a-z0-9-]+)/latest(?P<rest>/[A-Za-z0-9_.-]*)?$"
FOLDER_ROUTE = r"^/downloads/(?P<dataset>[a-z0-9-]+)/(?P<number>[0-9]{1,6})/?$"
FILE_ROUTE = FOLDER_ROUTE.removesuffix("/?$") + r"/(?P<file>[A-Za-z0-9_][A-Za-z0-9_.-]*)$"
KEY_ROUTE = r"^/keys/(?P<file>(sunledger|[0-9A-F]{16})\.pub(\.minisig)?)$"
ANY_ROUTE = r"^/downloads(/.*)?$"

_CHECKSUM = re.compile(r"(?P<sha256>[0-9a-f]{64}) [ *](?P<name>[A-Za-z0-9_][A-Za-z0-9_.-]*)")
_WITHDRAWAL = "select * from withdrawal where dataset = ? and edition = ?"


@dataclass(frozen=True)
class PublishedFile:
    """A file of an edition, as its checksums list it."""

    path: Path
    sha256: str

    @property
    def size(self) -> int:
        """Length in bytes."""
        return self.path.stat().st_size


def read_files(folder: Path) -> dict[str, PublishedFile]:
    """The checksums of an edition and the files they name that lie in its folder, by name."""
    try:
        checksums = (folder / CHECKSUMS).read_bytes()
    except OSError:
        return {}
    listed = {CHECKSUMS: sha256(checksums).hexdigest()}
    for line in checksums.decode("utf-8").splitlines():
        if match := _CHECKSUM.fullmatch(line):
            listed[match["name"]] = match["sha256"]
    files = {name: PublishedFile(folder / name, digest) for name, digest in listed.items()}
    return {n: f for n, f in files.items() if f.path.is_file() and not f.path.is_symlink()}


async def find_edition(datasette: Datasette, dataset: str, number: str) -> Row:
    """The edition the warehouse knows under that number.

    Raises: NotFound if it knows none.
    """
    wanted = None if number == LATEST else int(number)

    def read(connection: sqlite3.Connection) -> Row | None:
        found = first(connection, EDITION, dataset, wanted)
        if found:
            found["withdrawal"] = first(connection, _WITHDRAWAL, dataset, found["number"])
        return found

    edition = await read_at_once(datasette, read)
    if edition is None:
        raise NotFound(f"没有这个版本：{dataset} {number} · No such edition")
    return edition


def edition_folder(datasette: Datasette, edition: Row) -> Path:
    """Where the files of an edition lie."""
    return editions_folder(datasette) / edition["dataset"] / str(edition["number"])


async def show_edition(datasette: Datasette, request: Request) -> Response:
    """The page that lists an edition's files, with sizes, rows and checksums."""
    asked = request.url_vars
    edition = await find_edition(datasette, asked["dataset"], asked["number"])
    if edition["withdrawal"]:
        return await show_tombstone(datasette, request, edition)
    folder = edition_folder(datasette, edition)
    files = read_files(folder)
    context = {
        "edition": edition,
        "checksums": files.pop(CHECKSUMS, None),
        "files": files,
        "row_counts": _row_counts(folder),
    }
    page = await datasette.render_template("edition.html", context, request=request)
    return Response.html(page, headers={"cache-control": CHANGING})


async def show_latest(datasette: Datasette, request: Request) -> Response:
    """Where the newest edition, or that file of it, is now."""
    edition = await find_edition(datasette, request.url_vars["dataset"], LATEST)
    rest = request.url_vars["rest"] or "/"
    path = datasette.urls.path(f"/downloads/{edition['dataset']}/{edition['number']}{rest}")
    headers = with_cors(datasette, MOVING)
    return Response.redirect(path, status=302, headers=headers)


async def send_download(datasette: Datasette, request: Request) -> FileAnswer | Response:
    """One file of an edition, byte for byte as it was published, under a name that says which.

    Of one that was withdrawn only what the chain of manifests needs.
    """
    asked = request.url_vars
    edition = await find_edition(datasette, asked["dataset"], asked["number"])
    files = served_files(datasette, edition)
    if edition["withdrawal"] and asked["file"] not in files:
        return await show_tombstone(datasette, request, edition)
    file = files.get(asked["file"])
    if file is None:
        raise NotFound(f"这一版没有这个文件：{asked['file']} · No such file in this edition")
    twin = files.get(asked["file"] + TWIN)
    headers = with_cors(datasette, {"content-disposition": _disposition(edition, asked["file"])})
    return FileAnswer(
        file.path,
        file.sha256,
        request,
        CHANGING if edition["withdrawal"] else UNCHANGING,
        headers,
        (twin.path, twin.sha256) if twin else None,
    )


def served_files(datasette: Datasette, edition: Row) -> dict[str, PublishedFile]:
    """The files of an edition that can be fetched; of a withdrawn one, what verifies the chain."""
    folder = edition_folder(datasette, edition)
    if not edition["withdrawal"]:
        return read_files(folder)
    paths = [folder / name for name in KEPT if (folder / name).is_file()]
    return {p.name: PublishedFile(p, sha256(p.read_bytes()).hexdigest()) for p in paths}


def _disposition(edition: Row, name: str) -> str:
    """The file's name with dataset, edition and date: files of two editions are told apart."""
    day = edition["snapshot_date"]
    title = re.sub(r"[^\w.-]+", "-", edition["title"])
    return disposition(
        f"{edition['dataset']}-{edition['number']}-{day}-{name}",
        f"{title}-第{edition['number']}版-{day}-{name}",
    )


async def send_key(datasette: Datasette, request: Request) -> FileAnswer:
    """A public key that signs editions or once did, or a newer one signed by the one before it."""
    path = editions_folder(datasette).parent / "keys" / request.url_vars["file"]
    if not path.is_file():
        raise NotFound(f"没有这把公钥：{path.name} · No such public key")
    digest = sha256(path.read_bytes()).hexdigest()
    return FileAnswer(path, digest, request, CHANGING)


async def refuse_path(request: Request) -> Response:
    """Every other address below the downloads."""
    raise NotFound(f"没有这个下载地址：{request.path} · No such download")


def _row_counts(folder: Path) -> dict[str, int]:
    """Rows of each table, as the edition's own descriptor states them."""
    try:
        descriptor: Any = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {r["name"]: r["row_count"] for r in descriptor["resources"] if "row_count" in r}
