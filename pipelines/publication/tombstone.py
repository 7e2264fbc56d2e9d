"""What stands where a withdrawn edition stood: `withdrawn.json` and its signature.

The manifest and its signature stay beside it, so that the chain of a dataset's editions holds; the
other files are closed or, where the withdrawal says so, removed. All of it follows from the
record in the warehouse: what a stopped run left undone, the next one does.
"""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from pipelines.exceptions import SignatureError
from pipelines.model import Withdrawal
from pipelines.publication.disk import flush, write_whole
from pipelines.publication.keys import signing_key
from pipelines.publication.manifest import (
    MANIFEST,
    SIGNATURE,
    Number,
    Sha256,
    Stated,
    canonical_json,
    sha256_of,
)
from pipelines.publication.signing import SIGNATURE_SUFFIX, SigningKey, sign
from pipelines.publication.store import edition_folder
from pipelines.settings import Settings

TOMBSTONE = "withdrawn.json"
TOMBSTONE_SIGNATURE = TOMBSTONE + SIGNATURE_SUFFIX
# What stays of an edition whose files are removed, and what is served of any withdrawn one.
KEPT = (MANIFEST, SIGNATURE, TOMBSTONE, TOMBSTONE_SIGNATURE)


class Tombstone(Stated):
    """The whole of `withdrawn.json`; the hash is null if the edition had no manifest."""

    format: Literal["urn:sunledger:tombstone:1"] = "urn:sunledger:tombstone:1"
    dataset: str
    edition: Number
    manifest_sha256: Sha256 | None
    withdrawn_at: str
    withdrawn_by: str
    reason: str
    reason_en: str | None
    replaced_by: Number | None
    is_purged: bool

    @property
    def signed_as(self) -> str:
        """The trusted comment of its signature."""
        return f"withdrawn: dataset {self.dataset} edition {self.edition}"

    def data(self) -> bytes:
        """The file: canonical JSON."""
        return canonical_json(self.model_dump(mode="json"))


def read_tombstone(data: bytes) -> Tombstone:
    """The tombstone in a file.

    Raises: SignatureError if it is none.
    """
    try:
        return Tombstone.model_validate_json(data)
    except ValidationError as error:
        raise SignatureError("不是撤回说明 / not a tombstone") from error


def build_tombstone(withdrawal: Withdrawal, folder: Path) -> Tombstone:
    """What stands in an edition's place, by its record and the manifest in its folder."""
    path = folder / MANIFEST
    manifest_sha256 = sha256_of(path.read_bytes()) if path.exists() else None
    return Tombstone(**asdict(withdrawal), manifest_sha256=manifest_sha256)


def finish_withdrawals(settings: Settings, withdrawals: Iterable[Withdrawal]) -> None:
    """Put a tombstone wherever one is due, and remove the files of editions that were purged.

    Raises: SignatureError if the home's key is lost or damaged; OSError if a disk refuses.
    """
    for withdrawal in withdrawals:
        folder = edition_folder(settings.editions, withdrawal.dataset, withdrawal.edition)
        folder.mkdir(parents=True, exist_ok=True)
        tombstone = build_tombstone(withdrawal, folder)
        if not _is_in_place(folder, tombstone):
            _write(folder, tombstone, signing_key(settings.keys))
        if withdrawal.is_purged:
            _purge(folder)


def _is_in_place(folder: Path, tombstone: Tombstone) -> bool:
    path = folder / TOMBSTONE
    is_said = path.exists() and path.read_bytes() == tombstone.data()
    return is_said and (folder / TOMBSTONE_SIGNATURE).exists()


def _write(folder: Path, tombstone: Tombstone, key: SigningKey) -> None:
    """The signature goes first away and comes last: a tombstone that has one is whole."""
    data = tombstone.data()
    (folder / TOMBSTONE_SIGNATURE).unlink(missing_ok=True)
    write_whole(folder / TOMBSTONE, data)
    write_whole(folder / TOMBSTONE_SIGNATURE, sign(data, key, tombstone.signed_as).encode())


def _purge(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        if path.name not in KEPT:
            path.unlink()
    flush(folder)
