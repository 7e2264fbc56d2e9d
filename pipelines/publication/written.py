"""A file of an edition as it lies there, its hash taken once."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Written:
    """A file that was written: where, its bytes and their SHA-256 in hexadecimal digits."""

    path: Path
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """What it is called in the edition."""
        return self.path.name


def written_file(path: Path) -> Written:
    """A file with its size and hash; it is never in memory whole."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Written(path, path.stat().st_size, digest)
