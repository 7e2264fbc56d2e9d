from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from pipelines.exceptions import FetchError
from pipelines.publication import fetching
from pipelines.publication.fetching import fetch_bytes, fetch_file, fetch_json
from tests.publication.server import serving

DATA = bytes(range(256)) * 5_000
SHA256 = sha256(DATA).hexdigest()


class Site:
    """Sends one file, in ranges too; breaks off the first answers as often as it is told to."""

    def __init__(self) -> None:
        self.breaks = 0
        self.failures = 0
        self.asked: list[str | None] = []

    async def __call__(self, scope: dict, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            while (message := await receive())["type"] != "lifespan.shutdown":
                await send({"type": f"{message['type']}.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        headers = dict(scope["headers"])
        given = headers.get(b"range", b"").decode()
        self.asked.append(given or None)
        status, start = 200, 0
        if self.failures:
            self.failures -= 1
            status = 503
        elif scope["path"] != "/file":
            status = 404
        elif given and headers.get(b"if-range", b"").decode() == f'"{SHA256}"':
            status, start = 206, int(given.removeprefix("bytes=").removesuffix("-"))
        body = DATA[start:] if status in (200, 206) else b""
        length = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": length})
        if self.breaks and body:
            self.breaks -= 1
            body = body[: len(body) // 2]
            await send({"type": "http.response.body", "body": body, "more_body": True})
            raise ConnectionResetError
        await send({"type": "http.response.body", "body": body})


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Site, str]]:
    monkeypatch.setattr(fetching, "_PAUSE_SECONDS", 0)
    site = Site()
    with serving(site) as url:
        yield site, url


def test_file_is_fetched_whole(site: tuple[Site, str], tmp_path: Path) -> None:
    fetch_file(f"{site[1]}/file", tmp_path / "file", SHA256)
    assert (tmp_path / "file").read_bytes() == DATA
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_part_that_is_there_is_gone_on_with(site: tuple[Site, str], tmp_path: Path) -> None:
    (tmp_path / "file.part").write_bytes(DATA[:1000])
    fetch_file(f"{site[1]}/file", tmp_path / "file", SHA256)
    assert site[0].asked == ["bytes=1000-"]
    assert (tmp_path / "file").read_bytes() == DATA


def test_answer_that_breaks_off_is_gone_on_with(site: tuple[Site, str], tmp_path: Path) -> None:
    site[0].breaks = 2
    fetch_file(f"{site[1]}/file", tmp_path / "file", SHA256)
    assert len(site[0].asked) == 3
    assert site[0].asked[0] is None
    assert (tmp_path / "file").read_bytes() == DATA


def test_other_bytes_are_refused_and_not_kept(site: tuple[Site, str], tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="not that of its hash"):
        fetch_file(f"{site[1]}/file", tmp_path / "file", sha256(b"other").hexdigest())
    assert list(tmp_path.iterdir()) == []


def test_site_at_fault_is_asked_again_and_a_missing_file_is_not(site: tuple[Site, str]) -> None:
    site[0].failures = 2
    assert fetch_bytes(f"{site[1]}/file") == DATA
    assert len(site[0].asked) == 3
    with pytest.raises(FetchError, match="404"):
        fetch_bytes(f"{site[1]}/nope")
    assert len(site[0].asked) == 4


def test_what_is_no_json_and_no_address_is_refused(site: tuple[Site, str]) -> None:
    with pytest.raises(FetchError, match="not JSON"):
        fetch_json(f"{site[1]}/file")
    with pytest.raises(FetchError, match="no address"):
        fetch_bytes("file:///etc/hostname")


def test_site_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_PAUSE_SECONDS", 0)
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch_bytes("http://127.0.0.1:1/")
