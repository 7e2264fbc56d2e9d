import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.exceptions import FetchError, SignatureError
from pipelines.portal.app import build_app
from pipelines.publication import fetching
from pipelines.publication import mirror as mirroring
from pipelines.publication.keys import keys_in, known_keys, rotate_key
from pipelines.publication.mirror import mirror, verify_address
from pipelines.publication.verification import verify_path
from tests import write
from tests.plain_line import DATASET, FOLDER, Line
from tests.publication.server import serving


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_PAUSE_SECONDS", 0)


@pytest.fixture
def site(line: Line) -> Iterator[str]:
    """A real server over two editions; what is published later it serves too."""
    write(line.settings.metadata, "{}")
    line.publish()
    publish(line, "2", "7")
    with serving(build_app(line.settings).app()) as url:
        yield url


def publish(line: Line, was: str, becomes: str) -> None:
    line.edit(f"{FOLDER}/snapshots/2024.csv", f"梧桐,{was}", f"梧桐,{becomes}")
    line.publish()


def copy(site: str, folder: Path) -> tuple[list[int], list[str]]:
    """The editions copied anew, and what is wrong."""
    found = list(mirror(site, folder, {}))
    told = [p.what_en for edition in found for p in edition.problems]
    return [e.edition for e in found if e.is_new], told


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_copy_holds_every_byte_and_can_be_verified_without_the_site(
    site: str, line: Line, tmp_path: Path
) -> None:
    folder = tmp_path / "mirror"

    assert copy(site, folder) == ([1, 2], [])

    assert files(folder / "editions") == files(line.settings.editions)
    assert list(verify_path(folder, known_keys(folder / "keys"))) == []
    assert list(verify_path(folder / "editions" / DATASET, known_keys(folder / "keys"))) == []
    assert list(verify_path(folder / "editions" / DATASET / "1", known_keys(folder / "keys"))) == []


def test_second_copy_fetches_only_what_is_new(
    site: str, line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mirror"
    copy(site, folder)
    publish(line, "7", "8")
    fetched = []
    fetch = mirroring.fetch_file
    monkeypatch.setattr(
        mirroring, "fetch_file", lambda url, *more: (fetched.append(url), fetch(url, *more))
    )

    assert copy(site, folder) == ([3], [])

    assert fetched
    assert all(f"/{DATASET}/3/" in url for url in fetched)
    assert copy(site, folder) == ([], [])


def test_copy_that_was_stopped_goes_on_where_it_was(site: str, line: Line, tmp_path: Path) -> None:
    folder = tmp_path / "mirror"
    source = line.settings.editions / DATASET / "1"
    staging = folder / "editions" / DATASET / ".1.part"
    staging.mkdir(parents=True)
    shutil.copy(source / "tree_line.json", staging)
    half = (source / "tree_line.csv").read_bytes()[:50]
    (staging / "tree_line.csv.part").write_bytes(half)

    assert copy(site, folder) == ([1, 2], [])

    assert files(folder / "editions") == files(line.settings.editions)


def test_withdrawal_comes_with_the_next_copy(site: str, line: Line, tmp_path: Path) -> None:
    early, late = tmp_path / "early", tmp_path / "late"
    copy(site, early)
    line.withdraw(2, is_purged=True)

    new, told = copy(site, early)
    assert new == []
    assert told == ["was withdrawn on 2026-01-01T12:00:00+08:00 by 榆树镇: 数字有误"]
    assert (early / "editions" / DATASET / "2" / "tree_line.csv").exists()
    new, told = copy(site, late)
    assert new == [1, 2]
    assert [p.is_fault for p in verify_path(late, known_keys(late / "keys"))] == [False]
    assert not (late / "editions" / DATASET / "2" / "tree_line.csv").exists()


def test_edition_the_site_replaced_or_no_longer_lists_is_told(
    site: str, line: Line, tmp_path: Path
) -> None:
    folder = tmp_path / "mirror"
    copy(site, folder)
    shutil.copytree(folder / "editions" / DATASET / "2", folder / "editions" / DATASET / "3")
    first = folder / "editions" / DATASET / "1"
    for name in ("manifest.json", "manifest.json.minisig"):
        shutil.copy(folder / "editions" / DATASET / "2" / name, first)

    _, told = copy(site, folder)

    assert any("the site was rolled back" in text for text in told)
    assert any("the site replaced it" in text for text in told)


def test_file_the_site_changed_is_not_taken(site: str, line: Line, tmp_path: Path) -> None:
    path = line.settings.editions / DATASET / "1" / "tree_line.csv"
    path.write_bytes(b"x" + path.read_bytes()[1:])

    with pytest.raises(FetchError, match="its content is not that of its hash"):
        copy(site, tmp_path / "mirror")

    assert not (tmp_path / "mirror" / "editions" / DATASET / "1").exists()
    url = f"{site}/downloads/{DATASET}/1/"
    (problem,) = verify_address(url, known_keys(line.settings.keys))
    assert problem.where == f"{url}tree_line.csv"


def test_edition_at_an_address_is_verified(site: str, line: Line) -> None:
    assert (
        list(verify_address(f"{site}/downloads/{DATASET}/2", known_keys(line.settings.keys))) == []
    )
    assert len(list(verify_address(f"{site}/downloads/{DATASET}/9/", {}))) == 1


def test_new_key_is_believed_if_the_one_before_signed_it(
    site: str, line: Line, tmp_path: Path
) -> None:
    folder = tmp_path / "mirror"
    copy(site, folder)
    rotate_key(line.settings.keys)
    publish(line, "7", "8")
    assert copy(site, folder) == ([3], [])

    for path in line.settings.keys.iterdir():
        path.unlink()
    rotate_key(line.settings.keys)
    publish(line, "8", "9")
    with pytest.raises(SignatureError, match="nothing vouches for"):
        copy(site, folder)


def test_key_that_is_given_is_the_only_one_trusted(site: str, line: Line, tmp_path: Path) -> None:
    other = rotate_key(tmp_path / "other")
    with pytest.raises(SignatureError):
        list(mirror(site, tmp_path / "a", {other.id: other}))
    own = keys_in(line.settings.keys / "sunledger.pub")
    assert [e.edition for e in mirror(f"{site}/", tmp_path / "b", own)] == [1, 2]


def test_site_that_is_no_catalogue_is_refused(site: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError):
        copy(f"{site}/about/", tmp_path)
