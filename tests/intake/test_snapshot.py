import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines.exceptions import RepositoryError
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import confirm_snapshot, take_snapshot
from tests import write
from tests.intake import FAMILY, make_dataset


@pytest.fixture
def received(tmp_path: Path) -> Path:
    return write(tmp_path / "2024.csv", "项目,金额\r\n银杏,1\r\n".encode("gb18030"))


def test_snapshot_is_the_file_exactly_as_received(received: Path) -> None:
    data = received.read_bytes()

    dataset = make_dataset(received)
    snapshot = take_snapshot(dataset, dataset.snapshots[0])

    assert snapshot.sha256 == hashlib.sha256(data).hexdigest()
    assert snapshot.size == len(data)
    assert received.read_bytes() == data


def test_snapshot_goes_by_its_stem_and_date(received: Path) -> None:
    dataset = make_dataset(received)

    snapshot = take_snapshot(dataset, dataset.snapshots[0])

    assert (snapshot.dataset, snapshot.name) == (dataset.name, "2024")
    assert snapshot.date.isoformat() == "2024-03-01"
    assert snapshot.path == received


def test_one_other_byte_is_another_snapshot(received: Path) -> None:
    dataset = make_dataset(received)
    before = take_snapshot(dataset, dataset.snapshots[0])

    received.write_bytes(received.read_bytes() + b"\n")
    after = take_snapshot(dataset, dataset.snapshots[0])

    assert after.sha256 != before.sha256


def test_missing_file_is_a_fault_of_the_machine_not_of_the_data(tmp_path: Path) -> None:
    dataset = make_dataset(tmp_path / "gone.csv")

    with pytest.raises(FileNotFoundError, match=r"gone\.csv：没有这个文件.* no such file: put"):
        take_snapshot(dataset, dataset.snapshots[0])


NO_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (Path.mkdir, "不是文件，是文件夹 a folder"),
    "a pipe": (os.mkfifo, "不是文件，是管道 a pipe"),
    "a device without an end": (lambda p: p.symlink_to("/dev/zero"), "不是文件，是设备 a device"),
    "a circle of links": (lambda p: p.symlink_to(p), "打不开（Too many levels of symbolic links）"),
    "a link out of the folder": (lambda p: p.symlink_to("/etc/passwd"), "a link out of the data"),
    "a link above the folder": (
        lambda p: p.symlink_to(write(p.parent.parent / "secret.csv", "a,b\n")),
        "a link out of the dataset's folder, not read",
    ),
}


@pytest.mark.fault("I16", "N2")
@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_file_of_the_dataset_is_never_opened(tmp_path: Path, name: str) -> None:
    make, said = NO_FILES[name]
    (tmp_path / "trees").mkdir()
    path = tmp_path / "trees/2024.csv"
    make(path)
    dataset = make_dataset(path)

    with pytest.raises(RepositoryError, match=re.escape(said)) as caught:
        take_snapshot(dataset, dataset.snapshots[0])

    assert str(path) in str(caught.value)


@pytest.mark.fault("I16", "N2")
def test_folder_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside/2024.csv", "secret")
    (tmp_path / "trees").mkdir()
    (tmp_path / "trees/snapshots").symlink_to(tmp_path / "outside")
    dataset = make_dataset(tmp_path / "trees/2024.csv", entry={"path": "snapshots/2024.csv"})

    with pytest.raises(RepositoryError, match="a link out of the dataset's folder, not read"):
        take_snapshot(dataset, dataset.snapshots[0])


def test_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "2024-03.csv", "a,b\n")
    (tmp_path / "2024.csv").symlink_to("2024-03.csv")
    dataset = make_dataset(tmp_path / "2024.csv")

    assert take_snapshot(dataset, dataset.snapshots[0]).size == 4


@contextmanager
def nobody() -> Iterator[None]:
    """As a user who owns nothing, where the tests run as one who may do anything."""
    may_do_anything = os.geteuid() == 0
    if may_do_anything:
        os.seteuid(65534)
    try:
        yield
    finally:
        if may_do_anything:
            os.seteuid(0)


def test_file_nobody_may_read_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "2024.csv", "a,b\n")
    dataset = make_dataset(path)
    path.chmod(0)

    with (
        nobody(),
        pytest.raises(RepositoryError, match=r"打不开（Permission denied）"),
    ):
        take_snapshot(dataset, dataset.snapshots[0])


@pytest.mark.parametrize("path", ["x" * 5_000 + ".csv", "a\0b.csv"])
def test_name_no_disk_takes_is_told_in_few_words(tmp_path: Path, path: str) -> None:
    dataset = make_dataset(tmp_path / "2024.csv", entry={"path": path})

    with pytest.raises(RepositoryError, match="cannot be opened") as caught:
        take_snapshot(dataset, dataset.snapshots[0])

    assert len(str(caught.value)) < 600


def test_file_changed_while_it_is_read_is_not_used(received: Path) -> None:
    dataset = make_dataset(received)
    snapshot = take_snapshot(dataset, dataset.snapshots[0])
    confirm_snapshot(snapshot)

    received.write_bytes(received.read_bytes().replace(b"1", b"7"))

    with pytest.raises(RepositoryError, match=r"2024\.csv：读取期间被改动.* changed while"):
        confirm_snapshot(snapshot)
    with pytest.raises(RepositoryError, match="changed while it was read"):
        read_snapshot(snapshot, dataset, FAMILY)
