"""The data package that describes an edition.

Basis: Data Package v2, https://datapackage.org/standard/data-package/
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.model import Disclosed, Edition, Family, Schema
from pipelines.publication.media import media_type
from pipelines.publication.written import Written

DESCRIPTOR = "datapackage.json"
_UNNEEDED = {"labels", "amountOf", "amountAtLeast", "role", "of", "stated"}


def build_descriptor(
    edition: Edition, disclosed: Disclosed, family: Family, files: Mapping[str, Written]
) -> dict[str, Any]:
    """What the edition is, who answers for it, what it comes from, and its tables field by field.

    Each table is a resource, its CSV; the same rows in other formats are its `alternatives`, and
    what else is made of them stands in `files`. The manifest lists every file of the edition.
    """
    dataset, snapshot = disclosed.dataset, disclosed.staged.snapshot
    tables = {
        name: _resource(name, edition, family.schemas[name], files) for name in edition.tables
    }
    listed = {p["path"] for r in tables.values() for p in (r, *r["alternatives"])}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": dataset.name,
        "title": dataset.title,
        "title_en": dataset.title_en,
        "description": f"{dataset.description}\n\n{dataset.description_en}",
        "version": str(edition.number),
        "edition": edition.number,
        "edition_sha256": edition.sha256,
        "previous_edition": _previous(edition),
        "revision": edition.revision and edition.revision.model_dump(),
        "family": family.name,
        "contributors": [{"title": dataset.publisher.name, "roles": ["publisher"]}],
        "publisher": dataset.publisher.model_dump(exclude_none=True),
        "licenses": [licence.model_dump(exclude_none=True) for licence in dataset.licenses],
        "sources": [source.model_dump(exclude_none=True) for source in dataset.sources],
        "legal_basis": [basis.model_dump() for basis in dataset.legal_basis],
        "snapshot": {
            "name": snapshot.path.name,
            "date": snapshot.date.isoformat(),
            "hash": f"sha256:{snapshot.sha256}",
            "bytes": snapshot.size,
        },
        "corrections": [
            correction.model_dump()
            for correction in dataset.corrections
            # A partitioned edition holds rows of earlier snapshots too.
            if dataset.partition or Path(correction.snapshot).stem == snapshot.name
        ],
        "redactions": [asdict(redaction) for redaction in disclosed.staged.redactions],
        "withheld_rows": [asdict(count) for count in disclosed.withheld],
        "clearances": [clearance.model_dump(mode="json") for clearance in dataset.clearances],
        "resources": list(tables.values()),
        "files": [_file(f) for n, f in files.items() if n not in listed],
    }
    return {key: value for key, value in descriptor.items() if value not in ([], None)}


def _previous(edition: Edition) -> dict[str, Any] | None:
    before = edition.previous
    return {"edition": before.number, "edition_sha256": before.sha256} if before else None


def _resource(
    name: str, edition: Edition, schema: Schema, files: Mapping[str, Written]
) -> dict[str, Any]:
    own = f"{name}.csv"
    others = [f for n, f in files.items() if n != own and _is_of(n, name)]
    return {
        "name": name,
        "type": "table",
        "path": own,
        "title": schema.title,
        "title_en": schema.title_en,
        "description": schema.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{files[own].sha256}",
        "bytes": files[own].size,
        "row_count": edition.tables[name].num_rows,
        "alternatives": [_file(f) for f in others],
        "schema": _table_schema(schema),
    }


def _is_of(file: str, table: str) -> bool:
    return file.startswith((f"{table}.", f"{table}-excel."))


def _file(file: Written) -> dict[str, Any]:
    return {
        "path": file.name,
        "mediatype": media_type(file.name),
        "hash": f"sha256:{file.sha256}",
        "bytes": file.size,
    }


def _table_schema(schema: Schema) -> dict[str, Any]:
    """The Table Schema of the canonical file, without what only reading the source needed."""
    descriptor = schema.descriptor()
    fields = [{k: v for k, v in f.items() if k not in _UNNEEDED} for f in descriptor["fields"]]
    kept: dict[str, Sequence[Any]] = {
        k: descriptor[k] for k in ("primaryKey", "foreignKeys") if k in descriptor
    }
    return {"fields": fields, **kept, "missingValues": [""]}
