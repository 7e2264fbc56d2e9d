"""Takes a source file exactly as received; it is never edited."""

import hashlib
import stat
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.exceptions import RepositoryError
from pipelines.model import Dataset, Snapshot, SnapshotEntry

_LONGEST = 300  # characters of a path that are quoted
_KINDS = {
    stat.S_ISDIR: "文件夹 a folder",
    stat.S_ISFIFO: "管道 a pipe",
    stat.S_ISSOCK: "套接字 a socket",
    stat.S_ISCHR: "设备 a device",
    stat.S_ISBLK: "设备 a device",
}


def take_snapshot(dataset: Dataset, entry: SnapshotEntry) -> Snapshot:
    """The file of an entry with its SHA-256 and its size in bytes.

    Raises: RepositoryError if it is no file, may not be read, or lies outside the dataset's folder
    once links are followed; OSError if there is none or the disk fails: a caller may try again.
    """
    path = dataset.folder / entry.path
    _require_file(path)
    if not path.resolve().is_relative_to(dataset.folder.resolve()):
        raise RepositoryError(
            f"{_quoted(path)}：是指向数据集文件夹以外的链接，没有读取；请把文件本身放进来 "
            "a link out of the dataset's folder, not read: put the file itself there"
        )
    return _taken(path, dataset.name, entry.stem, entry.date)


def take_file(path: Path) -> Snapshot:
    """A file no dataset declares, dated by its last change: nothing else says what it shows.

    Raises: RepositoryError if it is no file or may not be read; OSError if the disk fails.
    """
    _require_file(path)
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    return _taken(path, path.stem, path.stem, changed)


def confirm_snapshot(snapshot: Snapshot) -> None:
    """Nothing, if the file is still the one that was taken.

    Raises: RepositoryError if it was changed since: what was read may be half of each.
    """
    _require_file(snapshot.path)
    if _digest(snapshot.path) != snapshot.sha256:
        raise RepositoryError(
            f"{_quoted(snapshot.path)}：读取期间被改动，没有采用；请等它写完再运行 "
            "changed while it was read, and not used: run again once it is written"
        )


def _require_file(path: Path) -> None:
    """Opening a pipe waits for ever, and a device has no end: the kind is asked before."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        said = (
            "没有这个文件；请放到这里，或改正 datapackage.yaml 里的 path "
            "no such file: put it there, or correct `path` in datapackage.yaml"
        )
        raise FileNotFoundError(f"{_quoted(path)}：{said}") from error
    except (OSError, ValueError) as error:  # a circle of links, a name no disk takes
        raise _unreadable(path, error) from error
    if not stat.S_ISREG(mode):
        kind = next((said for is_kind, said in _KINDS.items() if is_kind(mode)), "? unknown")
        raise RepositoryError(
            f"{_quoted(path)}：不是文件，是{kind}；请换成文件本身 "
            "not a file: put the file itself there"
        )


def _taken(path: Path, dataset: str, name: str, day: date) -> Snapshot:
    return Snapshot(dataset, name, path, day, _digest(path), path.stat().st_size)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except PermissionError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> RepositoryError:
    reason = getattr(error, "strerror", None) or str(error)
    return RepositoryError(
        f"{_quoted(path)}：打不开（{reason}）；请改正路径或权限 "
        f"cannot be opened ({reason}): correct its path or its permissions"
    )


def _quoted(path: Path) -> str:
    text = str(path)
    return text if len(text) <= _LONGEST else f"…{text[-_LONGEST:]}"
