"""Fetches files from a site: only over HTTP, in chunks, going on where it was stopped."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException, IncompleteRead
from pathlib import Path
from typing import Any, TypeVar

from pipelines.exceptions import FetchError
from pipelines.publication.disk import flush, sha256_of_file

PART = ".part"
_TRIES, _PAUSE_SECONDS, _PATIENCE_SECONDS = 4, 1, 60
_CHUNK_BYTES = 1_000_000
T = TypeVar("T")


def is_address(text: str) -> bool:
    """Whether a text is an address of the web.

    >>> is_address("https://example.org/downloads/trees/1/"), is_address("file:///etc/passwd")
    (True, False)
    """
    return text.startswith(("http://", "https://"))


def fetch_bytes(url: str) -> bytes:
    """A small file, whole.

    Raises: FetchError if the site does not answer or has no such file.
    """
    return _try(url, lambda: _open(url, {}).read())


def fetch_json(url: str) -> Any:
    """What a site answers in JSON.

    Raises: FetchError as above, or if it is none.
    """
    try:
        return json.loads(fetch_bytes(url))
    except ValueError as error:
        raise FetchError(f"{url}：不是 JSON / is not JSON: {error}") from error


def fetch_file(url: str, target: Path, sha256: str) -> None:
    """A file of known content, at its place once it is whole; a part already there is gone on with.

    Raises: FetchError if the site does not answer or sends other bytes.
    """
    part = target.with_name(target.name + PART)
    _try(url, lambda: _go_on(url, part, sha256))
    found = sha256_of_file(part)
    if found != sha256:
        part.unlink()
        raise FetchError(f"{url}：内容与校验值不符 / its content is not that of its hash {sha256}")
    flush(part)
    part.replace(target)


def _go_on(url: str, part: Path, sha256: str) -> None:
    begun = part.stat().st_size if part.exists() else 0
    asked = {"Range": f"bytes={begun}-", "If-Range": f'"{sha256}"'} if begun else {}
    try:
        answer = _open(url, asked)
    except urllib.error.HTTPError as error:
        if error.code == 416:  # nothing is left to fetch
            return
        raise
    left = int(answer.headers.get("content-length") or 0)
    with answer, part.open("ab" if answer.status == 206 else "wb") as file:
        while chunk := answer.read(_CHUNK_BYTES):
            left -= file.write(chunk)
    if left > 0:  # read in chunks, an answer that breaks off looks like one that ends
        raise IncompleteRead(b"", left)


def _open(url: str, headers: dict[str, str]) -> Any:
    if not is_address(url):
        raise FetchError(f"{url}：不是网址 / is no address of the web")
    request = urllib.request.Request(url, headers={"Accept": "*/*", **headers})  # noqa: S310
    return urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS)  # noqa: S310 - checked above


def _try(url: str, work: Callable[[], T]) -> T:
    """What some work comes to, tried again while the network or the site is at fault."""
    for pause in (*(n * _PAUSE_SECONDS for n in range(1, _TRIES)), None):
        try:
            return work()
        except urllib.error.HTTPError as error:
            if error.code < 500 or pause is None:
                raise FetchError(f"{url}: {error.code} {error.reason}") from error
        except (OSError, HTTPException) as error:
            if pause is None:
                raise FetchError(f"{url}：连接不上 / cannot be reached: {error}") from error
        time.sleep(pause)
    raise AssertionError
