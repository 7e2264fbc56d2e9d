"""Takes a source file exactly as received; it is never edited."""

import hashlib

from pipelines.model import Dataset, Snapshot, SnapshotEntry


def take_snapshot(dataset: Dataset, entry: SnapshotEntry) -> Snapshot:
    """The file of an entry with its SHA-256 and its size in bytes.

    Raises: OSError if the file cannot be read; a caller may try again.
    """
    path = dataset.folder / entry.path
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Snapshot(
        dataset=dataset.name,
        name=entry.stem,
        path=path,
        date=entry.date,
        sha256=digest,
        size=path.stat().st_size,
    )
