from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import pytest

from pipelines.settings import Settings
from tests.portal.conftest import DATASET, Get

FIRST = f"/downloads/{DATASET}/1"
LATEST = f"/downloads/{DATASET}/latest"
TABLE = "tree_line.csv"


@pytest.fixture
def folder(settings: Settings) -> Path:
    return settings.editions / DATASET / "1"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        (TABLE, "text/csv; charset=utf-8"),
        ("tree_line.json", "application/json; charset=utf-8"),
        ("datapackage.json", "application/json; charset=utf-8"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_file_is_served_byte_for_byte(get: Get, folder: Path, name: str, media_type: str) -> None:
    answer = get(f"{FIRST}/{name}", headers={"accept-encoding": "identity"})
    assert answer.status_code == 200
    assert answer.content == (folder / name).read_bytes()
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["etag"] == f'"{sha256(answer.content).hexdigest()}"'
    assert answer.headers["access-control-allow-origin"] == "*"


def test_numbered_file_is_kept_for_ever(get: Get) -> None:
    answer = get(f"{FIRST}/{TABLE}")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("rest", ["", "/", f"/{TABLE}"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_latest_leads_to_the_newest_edition_and_is_never_kept(
    get: Get, rest: str, method: str
) -> None:
    answer = get(f"{LATEST}{rest}", method=method)
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/downloads/{DATASET}/2{rest or '/'}"
    assert answer.headers["cache-control"] == "no-store"


def test_file_is_saved_under_a_name_with_dataset_edition_and_date(get: Get) -> None:
    said = get(f"{FIRST}/{TABLE}").headers["content-disposition"]
    assert said.startswith(f'attachment; filename="{DATASET}-1-2024-03-01-{TABLE}"; ')
    full = unquote(said.partition("filename*=UTF-8''")[2])
    assert full == f"榆树镇行道树-第1版-2024-03-01-{TABLE}"


@pytest.mark.parametrize("slash", ["", "/"])
def test_edition_page_lists_files_with_rows_and_checksums(
    get: Get, folder: Path, slash: str
) -> None:
    answer = get(f"{FIRST}{slash}")
    assert answer.status_code == 200
    assert sha256((folder / TABLE).read_bytes()).hexdigest() in answer.text
    assert ">4</td>" in answer.text
    assert "这不是最新版本" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"/downloads/{DATASET}/3/{TABLE}",
        f"/downloads/{DATASET}/0/{TABLE}",
        f"/downloads/{DATASET}/999999/",
        f"/downloads/no-such-dataset/1/{TABLE}",
        "/downloads/no-such-dataset/latest/",
        f"{FIRST}/no_such_table.csv",
        f"{FIRST}/sub/{TABLE}",
        "/downloads",
    ],
)
def test_what_is_not_there_is_a_readable_404(get: Get, path: str) -> None:
    answer = get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert "没有" in answer.text
    assert "No such" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"{FIRST}/..%2f2%2f{TABLE}",
        f"{FIRST}/..%2f..%2f..%2fsunledger.db",
        f"{FIRST}/%2e%2e/2/{TABLE}",
        f"{FIRST}/....//2/{TABLE}",
        f"{FIRST}/..~2f2~2f{TABLE}",
        f"{FIRST}/..\\2\\{TABLE}",
        "/downloads/..%2f..%2f/1/x",
        f"/downloads/{DATASET}/..%2f/{TABLE}",
        "/static/..%2fplugin.py",
        "/static/../plugin.py",
    ],
)
def test_traversal_leads_nowhere(get: Get, path: str) -> None:
    answer = get(path, follow_redirects=True)
    assert answer.status_code == 404


def test_file_outside_the_checksums_is_not_served(get: Get, folder: Path) -> None:
    stray = folder / "stray.csv"
    stray.write_text("secret")
    try:
        assert get(f"{FIRST}/stray.csv").status_code == 404
        assert "stray.csv" not in get(f"{FIRST}/").text
    finally:
        stray.unlink()


def test_edition_without_a_record_is_not_served(get: Get, folder: Path) -> None:
    unfinished = folder.parent / "3"
    unfinished.mkdir()
    try:
        for name in (TABLE, "SHA256SUMS"):
            (unfinished / name).write_bytes((folder / name).read_bytes())
        assert get(f"/downloads/{DATASET}/3/{TABLE}").status_code == 404
    finally:
        for path in unfinished.iterdir():
            path.unlink()
        unfinished.rmdir()


def test_link_out_of_the_edition_is_not_followed(get: Get, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "secret.txt"
    target.write_text("secret")
    kept = (folder / "tree_line.json").read_bytes()
    (folder / "tree_line.json").unlink()
    (folder / "tree_line.json").symlink_to(target)
    try:
        assert get(f"{FIRST}/tree_line.json").status_code == 404
    finally:
        (folder / "tree_line.json").unlink()
        (folder / "tree_line.json").write_bytes(kept)


def test_public_key_is_served_and_the_secret_one_never(get: Get, settings: Settings) -> None:
    key = (settings.keys / "sunledger.key").read_text()

    assert get("/keys/sunledger.pub").content == (settings.keys / "sunledger.pub").read_bytes()
    for name in ("sunledger.key", "..%2fsunledger.key", "0123456789ABCDEF.pub"):
        answer = get(f"/keys/{name}")
        assert answer.status_code != 200
        assert key not in answer.text
