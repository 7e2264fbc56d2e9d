"""What the public reads: a copy of the warehouse as of one commit, written once and never changed.

A running site cannot follow a database file that is overwritten (errors, wrong answers) or
replaced under its name (the old one for ever), and one page asks several queries, between which a
commit may fall. So readers never open the warehouse: after each commit it is copied, whole and
without free pages, to a file of its own, `<sequence>-<digest>.db`, and the link `sunledger.db`
beside it is moved to the newest.
"""

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipelines.publication.disk import flush, sha256_of_file

CURRENT = "sunledger.db"
KEPT = 3
GRACE_SECONDS = 60  # longer than any page takes
_STATE = re.compile(r"(?P<sequence>[0-9]{8})-(?P<digest>[0-9a-f]{12})\.db")


@dataclass(frozen=True)
class PublicState:
    """One copy: its place in the order of publication, and the file."""

    sequence: int
    digest: str
    path: Path


def state_of(path: Path) -> PublicState | None:
    """The state a file of that name holds; None if it is no state's name."""
    match = _STATE.fullmatch(path.name)
    return PublicState(int(match["sequence"]), match["digest"], path) if match else None


def current_state(folder: Path) -> PublicState | None:
    """The newest state, which the link names; None before anything was published."""
    try:
        return state_of(folder / (folder / CURRENT).readlink())
    except OSError:
        return None


def publish_state(warehouse: Path, folder: Path) -> PublicState:
    """Copy the warehouse's committed state for the public, unless the newest copy is the same.

    Nobody sees the copy before it has reached the disk whole. Whatever a killed run left is
    removed, and so are states nobody reads any more.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{CURRENT}.draft"
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(f"file:{warehouse}?mode=ro", uri=True)) as connection:
        connection.execute("vacuum into ?", (str(draft),))
    digest = sha256_of_file(draft)[:12]
    current = current_state(folder)
    if current and current.digest == digest and current.path.exists():
        draft.unlink()
        return current
    sequence = max((s.sequence for s in states_in(folder)), default=0) + 1
    path = folder / f"{sequence:08d}-{digest}.db"
    flush(draft)
    draft.rename(path)
    _move_link(folder, path.name)
    _remove_old(folder, sequence)
    return PublicState(sequence, digest, path)


def states_in(folder: Path) -> list[PublicState]:
    """Every state that lies in a folder."""
    return [state for path in folder.iterdir() if (state := state_of(path))]


def _move_link(folder: Path, name: str) -> None:
    """Point the link elsewhere in one step; the folder reaches the disk before and after."""
    link = folder / f"{CURRENT}.next"
    link.unlink(missing_ok=True)
    flush(folder)
    link.symlink_to(name)
    link.replace(folder / CURRENT)
    flush(folder)


def _remove_old(folder: Path, newest: int) -> None:
    """Remove states that are neither among the last few nor young enough to be read still."""
    for state in states_in(folder):
        age = time.time() - state.path.stat().st_mtime
        if state.sequence <= newest - KEPT and age >= GRACE_SECONDS:
            state.path.unlink(missing_ok=True)
