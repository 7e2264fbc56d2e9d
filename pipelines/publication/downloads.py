"""The files of an edition: CSV, JSON, `datapackage.json` and `SHA256SUMS`; always the same."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.model import Disclosed, Edition, Family, Schema, records_of
from pipelines.publication.edition import csv_bytes
from pipelines.publication.manifest import CHECKSUMS, checksums_of, sha256_of

DESCRIPTOR = "datapackage.json"


def build_downloads(edition: Edition, disclosed: Disclosed, family: Family) -> dict[str, bytes]:
    """Every file of the edition by its name; the checksums cover all the others."""
    files: dict[str, bytes] = {}
    for name, table in edition.tables.items():
        files[f"{name}.csv"] = csv_bytes(table)
        files[f"{name}.json"] = json_bytes(table, family.schemas[name])
    descriptor = _descriptor(edition, disclosed, family, files)
    files[DESCRIPTOR] = _json(descriptor)
    return {**files, CHECKSUMS: checksums_of({n: sha256_of(d) for n, d in files.items()})}


def json_bytes(table: pa.Table, schema: Schema) -> bytes:
    """The table as an array of objects, one a line; decimals are strings, so none is rounded."""
    readers = {f.name: _READERS.get(f.type, str) for f in schema.fields}
    rows = (
        {k: None if v is None else readers[k](v) for k, v in row.items()}
        for row in records_of(table)
    )
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n".encode() if lines else b"[]\n"


_READERS: dict[str, Any] = {"integer": int, "year": int, "boolean": lambda text: text == "true"}


def _descriptor(
    edition: Edition, disclosed: Disclosed, family: Family, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Basis: Data Package v2, https://datapackage.org/standard/data-package/."""
    dataset, snapshot = disclosed.dataset, disclosed.staged.snapshot
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": dataset.name,
        "title": dataset.title,
        "description": f"{dataset.description}\n\n{dataset.description_en}",
        "version": str(edition.number),
        "edition": edition.number,
        "edition_sha256": edition.sha256,
        "family": family.name,
        "contributors": [{"title": dataset.publisher.name, "roles": ["publisher"]}],
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
        "resources": [
            _resource(name, family.schemas[name], table.num_rows, files[f"{name}.csv"])
            for name, table in edition.tables.items()
        ],
    }
    return {key: value for key, value in descriptor.items() if value != []}


def _resource(name: str, schema: Schema, row_count: int, data: bytes) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "title": schema.title,
        "description": schema.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{sha256_of(data)}",
        "bytes": len(data),
        "row_count": row_count,
        "schema": _table_schema(schema),
    }


def _table_schema(schema: Schema) -> dict[str, Any]:
    """The Table Schema of the canonical file, without what only reading the source needed."""
    descriptor = schema.descriptor()
    unneeded = {"labels", "amountOf", "amountAtLeast", "role", "of", "stated"}
    fields = [{k: v for k, v in f.items() if k not in unneeded} for f in descriptor["fields"]]
    kept = {k: descriptor[k] for k in ("primaryKey", "foreignKeys") if k in descriptor}
    return {"fields": fields, **kept, "missingValues": [""]}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
