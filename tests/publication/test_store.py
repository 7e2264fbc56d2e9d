import errno
import os
from pathlib import Path

import pytest

from pipelines.exceptions import StoreError
from pipelines.publication.store import (
    edition_folder,
    read_edition_file,
    remove_unpublished,
    write_edition,
)

FILES = {"a.csv": b"a\n1\n", "SHA256SUMS": b"-"}
fsync = os.fsync


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class FullDisk:
    """Refuses the n-th flush, as a disk that has run full does."""

    def __init__(self, refused: int) -> None:
        self.refused, self.count = refused, 0

    def __call__(self, descriptor: int) -> None:
        self.count += 1
        if self.count == self.refused:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(descriptor)


def test_edition_is_written_whole_under_its_number(tmp_path: Path) -> None:
    folder = write_edition(tmp_path, "elm", 1, FILES)

    assert folder == edition_folder(tmp_path, "elm", 1) == tmp_path / "elm/1"
    assert content(folder) == FILES
    assert names(tmp_path / "elm") == {"1"}


@pytest.mark.parametrize("refused", [1, 2, 3])
@pytest.mark.fault("C05", "N11")
def test_full_disk_leaves_nothing_under_the_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    write_edition(tmp_path, "elm", 1, FILES)
    monkeypatch.setattr(os, "fsync", FullDisk(refused))

    with pytest.raises(OSError, match="No space"):
        write_edition(tmp_path, "elm", 2, FILES)

    assert content(tmp_path / "elm/1") == FILES
    assert not (tmp_path / "elm/2").exists()


def test_full_disk_is_forgotten_by_the_next_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", FullDisk(2))
    with pytest.raises(OSError, match="No space"):
        write_edition(tmp_path, "elm", 1, {"left-over.csv": b"", **FILES})

    assert content(write_edition(tmp_path, "elm", 1, FILES)) == FILES


def test_edition_without_a_record_gives_way_to_the_next_one(tmp_path: Path) -> None:
    write_edition(tmp_path, "elm", 1, {"orphan.csv": b"x"})

    assert content(write_edition(tmp_path, "elm", 1, FILES)) == FILES


def test_every_file_and_every_folder_that_gained_a_name_is_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []

    def note(descriptor: int) -> None:
        flushed.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))

    monkeypatch.setattr(os, "fsync", note)
    write_edition(tmp_path / "home/editions", "elm", 1, FILES)

    staging = f"{tmp_path}/home/editions/elm/.staging"
    assert flushed[:3] == [f"{staging}/a.csv", f"{staging}/SHA256SUMS", staging]
    assert {f"{tmp_path}/{p}" for p in ("home/editions/elm", "home/editions", "home")} <= set(
        flushed[3:]
    )


def test_what_a_stopped_run_left_is_taken_away(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        write_edition(tmp_path, "elm", number, FILES)
    (tmp_path / "elm/.staging").mkdir()
    write_edition(tmp_path, "oak", 7, FILES)

    remove_unpublished(tmp_path, "elm", 2)

    assert names(tmp_path / "elm") == {"1", "2"}
    assert names(tmp_path / "oak") == {"7"}
    assert content(tmp_path / "elm/2") == FILES


def test_editions_of_a_newer_warehouse_are_not_taken_away(tmp_path: Path) -> None:
    for number in (1, 2, 3, 4):
        write_edition(tmp_path, "elm", number, FILES)

    with pytest.raises(StoreError, match="holds edition 4 but the warehouse knows only 2"):
        remove_unpublished(tmp_path, "elm", 2)

    assert names(tmp_path / "elm") == {"1", "2", "3", "4"}


def test_dataset_without_editions_has_nothing_to_take_away(tmp_path: Path) -> None:
    remove_unpublished(tmp_path, "elm", 0)

    assert names(tmp_path) == set()


def test_file_of_an_edition_is_read_back(tmp_path: Path) -> None:
    write_edition(tmp_path, "elm", 1, FILES)

    assert read_edition_file(tmp_path, "elm", 1, "a.csv") == FILES["a.csv"]
    with pytest.raises(StoreError, match="elm, edition 2"):
        read_edition_file(tmp_path, "elm", 2, "a.csv")


def made(folder: Path, **files: bytes) -> dict[str, bytes | Path]:
    """Files as a run makes them: in a folder of their own."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {path.name: path for path in folder.iterdir()}


def test_file_that_is_unchanged_is_stored_once(tmp_path: Path) -> None:
    root = tmp_path / "editions"
    first = write_edition(root, "elm", 1, made(tmp_path / "1", same=b"a" * 99, other=b"b"))
    second = write_edition(root, "elm", 2, made(tmp_path / "2", same=b"a" * 99, other=b"c"))

    assert (first / "same").samefile(second / "same")
    assert content(second) == {"same": b"a" * 99, "other": b"c"}
    assert content(first) == {"same": b"a" * 99, "other": b"b"}


def test_file_that_was_damaged_since_is_not_handed_on(tmp_path: Path) -> None:
    root = tmp_path / "editions"
    first = write_edition(root, "elm", 1, made(tmp_path / "1", same=b"aaaa"))
    (first / "same").write_bytes(b"aaba")

    second = write_edition(root, "elm", 2, made(tmp_path / "2", same=b"aaaa"))

    assert (second / "same").read_bytes() == b"aaaa"


def test_file_of_an_edition_that_is_purged_stays_in_the_next(tmp_path: Path) -> None:
    root = tmp_path / "editions"
    first = write_edition(root, "elm", 1, made(tmp_path / "1", same=b"aaaa"))
    second = write_edition(root, "elm", 2, made(tmp_path / "2", same=b"aaaa"))

    (first / "same").unlink()

    assert content(second) == {"same": b"aaaa"}
