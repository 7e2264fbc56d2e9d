"""Brings the rows of the edition before back into the public tables when the newest is withdrawn.

A row that still stands as that edition had it keeps where it came from. Of the others an edition
does not say which row of the source file they were: that stays empty.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pyarrow as pa
from sqlalchemy import Connection, Table, and_, delete, insert, select, update

from pipelines.model import (
    SOURCE_ROW,
    Dataset,
    Edition,
    Schema,
    batches_of,
    rows_of,
    text_array,
    with_columns,
)
from pipelines.publication.edition import in_schema_of_today
from pipelines.tables import Tables
from pipelines.transfer import database_rows, insert_table

Origin = tuple[str, int | None]  # the snapshot a row came from, and its source row


class Standing(NamedTuple):
    """An edition that was not withdrawn, as the warehouse records it."""

    number: int
    snapshot: str
    sha256: str
    resources: str | None


def standing_editions(connection: Connection, tables: Tables, dataset: str) -> list[Standing]:
    """The editions of a dataset that were not withdrawn, newest first."""
    edition, withdrawal = tables.table("edition"), tables.table("withdrawal")
    same = and_(withdrawal.c.dataset == edition.c.dataset, withdrawal.c.edition == edition.c.number)
    query = (
        select(edition.c.number, edition.c.snapshot, edition.c.sha256, edition.c.resources)
        .outerjoin(withdrawal, same)
        .where(edition.c.dataset == dataset, withdrawal.c.edition.is_(None))
        .order_by(edition.c.number.desc())
    )
    return [Standing(*row) for row in connection.execute(query)]


def bring_back(
    connection: Connection,
    tables: Tables,
    dataset: Dataset,
    edition: Edition | None,
    standing: Sequence[Standing],
) -> None:
    """Make an edition's rows the dataset's; without one none are left.

    `standing` are the editions that stand, newest first: the first of them is `edition`.
    """
    family = tables.catalogue.families[dataset.family]
    held = in_schema_of_today(edition.tables, family) if edition else {}
    used = {standing[0].snapshot} if standing else set()
    for name, schema in family.schemas.items():
        table = tables.table(name)
        origins = {}
        if dataset.partition and name in held:
            origins = _origins(connection, table, schema, dataset.name)
        connection.execute(delete(table).where(table.c.dataset == dataset.name))
        if name in held:
            used |= _insert(connection, schema, held[name], dataset, standing, origins)
    _bring_back_resources(connection, tables, dataset.name, standing, used)
    record = tables.table("dataset")
    latest = edition.number if edition else None
    own = record.c.name == dataset.name
    connection.execute(update(record).where(own).values(latest_edition=latest))


def _origins(
    connection: Connection, table: Table, schema: Schema, dataset: str
) -> dict[tuple, Origin]:
    """Where each row that stands now came from, by all its values."""
    columns = [table.c[name] for name in schema.names]
    query = select(*columns, table.c.snapshot, table.c[SOURCE_ROW])
    rows = connection.execute(query.where(table.c.dataset == dataset))
    return {tuple(row[:-2]): (row[-2], row[-1]) for row in rows}


def _insert(  # noqa: PLR0913 - a table, its rows and what is known of where they came from
    connection: Connection,
    schema: Schema,
    data: pa.Table,
    dataset: Dataset,
    standing: Sequence[Standing],
    origins: dict[tuple, Origin],
) -> set[str]:
    """The snapshots the rows came from."""
    found = [
        origins.get(row) or (snapshot, None)
        for row, snapshot in zip(
            _plain_rows(schema, data), _snapshots(data, dataset, standing), strict=True
        )
    ]
    snapshots = text_array([snapshot for snapshot, _ in found])
    rows = with_columns(data, {SOURCE_ROW: pa.array([row for _, row in found], pa.int64())})
    for snapshot in dict.fromkeys(snapshots.to_pylist()):
        own = rows.filter(pa.array([s == snapshot for s, _ in found], pa.bool_()))
        insert_table(connection, schema, batches_of(own), dataset.name, snapshot)
    return {snapshot for snapshot, _ in found}


def _plain_rows(schema: Schema, data: pa.Table) -> Iterator[tuple]:
    """The rows with their values as the database has them, and no twins of amounts."""
    nothing = with_columns(data, {SOURCE_ROW: pa.nulls(data.num_rows, pa.int64())})
    twins, kept = 0, []
    for field in schema.fields:
        kept.append(1 + len(kept) + twins)
        twins += field.is_money
    for row in database_rows(schema, nothing, "", ""):
        yield tuple(row[place] for place in kept)


def _snapshots(data: pa.Table, dataset: Dataset, standing: Sequence[Standing]) -> Iterator[str]:
    """The snapshot each row came from: the last that stands and speaks of its partition."""
    stems = {edition.snapshot for edition in standing}
    newest = standing[0].snapshot
    of_partition = {
        tuple(str({**dataset.constants, **e.constants}.get(n)) for n in dataset.partition): e.stem
        for e in dataset.snapshots
        if e.stem in stems
    }
    names = dataset.partition
    if not names or not set(names) <= set(data.column_names):
        yield from (newest for _ in range(data.num_rows))
        return
    for key in rows_of(data, *names):
        yield of_partition.get(key, newest)


def _bring_back_resources(
    connection: Connection,
    tables: Tables,
    dataset: str,
    standing: Sequence[Standing],
    used: set[str],
) -> None:
    """What is known of the tables of each snapshot that any row comes from again."""
    resource = tables.table("resource")
    newest: dict[str, str] = {}
    for edition in standing:
        if edition.resources and edition.snapshot in used:
            newest.setdefault(edition.snapshot, edition.resources)
    gone = resource.c.snapshot.not_in(used - set(newest))
    connection.execute(delete(resource).where(resource.c.dataset == dataset, gone))
    rows = [row for text in newest.values() for row in json.loads(text)]
    if rows:
        connection.execute(insert(resource), rows)
