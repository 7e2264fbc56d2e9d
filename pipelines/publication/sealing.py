"""Puts the manifest, its signature and the checksums beside an edition's files."""

from collections.abc import Mapping
from pathlib import Path

from pipelines.model import Catalogue, Disclosed, Edition
from pipelines.publication.keys import signing_key
from pipelines.publication.manifest import MANIFEST, build_manifest, seal
from pipelines.publication.store import edition_folder
from pipelines.publication.written import Written
from pipelines.settings import Settings


def seal_edition(
    edition: Edition,
    disclosed: Disclosed,
    catalogue: Catalogue,
    files: Mapping[str, Written],
    settings: Settings,
) -> dict[str, bytes | Path]:
    """The files of an edition, signed with the home's key and chained to the edition before.

    Raises: SignatureError if the home's key is lost or damaged; OSError if a disk refuses.
    """
    folder = edition_folder(settings.editions, edition.dataset, edition.number - 1)
    path = folder / MANIFEST
    previous = path.read_bytes() if path.exists() else None
    manifest = build_manifest(edition, disclosed, catalogue, files, previous)
    vouchers = seal(files, manifest, signing_key(settings.keys))
    return {name: file.path for name, file in files.items()} | vouchers
