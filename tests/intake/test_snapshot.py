import hashlib
from pathlib import Path

import pytest

from pipelines.intake.snapshot import take_snapshot
from tests import write
from tests.intake import make_dataset


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

    with pytest.raises(FileNotFoundError):
        take_snapshot(dataset, dataset.snapshots[0])
