"""Lets visitors read and nothing else, and only a few of their own queries run at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

READING = ("GET", "HEAD", "OPTIONS")
PLACES = 2
PATIENCE_SECONDS = 5.0
MOST_FACETS = 8
_VISITORS_SQL = {"sql", "_where"}

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def is_costly(query_string: bytes) -> bool:
    """Whether a request runs SQL of its own or counts facets it asks for.

    >>> is_costly(b"sql=select+1"), is_costly(b"_facet=kind"), is_costly(b"kind=added&_size=20")
    (True, True, False)
    """
    names = {name for name, _ in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)}
    return bool(names & _VISITORS_SQL) or any(name.startswith("_facet") for name in names)


def asks_too_much(query_string: bytes) -> bool:
    """Whether a request asks for more facets than anyone reads."""
    pairs = parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)
    return sum(name.startswith("_facet") for name, _ in pairs) > MOST_FACETS


class QueryGate:
    """An ASGI application before Datasette: it passes on what reads, costly requests in turn."""

    def __init__(
        self, app: App, places: int = PLACES, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Stand before `app`."""
        self._app = app
        self._places = asyncio.Semaphore(places)
        self._patience_seconds = patience_seconds

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass the request on, now or when there is a place, or say that there is none."""
        query_string = scope.get("query_string") or b""
        if scope["type"] == "http" and scope["method"] not in READING:
            await _refuse(send, 405, "本站只供读取 · this site is for reading only")
            return
        if scope["type"] != "http" or not is_costly(query_string):
            await self._app(scope, receive, send)
            return
        if asks_too_much(query_string):
            await _refuse(send, 400, f"最多 {MOST_FACETS} 个分面 · {MOST_FACETS} facets at most")
            return
        try:
            await asyncio.wait_for(self._places.acquire(), self._patience_seconds)
        except TimeoutError:
            await _refuse(send, 503, "查询太多，请稍后再试 · too many queries, please try again")
            return
        try:
            await self._app(scope, receive, send)
        finally:
            self._places.release()


async def _refuse(send: Any, status: int, message: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    if status == 503:
        headers.append((b"retry-after", b"5"))
    if status == 405:
        headers.append((b"allow", ", ".join(READING).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": message.encode()})
