"""The one transaction that makes an edition public, and the records of every inspection."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import (
    Connection,
    Engine,
    Inspector,
    and_,
    delete,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateColumn

from pipelines.database import (
    Tables,
    label_table_name,
    open_warehouse,
    replaced_rows,
    take_statistics,
)
from pipelines.exceptions import StoreError, WarehouseError
from pipelines.model import (
    Dataset,
    Disclosed,
    Edition,
    Result,
    Staged,
    partitions_of,
)
from pipelines.publication.edition import edition_sha256, read_canonical_csv
from pipelines.publication.result import build_result
from pipelines.publication.rows import (
    clearance_rows,
    dataset_row,
    field_rows,
    finding_row,
    label_rows,
    outcome_row,
    redaction_row,
    rule_row,
    withheld_row,
)
from pipelines.publication.store import read_edition_file
from pipelines.records import code_rows, parameter_rows, required_rows, resource_rows
from pipelines.redaction import CHINA
from pipelines.transfer import insert_table


@dataclass(frozen=True)
class Published:
    """The newest edition of a dataset, as the warehouse records it."""

    number: int
    snapshot: str
    sha256: str


@dataclass(frozen=True)
class Warehouse:
    """The public database of one home."""

    path: Path
    tables: Tables

    @cached_property
    def engine(self) -> Engine:
        """The database, for writing."""
        return open_warehouse(self.path)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing."""
        with self.engine.begin() as connection:
            yield connection

    def prepare(self, editions: Path) -> None:
        """Create or extend the tables and replace what the repository says.

        Raises: StoreError if editions exist but no warehouse; WarehouseError if a table has
        another shape than its schema and cannot be extended.
        """
        if not self.path.exists() and any(editions.glob("*/[0-9]*")):
            raise StoreError(
                f"{editions} holds editions but {self.path} is missing: restore it, or choose "
                "another SUNLEDGER_HOME"
            )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.transaction() as connection:
            self.tables.metadata.create_all(connection)
            _drop_what_is_not_public(connection, self.tables)
            _extend(connection, self.tables)
            _replace_reference(connection, self.tables)

    def latest(self, dataset: str) -> Published | None:
        """The newest edition of a dataset."""
        edition = self.tables.table("edition")
        query = (
            select(edition.c.number, edition.c.snapshot, edition.c.sha256)
            .where(edition.c.dataset == dataset)
            .order_by(edition.c.number.desc())
            .limit(1)
        )
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return Published(*row) if row else None

    def published_snapshots(self, dataset: str) -> set[str]:
        """The snapshots that have made an edition of a dataset."""
        edition = self.tables.table("edition")
        with self.engine.connect() as connection:
            return set(
                connection.scalars(select(edition.c.snapshot).where(edition.c.dataset == dataset))
            )

    def latest_edition(self, dataset: Dataset, editions: Path) -> Edition | None:
        """The newest edition with its canonical tables, read back from its files.

        Raises: StoreError if a file is missing or not the one that was published: nothing is
        carried over from it into the next edition.
        """
        published = self.latest(dataset.name)
        if published is None:
            return None
        number = published.number
        listed = read_edition_file(editions, dataset.name, number, "datapackage.json")
        files = {
            name: read_edition_file(editions, dataset.name, number, f"{name}.csv")
            for name in (resource["name"] for resource in json.loads(listed)["resources"])
        }
        if edition_sha256(files) != published.sha256:
            raise StoreError(f"{dataset.name}, edition {number}: not the files that were published")
        read = {name: read_canonical_csv(data) for name, data in files.items()}
        return Edition(dataset.name, number, published.sha256, read)

    def record(self, disclosed: Disclosed, edition: Edition | None) -> Result:
        """Make an inspection public and, when it made an edition, that edition: one transaction."""
        staged, dataset = disclosed.staged, disclosed.dataset
        with self.transaction() as connection:
            latest = connection.scalar(
                select(func.max(self.tables.table("edition").c.number)).where(
                    self.tables.table("edition").c.dataset == dataset.name
                )
            )
            result = build_result(disclosed, edition, latest)
            if edition is not None or not dataset.is_public:
                _replace_rows(connection, self.tables, staged, dataset)
            if edition is not None:
                _add_edition(connection, self.tables, staged, edition)
            _replace_inspection(connection, self.tables, disclosed, result)
            take_statistics(connection)
        return result


def _drop_what_is_not_public(connection: Connection, tables: Tables) -> None:
    """Take away tables and columns that schemas have lost, or that are no longer for everybody.

    Raises: WarehouseError if the database cannot let go of a column.
    """
    field = tables.table("field")
    known = set(connection.scalars(select(field.c.table_name).distinct()))
    inspector = inspect(connection)
    for name in sorted(known & set(inspector.get_table_names())):
        if name not in tables.metadata.tables:
            connection.exec_driver_sql(f'DROP TABLE "{name}"')
            continue
        kept = set(tables.table(name).columns.keys())
        for column in (c["name"] for c in inspector.get_columns(name)):
            if column not in kept:
                _drop_column(connection, inspector, name, column)


def _drop_column(connection: Connection, inspector: Inspector, table: str, column: str) -> None:
    for index in inspector.get_indexes(table):
        if column in index["column_names"]:
            connection.exec_driver_sql(f'DROP INDEX "{index["name"]}"')
    try:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
    except OperationalError as error:
        raise _other_shape(table, f"{column} cannot be taken away") from error


def _extend(connection: Connection, tables: Tables) -> None:
    """Add the columns a schema has gained; any other difference is refused."""
    inspector = inspect(connection)
    for table in tables.metadata.sorted_tables:
        present = {c["name"]: str(c["type"]) for c in inspector.get_columns(table.name)}
        key = inspector.get_pk_constraint(table.name)["constrained_columns"]
        if set(key) != {column.name for column in table.primary_key}:
            raise _other_shape(table.name, f"its key was {', '.join(key)}")
        for column in table.columns:
            kind = column.type.compile(connection.dialect)
            if column.name not in present:
                ddl = CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ADD COLUMN {ddl}')
            elif present[column.name] != kind:
                raise _other_shape(table.name, f"{column.name} was {present[column.name]}")


def _other_shape(table: str, difference: str) -> WarehouseError:
    return WarehouseError(f"table {table}: {difference}; publish into a new SUNLEDGER_HOME")


def _replace_reference(connection: Connection, tables: Tables) -> None:
    """What the repository says: rules, fields, code lists, datasets."""
    catalogue = tables.catalogue
    contents = {
        "rule": [rule_row(rule) for rule in catalogue.rules.values()],
        "field": list(field_rows(catalogue)),
        "code": code_rows(catalogue),
        "parameter": parameter_rows(catalogue),
        "required_table": required_rows(catalogue),
        "clearance": list(clearance_rows(catalogue)),
        **{label_table_name(c.name): label_rows(c) for c in catalogue.codelists.values()},
    }
    for name, rows in contents.items():
        connection.execute(delete(tables.table(name)))
        _insert(connection, tables, name, rows)
    _replace_datasets(connection, tables)


def _insert(connection: Connection, tables: Tables, name: str, rows: list[dict]) -> None:
    if rows:
        connection.execute(insert(tables.table(name)), rows)


def _replace_datasets(connection: Connection, tables: Tables) -> None:
    table, edition = tables.table("dataset"), tables.table("edition")
    latest = dict(
        connection.execute(
            select(edition.c.dataset, func.max(edition.c.number)).group_by(edition.c.dataset)
        )
        .tuples()
        .all()
    )
    for dataset in tables.catalogue.datasets.values():
        row = dataset_row(dataset) | {"latest_edition": latest.get(dataset.name)}
        connection.execute(delete(table).where(table.c.name == dataset.name))
        connection.execute(insert(table), row)


def _replace_rows(connection: Connection, tables: Tables, staged: Staged, dataset: Dataset) -> None:
    """The snapshot's rows in place of the dataset's, or of its own partitions only."""
    held = {name: table.data for name, table in staged.tables.items()}
    partition = dataset.partition if dataset.is_public else ()
    keys = partitions_of(held, partition) if partition else set()
    schemas = tables.catalogue.families[dataset.family].schemas
    standing = {staged.snapshot.name}
    for name, schema in schemas.items():
        table = tables.table(name)
        connection.execute(delete(table).where(replaced_rows(table, schema, dataset, keys)))
        if name in held:
            batches = staged.tables[name].batches()
            insert_table(connection, schema, batches, dataset.name, staged.snapshot.name)
        left = select(table.c.snapshot).where(table.c.dataset == dataset.name).distinct()
        standing |= set(connection.scalars(left))
    resource = tables.table("resource")
    gone = and_(resource.c.dataset == dataset.name, resource.c.snapshot.not_in(standing))
    connection.execute(delete(resource).where(gone))


def _add_edition(connection: Connection, tables: Tables, staged: Staged, edition: Edition) -> None:
    record = {
        "dataset": edition.dataset,
        "number": edition.number,
        **_snapshot_row(staged),
        "row_count": edition.row_count,
        "sha256": edition.sha256,
        "published_at": _now(),
    }
    _insert(connection, tables, "edition", [record])
    dataset = tables.table("dataset")
    connection.execute(
        update(dataset)
        .where(dataset.c.name == edition.dataset)
        .values(latest_edition=edition.number)
    )
    rows = [
        {
            "dataset": edition.dataset,
            "edition": edition.number,
            "table_name": change.table,
            "key": change.key,
            "kind": change.kind,
            "field": change.field,
            "old": change.old,
            "new": change.new,
            "difference_fen": change.difference_fen,
        }
        for change in edition.changes
    ]
    _insert(connection, tables, "change", rows)


def _snapshot_row(staged: Staged) -> dict[str, str]:
    return {
        "snapshot": staged.snapshot.name,
        "snapshot_date": staged.snapshot.date.isoformat(),
        "snapshot_sha256": staged.snapshot.sha256,
    }


def _replace_inspection(
    connection: Connection, tables: Tables, disclosed: Disclosed, result: Result
) -> None:
    staged, dataset, inspection = disclosed.staged, disclosed.dataset, disclosed.inspection
    own = {"dataset": dataset.name, "snapshot": staged.snapshot.name}
    record = {
        "dataset": dataset.name,
        **_snapshot_row(staged),
        "encoding": staged.encoding,
        "row_count": staged.row_count,
        "withheld_count": result.withheld,
        "error_count": result.errors,
        "warning_count": result.warnings,
        "info_count": inspection.count("info"),
        "outcome": result.outcome,
        "edition": result.edition,
        "reason": result.reason,
        "reason_en": result.reason_en,
        "inspected_at": _now(),
        "software_version": version("sunledger"),
    }
    rules, schemas = tables.catalogue.rules, tables.catalogue.schemas
    contents = {
        "inspection": [record],
        "finding": [
            own | finding_row(f, rules[f.rule], schemas.get(f.table or ""))
            for f in inspection.findings
        ],
        "rule_outcome": [
            own | outcome_row(o, tables.catalogue.reasons) for o in inspection.outcomes
        ],
    }
    if not inspection.is_refused:
        contents["redaction"] = [own | redaction_row(r) for r in staged.redactions]
        contents["withheld"] = [own | withheld_row(w) for w in disclosed.withheld]
    if (
        result.outcome == "published" or not dataset.is_public
    ):  # else the standing edition's remain beside its rows
        contents["resource"] = resource_rows(staged, dataset)
        contents["correction"] = [
            own | c.model_dump(exclude={"snapshot", "table"}) | {"table_name": c.table}
            for c in staged.corrections
        ]
    for name, rows in contents.items():
        table = tables.table(name)
        where = and_(table.c.dataset == dataset.name, table.c.snapshot == staged.snapshot.name)
        connection.execute(delete(table).where(where))
        _insert(connection, tables, name, rows)


def _now() -> str:
    return datetime.now(CHINA).isoformat(timespec="seconds")
