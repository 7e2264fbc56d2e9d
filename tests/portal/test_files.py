from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.portal.files import CHUNK_BYTES
from pipelines.settings import Settings
from tests.portal.conftest import DATASET, Get

FILE = f"/downloads/{DATASET}/1/tree_line.csv"


@pytest.fixture
def folder(settings: Settings) -> Path:
    return settings.editions / DATASET / "1"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/static/portal.css", "text/css; charset=utf-8"),
        ("/static/portal.js", "text/javascript; charset=utf-8"),
        ("/static/sun.svg", "image/svg+xml"),
        (FILE, "text/csv; charset=utf-8"),
        (f"/downloads/{DATASET}/1/datapackage.json", "application/json; charset=utf-8"),
        (f"/downloads/{DATASET}/1/SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_file_says_what_it_is(get: Get, path: str, media_type: str) -> None:
    assert get(path).headers["content-type"] == media_type


@pytest.mark.parametrize("listed", ["{}", '"other", {}', "W/{}"])
def test_known_file_is_not_sent_again(get: Get, listed: str) -> None:
    tag = get(FILE).headers["etag"]
    answer = get(FILE, headers={"if-none-match": listed.format(tag)})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["etag"] == tag
    assert "content-length" not in answer.headers


def test_another_file_of_the_client_is_no_reason_to_send_nothing(get: Get) -> None:
    answer = get(FILE, headers={"if-none-match": f'"{sha256(b"other").hexdigest()}"'})
    assert answer.status_code == 200
    assert answer.content


def test_head_says_the_length_and_sends_nothing(get: Get, folder: Path) -> None:
    answer = get(FILE, method="HEAD")
    assert answer.headers["content-length"] == str((folder / "tree_line.csv").stat().st_size)
    assert answer.content == b""


@pytest.mark.parametrize("size", [0, CHUNK_BYTES, 2 * CHUNK_BYTES + 1])
def test_file_is_sent_whole_however_long(get: Get, folder: Path, size: int) -> None:
    data = (bytes(range(256)) * (size // 256 + 1))[:size]
    (folder / "large.csv").write_bytes(data)
    checksums = folder / "SHA256SUMS"
    before = checksums.read_text()
    checksums.write_text(f"{before}{sha256(data).hexdigest()}  large.csv\n")
    try:
        answer = get(f"/downloads/{DATASET}/1/large.csv")
    finally:
        checksums.write_text(before)
        (folder / "large.csv").unlink()
    assert answer.content == data
    assert answer.headers["content-length"] == str(size)
