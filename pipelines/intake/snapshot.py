"""Takes a source file exactly as received; it is never edited."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.model import Dataset, Snapshot, SnapshotEntry


def take_snapshot(dataset: Dataset, entry: SnapshotEntry) -> Snapshot:
    """The file of an entry with its SHA-256 and its size in bytes.

    Raises: OSError if the file cannot be read; a caller may try again.
    """
    return _taken(dataset.folder / entry.path, dataset.name, entry.stem, entry.date)


def take_file(path: Path) -> Snapshot:
    """A file no dataset declares, dated by its last change: nothing else says what it shows.

    Raises: OSError if the file cannot be read.
    """
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    return _taken(path, path.stem, path.stem, changed)


def _taken(path: Path, dataset: str, name: str, day: date) -> Snapshot:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Snapshot(dataset, name, path, day, digest, path.stat().st_size)
