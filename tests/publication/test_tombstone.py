from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.exceptions import SignatureError
from pipelines.model import Withdrawal
from pipelines.publication.tombstone import (
    KEPT,
    TOMBSTONE,
    TOMBSTONE_SIGNATURE,
    build_tombstone,
    finish_withdrawals,
    read_tombstone,
)
from tests.plain_line import DATASET, Line

WITHDRAWAL = Withdrawal(DATASET, 1, "2026-01-01T12:00:00+08:00", "榆树镇", "数字有误")


@pytest.fixture
def folder(line: Line) -> Path:
    line.publish()
    return line.settings.editions / DATASET / "1"


def test_tombstone_is_read_as_it_was_written(line: Line, folder: Path) -> None:
    finish_withdrawals(line.settings, [WITHDRAWAL])

    data = (folder / TOMBSTONE).read_bytes()
    assert read_tombstone(data) == build_tombstone(WITHDRAWAL, folder)
    assert read_tombstone(data).data() == data


def test_what_a_stopped_run_left_undone_is_done_and_nothing_is_done_twice(
    line: Line, folder: Path
) -> None:
    finish_withdrawals(line.settings, [WITHDRAWAL])
    (folder / TOMBSTONE_SIGNATURE).unlink()
    finish_withdrawals(line.settings, [WITHDRAWAL])
    before = (folder / TOMBSTONE_SIGNATURE).stat()

    finish_withdrawals(line.settings, [WITHDRAWAL])

    assert (folder / TOMBSTONE_SIGNATURE).stat().st_mtime_ns == before.st_mtime_ns


def test_only_a_purge_removes_files(line: Line, folder: Path) -> None:
    before = {path.name for path in folder.iterdir()}
    finish_withdrawals(line.settings, [WITHDRAWAL])
    assert before < {path.name for path in folder.iterdir()}

    finish_withdrawals(line.settings, [replace(WITHDRAWAL, is_purged=True)])

    assert {path.name for path in folder.iterdir()} == set(KEPT)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"dataset": 1}'])
def test_what_is_no_tombstone_is_refused(data: bytes) -> None:
    with pytest.raises(SignatureError, match="not a tombstone"):
        read_tombstone(data)
