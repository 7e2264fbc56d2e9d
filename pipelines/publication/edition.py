"""Canonical bytes and their hash: tables that say nothing new make no edition."""

import csv
import hashlib
import io
import re
from collections.abc import Mapping

import pandas as pd

from pipelines.model import Dataset, Edition, Family, Schema, Staged
from pipelines.publication.changes import build_changes

_SPECIAL = re.compile(r'[,"\r\n]')


def build_edition(
    staged: Staged, dataset: Dataset, family: Family, previous: Edition | None
) -> Edition | None:
    """The edition a snapshot would make, or None if it says nothing new.

    Two sets of tables are the same when their canonical bytes are: columns in schema order, rows
    in primary-key order, UTF-8, LF. Source rows and the time of receipt are left out, so a file
    that is sent again, re-sorted or re-encoded makes no edition. In a partitioned dataset the
    snapshot replaces its own partitions only. Numbers start at 1 and are never reused.
    """
    new = {name: table.frame.reset_index(drop=True) for name, table in staged.tables.items()}
    if previous is not None and dataset.partition:
        old = _in_schema_of_today(previous.tables, family)
        new = _with_other_partitions(new, old, dataset.partition)
    tables = {
        name: _in_key_order(new[name], schema)
        for name, schema in family.schemas.items()
        if name in new
    }
    sha256 = edition_sha256({name: csv_bytes(frame) for name, frame in tables.items()})
    if previous is None:
        return Edition(dataset.name, 1, sha256, tables)
    if previous.sha256 == sha256:
        return None
    changes = build_changes(previous.tables, tables, family.schemas)
    return Edition(dataset.name, previous.number + 1, sha256, tables, changes)


def edition_sha256(files: Mapping[str, bytes]) -> str:
    """The hash an edition goes by: over each table's name and canonical CSV, in schema order."""
    digest = hashlib.sha256()
    for name, data in files.items():
        digest.update(name.encode() + b"\n" + data)
    return digest.hexdigest()


def partitions_of(tables: Mapping[str, pd.DataFrame], partition: tuple[str, ...]) -> set[tuple]:
    """The partitions a set of tables speaks of, as tuples of canonical text."""
    return {
        key
        for frame in tables.values()
        for key in frame[list(partition)].drop_duplicates().itertuples(index=False, name=None)
    }


def _in_schema_of_today(
    tables: Mapping[str, pd.DataFrame], family: Family
) -> dict[str, pd.DataFrame]:
    """An earlier edition's tables with the fields their schemas have now; new ones are missing."""
    return {
        name: frame.assign(**{n: None for n in schema.names if n not in frame})[list(schema.names)]
        for name, schema in family.schemas.items()
        if (frame := tables.get(name)) is not None
    }


def _with_other_partitions(
    new: Mapping[str, pd.DataFrame],
    old: Mapping[str, pd.DataFrame],
    partition: tuple[str, ...],
) -> dict[str, pd.DataFrame]:
    replaced = partitions_of(new, partition)
    merged = dict(new)
    for name, frame in old.items():
        keys = frame[list(partition)].itertuples(index=False, name=None)
        kept = frame[[key not in replaced for key in keys]]
        merged[name] = pd.concat([kept, new[name]], ignore_index=True) if name in new else kept
    return merged


def _in_key_order(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    numeric = {f.name for f in schema.fields if f.type in ("integer", "year")}
    columns = [*schema.primary_key, *(n for n in schema.names if n not in schema.primary_key)]
    ordered = frame[list(schema.names)]

    def key(row: tuple) -> list[tuple]:
        pairs = zip(columns, row, strict=True)
        return [_sortable(value, name in numeric) for name, value in pairs]

    rows = list(ordered[columns].itertuples(index=False, name=None))
    order = sorted(range(len(rows)), key=lambda i: key(rows[i]))
    return ordered.iloc[order].reset_index(drop=True)


def _sortable(value: str | None, is_numeric: bool) -> tuple[bool, int, str]:
    if value is None:
        return (False, 0, "")
    return (True, int(value) if is_numeric else 0, value)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A canonical table as CSV: header, LF, minimal quotes, missing values empty, UTF-8.

    Written out here, because which cells Python's own writer quotes differs between its versions,
    and a carriage return it leaves bare would cut a row in two.

    Basis: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180
    """
    rows = [tuple(frame.columns), *frame.itertuples(index=False, name=None)]
    return "".join(f"{_csv_line(row)}\n" for row in rows).encode("utf-8")


def _csv_line(row: tuple) -> str:
    if row in ((None,), ("",)):
        return '""'  # an empty line would be no row
    return ",".join("" if value is None else _csv_cell(value) for value in row)


def _csv_cell(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""')) if _SPECIAL.search(text) else text


def read_canonical_csv(data: bytes) -> pd.DataFrame:
    """The canonical table a CSV of an edition holds: text, with None for what is missing."""
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
    cells = [[value or None for value in row] for row in rows]
    return pd.DataFrame(cells, columns=header, dtype=object)
