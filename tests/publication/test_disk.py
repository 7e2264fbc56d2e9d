import os
from pathlib import Path

import pytest

from pipelines.publication.disk import write_whole
from tests.publication.test_store import FullDisk, names


def test_file_is_replaced_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "deep/metadata.json"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == {"metadata.json"}

    monkeypatch.setattr(os, "fsync", FullDisk(1))
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"newer")

    assert path.read_bytes() == b"new"


def test_reader_of_a_replaced_file_keeps_what_it_opened(tmp_path: Path) -> None:
    path = tmp_path / "metadata.json"
    write_whole(path, b"old")

    with path.open("rb") as file:
        write_whole(path, b"new")

        assert file.read() == b"old"
