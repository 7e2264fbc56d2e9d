"""How a file is sent: in chunks, with its hash as ETag, never read whole."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datasette import Request

CHUNK_BYTES = 256 * 1024
CONTENT_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
UNCHANGING = "public, max-age=31536000, immutable"
CHANGING = "no-cache"


def content_type(name: str) -> str:
    """The media type of a file we serve.

    >>> content_type("table.csv"), content_type("SHA256SUMS")
    ('text/csv; charset=utf-8', 'text/plain; charset=utf-8')
    """
    return CONTENT_TYPES.get(Path(name).suffix, "text/plain; charset=utf-8")


@dataclass(frozen=True)
class FileAnswer:
    """A file as an answer Datasette can send."""

    path: Path
    sha256: str
    request: Request
    cache_control: str
    headers: dict[str, str] = field(default_factory=dict)

    async def asgi_send(self, send: Any) -> None:
        """Send the file, or only its headers if that is all the client wants."""
        tag = f'"{self.sha256}"'
        known = tag in self.request.headers.get("if-none-match", "")
        headers = {"etag": tag, "cache-control": self.cache_control, **self.headers}
        if not known:
            size = (await asyncio.to_thread(self.path.stat)).st_size
            headers |= {"content-type": content_type(self.path.name), "content-length": str(size)}
        await send(
            {
                "type": "http.response.start",
                "status": 304 if known else 200,
                "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
            }
        )
        if not known and self.request.method != "HEAD":
            await self._send_chunks(send)
        await send({"type": "http.response.body", "body": b""})

    async def _send_chunks(self, send: Any) -> None:
        with self.path.open("rb") as file:
            while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
