"""How a file is sent: in chunks, under its hash, whole or in ranges, never read whole.

Starlette sends it (ranges, `If-Range`, a client that has left); here stand the headers that say
which bytes they are.

Basis: RFC 9110 (HTTP semantics), RFC 8246 (immutable), RFC 9530 (digest fields),
RFC 6266 and RFC 8187 (names of downloads).
"""

import base64
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from datasette import Request
from starlette.responses import FileResponse, Response

from pipelines.publication.media import media_type

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
UNCHANGING = "public, max-age=31536000, immutable"
CHANGING = "no-cache"
TWIN = ".gz"


def content_type(name: str) -> str:
    """The media type of a file we serve.

    >>> content_type("table.csv"), content_type("SHA256SUMS")
    ('text/csv; charset=utf-8', 'text/plain; charset=utf-8')
    """
    return CONTENT_TYPES.get(Path(name).suffix) or media_type(name)


def accepts_gzip(accepted: str) -> bool:
    """Whether a client takes gzip, by its `Accept-Encoding`.

    >>> accepts_gzip("br, gzip;q=0.8"), accepts_gzip("gzip;q=0, *"), accepts_gzip("")
    (True, False, False)
    """
    weights = {}
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        weights[coding.strip()] = weight.strip().removeprefix("q=").strip("0.") != "" or not weight
    return weights.get("gzip", weights.get("*", False))


def disposition(plain: str, full: str) -> str:
    """The header that names a download: in ASCII for old clients, and as it should read.

    >>> print(disposition("a-2.csv", "树-2.csv"))
    attachment; filename="a-2.csv"; filename*=UTF-8''%E6%A0%91-2.csv
    """
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"


@dataclass(frozen=True)
class Representation:
    """Bytes that stand for a file: it as it lies there, or its compressed twin."""

    path: Path
    sha256: str
    coding: str | None = None

    def headers(self) -> dict[str, str]:
        """What says which bytes these are."""
        digest = base64.b64encode(bytes.fromhex(self.sha256)).decode()
        said = {"etag": f'"{self.sha256}"', "repr-digest": f"sha-256=:{digest}:"}
        return said | ({"content-encoding": self.coding} if self.coding else {})


@dataclass(frozen=True)
class FileAnswer:
    """A file as an answer Datasette can send; `twin` is the same file compressed, and its hash."""

    path: Path
    sha256: str
    request: Request
    cache_control: str
    headers: dict[str, str] = field(default_factory=dict)
    twin: tuple[Path, str] | None = None

    async def asgi_send(self, send: Any) -> None:
        """Send what the client asked for: all, a range, only headers, or that it has it."""
        chosen = self._chosen()
        headers = {"cache-control": self.cache_control, **chosen.headers(), **self.headers}
        if self.twin:
            headers["vary"] = "accept-encoding"
        answer: Response
        if _is_known(headers["etag"], self.request.headers.get("if-none-match", "")):
            headers.pop("content-encoding", None)
            answer = Response(status_code=304, headers=headers)
        else:
            headers["content-type"] = content_type(self.path.name)
            answer = FileResponse(chosen.path, headers=headers)
        await answer(self._scope(), self.request.receive, send)

    def _chosen(self) -> Representation:
        if self.twin and accepts_gzip(self.request.headers.get("accept-encoding", "")):
            return Representation(*self.twin, "gzip")
        return Representation(self.path, self.sha256)

    def _scope(self) -> dict[str, Any]:
        """The request; a range in a unit nobody knows counts as none (RFC 9110, 14.2)."""
        scope = self.request.scope
        if self.request.headers.get("range", "bytes=").lower().startswith("bytes="):
            return scope
        return {**scope, "headers": [(k, v) for k, v in scope["headers"] if k != b"range"]}


def _is_known(tag: str, listed: str) -> bool:
    return listed.strip() == "*" or tag in (t.strip().removeprefix("W/") for t in listed.split(","))
