import base64
import gzip
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

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
        (f"/downloads/{DATASET}/1/tree_line.parquet", "application/vnd.apache.parquet"),
        (
            f"/downloads/{DATASET}/1/tables.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (f"/downloads/{DATASET}/1/tables.sqlite", "application/vnd.sqlite3"),
        (f"/downloads/{DATASET}/1/manifest.json.minisig", "application/octet-stream"),
        (f"/downloads/{DATASET}/1/SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_file_says_what_it_is(get: Get, path: str, media_type: str) -> None:
    assert get(path).headers["content-type"] == media_type


@pytest.mark.parametrize("listed", ["{}", '"other", {}', "W/{}", "*"])
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


@pytest.mark.parametrize("size", [0, 65_536, 1_000_001])
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


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=10-", 206, 10, None),
        ("bytes=-7", 206, -7, None),
        ("bytes=0-99999999", 206, 0, None),
        ("rows=1-2", 200, 0, None),
    ],
)
def test_range_of_a_file_is_sent(
    get: Get, folder: Path, asked: str, status: int, start: int, end: int | None
) -> None:
    whole = (folder / "tree_line.csv").read_bytes()
    answer = get(FILE, headers={"range": asked})
    assert answer.status_code == status
    assert answer.content == whole[start:end]
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["repr-digest"] == get(FILE).headers["repr-digest"]
    if status == 206:
        first = start % len(whole)
        last = first + len(answer.content) - 1
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"


def test_several_ranges_come_in_parts(get: Get, folder: Path) -> None:
    whole = (folder / "tree_line.csv").read_bytes()
    answer = get(FILE, headers={"range": "bytes=0-3,10-12"})
    assert answer.status_code == 206
    assert answer.headers["content-type"].startswith("multipart/byteranges")
    assert whole[:4] in answer.content
    assert whole[10:13] in answer.content


def test_range_beyond_the_end_is_refused_with_the_length(get: Get, folder: Path) -> None:
    answer = get(FILE, headers={"range": "bytes=99999999-"})
    size = (folder / "tree_line.csv").stat().st_size
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{size}"


@pytest.mark.parametrize(("tag", "status"), [("{}", 206), ('"other"', 200), ("W/{}", 200)])
def test_range_is_of_the_file_the_client_has_begun_with_or_it_is_sent_whole(
    get: Get, tag: str, status: int
) -> None:
    known = tag.format(get(FILE).headers["etag"])
    assert get(FILE, headers={"range": "bytes=5-", "if-range": known}).status_code == status


def test_digest_of_a_file_is_stated_as_the_standard_says(get: Get) -> None:
    answer = get(FILE)
    digest = base64.b64encode(sha256(answer.content).digest()).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"


@pytest.fixture
def twin(folder: Path) -> Iterator[bytes]:
    """The table's compressed twin beside it, as the edition lists it."""
    packed = folder / "tree_line.csv.gz"
    checksums = folder / "SHA256SUMS"
    before = checksums.read_bytes()
    kept = packed.read_bytes() if packed.exists() else None
    data = gzip.compress((folder / "tree_line.csv").read_bytes(), mtime=0)
    packed.write_bytes(data)
    lines = [x for x in before.decode().splitlines() if not x.endswith(packed.name)]
    listed = "\n".join([*lines, f"{sha256(data).hexdigest()}  {packed.name}"])
    checksums.write_text(f"{listed}\n")
    yield data
    checksums.write_bytes(before)
    packed.unlink()
    if kept is not None:
        packed.write_bytes(kept)


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "*"])
def test_compressed_twin_is_sent_to_who_takes_it(
    get: Get, folder: Path, twin: bytes, accepted: str
) -> None:
    answer = get(FILE, headers={"accept-encoding": accepted})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(twin))
    assert answer.headers["etag"] == f'"{sha256(twin).hexdigest()}"'
    assert "accept-encoding" in answer.headers["vary"]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content == (folder / "tree_line.csv").read_bytes()  # unpacked by the client
    tag = answer.headers["etag"]
    again = get(FILE, headers={"accept-encoding": accepted, "if-none-match": tag})
    assert again.status_code == 304


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "gzip;q=0.000, *", "br"])
def test_file_itself_is_sent_to_who_does_not_take_its_twin(
    get: Get, twin: bytes, accepted: str
) -> None:
    answer = get(FILE, headers={"accept-encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert "accept-encoding" in answer.headers["vary"]
    assert answer.headers["etag"] == f'"{sha256(answer.content).hexdigest()}"'


def test_twin_is_a_file_of_its_own_too(get: Get, twin: bytes) -> None:
    answer = get(f"{FILE}.gz", headers={"accept-encoding": "gzip"})
    assert answer.content == twin
    assert answer.headers["content-type"] == "application/gzip"
    assert "content-encoding" not in answer.headers
