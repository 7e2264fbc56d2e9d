"""`manifest.json`: what an edition holds, what judged it, and which edition it follows.

It has no clock in it: the same edition has the same bytes. Each manifest names the hash of the one
before it, so that nothing in the past of a dataset can be changed without changing its newest.
"""

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Annotated, Any, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.exceptions import SignatureError
from pipelines.model import Catalogue, Disclosed, Edition, Family, Rule, Schema
from pipelines.publication.media import media_type
from pipelines.publication.signing import SIGNATURE_SUFFIX, SigningKey, sign
from pipelines.publication.totals import sums
from pipelines.publication.written import Written

CHECKSUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
SIGNATURE = MANIFEST + SIGNATURE_SUFFIX
# These vouch for the others; the checksums are over the manifest and its signature, too.
VOUCHERS = (MANIFEST, SIGNATURE, CHECKSUMS)
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]
Number = Annotated[int, Field(ge=1)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]
Amount = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$")]


class Stated(BaseModel):
    """A part of a manifest: an unknown key is refused, and nothing can be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ManifestFile(Stated):
    """A file of the edition."""

    name: Name
    media_type: str
    size: Count
    sha256: Sha256


class ManifestTable(Stated):
    """A table of the edition: its rows, its CSV, and its control totals.

    `totals` has the sum, in yuan, of every field of amounts, over all rows of all levels.
    """

    name: Name
    row_count: Count
    csv_sha256: Sha256
    totals: dict[str, Amount]


class ManifestSnapshot(Stated):
    """The source file that led to the edition."""

    name: str
    date: str
    size: Count
    sha256: Sha256


class PreviousEdition(Stated):
    """The edition before this one; the hash is null if that one was made before manifests were."""

    edition: Number
    manifest_sha256: Sha256 | None


class ManifestRevision(Stated):
    """Why figures of the edition before changed."""

    reason: str
    reason_en: str


class Version(Stated):
    """What a thing of the repository said when the edition was made: over its canonical JSON."""

    name: str
    sha256: Sha256


class Software(Stated):
    """The program that made the edition."""

    name: str
    version: str


class Manifest(Stated):
    """The whole of `manifest.json`."""

    format: Literal["urn:sunledger:manifest:1"] = "urn:sunledger:manifest:1"
    dataset: str
    edition: Number
    edition_sha256: Sha256
    family: str
    publisher: str
    snapshot: ManifestSnapshot
    previous: PreviousEdition | None
    revision: ManifestRevision | None = None  # not written where there is none
    files: tuple[ManifestFile, ...]
    tables: tuple[ManifestTable, ...]
    codelists: tuple[Version, ...]
    parameters: tuple[Version, ...]
    rules: tuple[Version, ...]
    software: Software

    @property
    def signed_as(self) -> str:
        """The trusted comment of its signature: what a stranger's tool prints."""
        return f"{self.dataset} edition {self.edition} {MANIFEST}"

    def data(self) -> bytes:
        """The file: canonical JSON with an indent, so that it can be read and compared."""
        without = {"revision"} if self.revision is None else None
        return canonical_json(self.model_dump(mode="json", exclude=without), indent=2)


def canonical_json(value: Any, indent: int | None = None) -> bytes:
    """JSON with sorted keys, UTF-8, and a line feed at its end."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent)
    return f"{text}\n".encode()


def build_manifest(
    edition: Edition,
    disclosed: Disclosed,
    catalogue: Catalogue,
    files: Mapping[str, Written],
    previous: bytes | None,
) -> Manifest:
    """The manifest of an edition's files; `previous` are the bytes of the manifest before it."""
    dataset, snapshot = disclosed.dataset, disclosed.staged.snapshot
    family = catalogue.families[dataset.family]
    before = edition.number - 1
    return Manifest(
        dataset=edition.dataset,
        edition=edition.number,
        edition_sha256=edition.sha256,
        family=family.name,
        publisher=dataset.publisher.name,
        snapshot=ManifestSnapshot(
            name=snapshot.path.name,
            date=snapshot.date.isoformat(),
            size=snapshot.size,
            sha256=snapshot.sha256,
        ),
        previous=PreviousEdition(
            edition=before, manifest_sha256=None if previous is None else sha256_of(previous)
        )
        if before
        else None,
        revision=ManifestRevision(**edition.revision.model_dump()) if edition.revision else None,
        files=tuple(_file(file) for _, file in sorted(files.items())),
        tables=tuple(
            _table(name, table, family.schemas[name], files[f"{name}.csv"].sha256)
            for name, table in edition.tables.items()
        ),
        **_versions(catalogue, family),
        software=Software(name="sunledger", version=version("sunledger")),
    )


def _file(file: Written) -> ManifestFile:
    kind = media_type(file.name)
    return ManifestFile(name=file.name, media_type=kind, size=file.size, sha256=file.sha256)


def _table(name: str, table: pa.Table, schema: Schema, csv_sha256: str) -> ManifestTable:
    return ManifestTable(
        name=name, row_count=table.num_rows, csv_sha256=csv_sha256, totals=sums(schema, table)
    )


def _versions(catalogue: Catalogue, family: Family) -> dict[str, tuple[Version, ...]]:
    """What the figures were judged by: rules, the parameters they read, and the code lists."""
    rules: dict[str, Rule] = {**catalogue.checks, **family.rules}
    lists = {
        field.classification.codelist
        for schema in family.schemas.values()
        for field in schema.fields
        if field.classification
    }
    parameters = {name for rule in rules.values() for name in rule.parameters}
    return {
        "codelists": _hashed({name: catalogue.codelists[name] for name in lists}),
        "parameters": _hashed({name: catalogue.parameters[name] for name in parameters}),
        "rules": _hashed(rules),
    }


def _hashed(declared: Mapping[str, BaseModel]) -> tuple[Version, ...]:
    return tuple(
        Version(name=name, sha256=sha256_of(canonical_json(thing.model_dump(mode="json"))))
        for name, thing in sorted(declared.items())
    )


def seal(files: Mapping[str, Written], manifest: Manifest, key: SigningKey) -> dict[str, bytes]:
    """What vouches for the files: manifest, signature, and checksums over these and all others."""
    data = manifest.data()
    signed = {MANIFEST: data, SIGNATURE: sign(data, key, manifest.signed_as).encode()}
    hashes = {name: file.sha256 for name, file in files.items()}
    hashes |= {name: sha256_of(own) for name, own in signed.items()}
    return {**signed, CHECKSUMS: checksums_of(hashes)}


def checksums_of(hashes: Mapping[str, str]) -> bytes:
    """The file `sha256sum -c` reads."""
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(hashes.items())).encode()


def read_manifest(data: bytes) -> Manifest:
    """The manifest in a file.

    Raises: SignatureError if it is none, or not written as this program writes it: another
    writing of the same content would have another hash.
    """
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"])) or "JSON"
        raise SignatureError(f"不是清单 / not a manifest: {place}") from error
    if manifest.data() != data:
        raise SignatureError("清单的写法不对 / the manifest is not written in its canonical form")
    return manifest


def sha256_of(data: bytes) -> str:
    """The hash files go by, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
