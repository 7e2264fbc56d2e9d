"""Canonical bytes and their hash: tables that say nothing new make no edition."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from pipelines.model import (
    SOURCE_ROW,
    Dataset,
    Edition,
    Family,
    History,
    Schema,
    Staged,
    partitions_of,
    rows_of,
    with_columns,
)
from pipelines.ordinals import ORDINAL, printed_place
from pipelines.publication.changes import build_changes
from pipelines.publication.formats.as_csv import csv_parts
from pipelines.publication.net import net_changes

_PLACE = "place of "


def build_edition(
    staged: Staged,
    dataset: Dataset,
    family: Family,
    previous: Edition | None,
    history: History | None = None,
) -> Edition | None:
    """The edition a snapshot would make, or None if it says nothing new.

    Two sets of tables are the same when their canonical bytes are: columns in schema order, rows
    in primary-key order, UTF-8, LF. Source rows and the time of receipt are left out, so a file
    that is sent again, re-sorted or re-encoded makes no edition. In a partitioned dataset the
    snapshot replaces its own partitions only. Rows that were withdrawn make no edition again.
    Numbers start at 1 and are never reused, not even those of editions that were withdrawn.
    """
    history = history or History(previous.number if previous else 0)
    tables = own_tables(staged, family)
    own = sha256 = sha256_of_tables(tables)
    if own in history.withdrawn:
        return None
    if previous is not None and dataset.partition:
        old = in_schema_of_today(previous.tables, family)
        merged = _with_other_partitions(tables, old, dataset.partition)
        tables = _in_order(merged, family)
        sha256 = sha256_of_tables(tables)
    if previous is not None and previous.sha256 == sha256:
        return None
    edition = Edition(dataset.name, history.newest + 1, sha256, tables, (), own, previous)
    if previous is None:
        return edition
    changes = build_changes(previous.tables, tables, family.schemas)
    net = net_changes(previous.tables, tables, dataset, family.schemas)
    return replace(edition, changes=changes, net=net)


def own_tables(staged: Staged, family: Family) -> dict[str, pa.Table]:
    """The tables of a snapshot as an edition holds them: columns in schema order, rows by key."""
    data = {name: table.data.drop_columns([SOURCE_ROW]) for name, table in staged.tables.items()}
    return _in_order(data, family)


def _in_order(tables: Mapping[str, pa.Table], family: Family) -> dict[str, pa.Table]:
    return {
        name: _in_key_order(tables[name], schema)
        for name, schema in family.schemas.items()
        if name in tables
    }


def sha256_of_tables(tables: Mapping[str, pa.Table]) -> str:
    """The hash of tables in their order."""
    return edition_sha256({name: csv_parts(table) for name, table in tables.items()})


def edition_sha256(files: Mapping[str, Iterable[bytes | memoryview]]) -> str:
    """The hash an edition goes by: over each table's name and canonical CSV, in schema order."""
    digest = hashlib.sha256()
    for name, parts in files.items():
        digest.update(name.encode() + b"\n")
        for part in parts:
            digest.update(part)
    return digest.hexdigest()


def in_schema_of_today(tables: Mapping[str, pa.Table], family: Family) -> dict[str, pa.Table]:
    """An earlier edition's tables with the fields their schemas have now; new ones are missing."""
    return {
        name: _with_fields(tables[name], schema)
        for name, schema in family.schemas.items()
        if name in tables
    }


def _with_fields(table: pa.Table, schema: Schema) -> pa.Table:
    gained = [n for n in schema.names if n not in table.column_names]
    missing = dict.fromkeys(gained, pa.nulls(table.num_rows, pa.string()))
    return with_columns(table, missing).select(list(schema.names))


def _with_other_partitions(
    new: Mapping[str, pa.Table], old: Mapping[str, pa.Table], partition: tuple[str, ...]
) -> dict[str, pa.Table]:
    replaced = partitions_of(new, partition)
    merged = dict(new)
    for name, table in old.items():
        others = [key not in replaced for key in rows_of(table, *partition)]
        kept = table.filter(pa.array(others, pa.bool_()))
        merged[name] = pa.concat_tables([kept, new[name]]) if name in new else kept
    return merged


def _in_key_order(table: pa.Table, schema: Schema) -> pa.Table:
    """The rows by key and then by all other fields; missing values first.

    Numbers go by size, texts of the key by the ordinal before them.
    """
    numeric = [f.name for f in schema.fields if f.type in ("integer", "year")]
    names = [*schema.primary_key, *(n for n in schema.names if n not in schema.primary_key)]
    sizes = {name: table[name].cast(pa.int64()) for name in numeric}
    places = {
        _PLACE + name: _printed_places(table[name])
        for name in schema.primary_key
        if name not in numeric and _has_ordinals(table[name])
    }
    order = pc.sort_indices(
        with_columns(table, sizes | places),
        sort_keys=[
            (key, "ascending", "at_start")
            for name in names
            for key in (_PLACE + name, name)
            if key == name or key in places
        ],
    )
    return table.take(order).select(list(schema.names))


def _has_ordinals(column: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.match_substring_regex(column, ORDINAL)).as_py())


def _printed_places(column: pa.ChunkedArray) -> pa.Array:
    texts = column.to_pylist()
    return pa.array([None if text is None else printed_place(text) for text in texts], pa.int64())


def read_canonical_csv(data: bytes) -> pa.Table:
    """The canonical table a CSV of an edition holds: text, with null for what is missing."""
    header = next(csv.reader(io.StringIO(data.partition(b"\n")[0].decode())))
    return arrow_csv.read_csv(
        io.BytesIO(data),
        # One block: a row may be longer than any other size.
        arrow_csv.ReadOptions(
            use_threads=False, block_size=len(data) + 1, skip_rows=1, column_names=header
        ),
        arrow_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()),
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
        ),
    )
