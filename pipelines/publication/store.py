"""Where editions lie: a folder an edition, complete or not there at all.

An edition is written under a hidden name, flushed to the disk and then renamed. Until the
warehouse has committed its record it is not public, and the next run takes it away. A file that is
as it was in the edition before lies on the disk once, under two names.
"""

import filecmp
import shutil
from collections.abc import Mapping
from pathlib import Path

from pipelines.exceptions import StoreError
from pipelines.publication.disk import flush, write_flushed

BUILDING = ".building"
_STAGING = ".staging"


def edition_folder(root: Path, dataset: str, number: int) -> Path:
    """Where the files of an edition lie."""
    return root / dataset / str(number)


def building_folder(root: Path, dataset: str) -> Path:
    """An empty folder in which the files of the next edition are made."""
    folder = root / dataset / BUILDING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def write_edition(root: Path, dataset: str, number: int, files: Mapping[str, bytes | Path]) -> Path:
    """The folder of the edition, complete and flushed to the disk.

    Each file is given as its bytes, or as the place where it was made: it stays there too, so that
    a write that failed can be tried again.

    Raises: OSError if the disk refuses; nothing is left under the edition's name then.
    """
    staging = root / dataset / _STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    for name, file in files.items():
        _put(staging / name, file, edition_folder(root, dataset, number - 1) / name)
    flush(staging)
    target = edition_folder(root, dataset, number)
    # Only an edition whose record was never committed can lie here already.
    shutil.rmtree(target, ignore_errors=True)
    staging.rename(target)
    shutil.rmtree(root / dataset / BUILDING, ignore_errors=True)
    for folder in (target.parent, root, root.parent):  # each may be new with the first edition
        flush(folder)
    return target


def _put(target: Path, file: bytes | Path, before: Path) -> None:
    if isinstance(file, bytes):
        write_flushed(target, file)
    elif not (_is_same(file, before) and _link(target, before)):  # that one was flushed
        if not _link(target, file):
            shutil.copyfile(file, target)
        flush(target)


def _link(target: Path, file: Path) -> bool:
    """Give a file a second name; False where the disk cannot."""
    try:
        target.hardlink_to(file)
    except OSError:
        return False
    return True


def _is_same(file: Path, before: Path) -> bool:
    """Whether both hold the same bytes: they are compared, so that damage is not handed on."""
    return before.is_file() and filecmp.cmp(file, before, shallow=False)


def read_edition_file(root: Path, dataset: str, number: int, name: str) -> bytes:
    """One file of a published edition.

    Raises: StoreError if it is not there.
    """
    try:
        return (edition_folder(root, dataset, number) / name).read_bytes()
    except OSError as error:
        raise StoreError(f"{dataset}, edition {number}: {error}") from error


def remove_unpublished(root: Path, dataset: str, latest: int) -> None:
    """Take away what a stopped run left behind: staging, and an edition without a record.

    Raises: StoreError if there are more editions than one stopped run leaves: they were published,
    and the warehouse is an older one.
    """
    folder = root / dataset
    paths = list(folder.iterdir()) if folder.is_dir() else []
    newest = max((int(p.name) for p in paths if p.name.isdigit()), default=0)
    if newest > latest + 1:
        raise StoreError(
            f"{folder} holds edition {newest} but the warehouse knows only {latest}: "
            "it is an older one; restore the newest"
        )
    for path in paths:
        if path.name in (_STAGING, BUILDING, str(latest + 1)):
            shutil.rmtree(path)
