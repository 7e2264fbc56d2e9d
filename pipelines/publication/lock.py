"""Keeps two runs apart that would write into one home."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.exceptions import BusyError


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Only one run writes into a home at a time; the lock ends with the process.

    Raises: BusyError if another run holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(
                f"另一个运行正在写入 another run is publishing into {path.parent}："
                "等它结束后再运行 wait until it has ended, then run this again"
            ) from error
        yield
