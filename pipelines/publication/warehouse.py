"""The one transaction that makes an edition public, and the records of every inspection."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    and_,
    delete,
    func,
    select,
    update,
)

from pipelines.database import (
    open_warehouse,
    replaced_rows,
    take_statistics,
)
from pipelines.exceptions import StoreError
from pipelines.model import (
    Dataset,
    Disclosed,
    Edition,
    History,
    Result,
    Staged,
    Withdrawal,
    partitions_of,
)
from pipelines.publication.basis import Basis
from pipelines.publication.edition import (
    edition_sha256,
    own_tables,
    read_canonical_csv,
    sha256_of_tables,
)
from pipelines.publication.reference import insert_rows, replace_reference
from pipelines.publication.restoration import bring_back, standing_editions
from pipelines.publication.result import build_result
from pipelines.publication.rows import (
    change_rows,
    finding_row,
    net_rows,
    outcome_row,
    redaction_row,
    withheld_row,
)
from pipelines.publication.shape import drop_what_is_not_public, extend
from pipelines.publication.standing import find_standing, rests_on
from pipelines.publication.store import read_edition_file
from pipelines.records import resource_rows
from pipelines.redaction import CHINA
from pipelines.tables import Tables
from pipelines.transfer import insert_table


@dataclass(frozen=True)
class Published:
    """The newest edition of a dataset that stands, as the warehouse records it."""

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
            drop_what_is_not_public(connection, self.tables)
            extend(connection, self.tables)
            replace_reference(connection, self.tables)

    def latest(self, dataset: str) -> Published | None:
        """The newest edition of a dataset that stands."""
        with self.engine.connect() as connection:
            standing = standing_editions(connection, self.tables, dataset)
        return Published(*standing[0][:3]) if standing else None

    def published_snapshots(self, dataset: str) -> set[str]:
        """The snapshots that have made an edition of a dataset that still stands."""
        with self.engine.connect() as connection:
            standing = standing_editions(connection, self.tables, dataset)
        return {edition.snapshot for edition in standing}

    def numbers(self, dataset: str) -> list[int]:
        """Every number a dataset has used."""
        edition = self.tables.table("edition")
        query = select(edition.c.number).where(edition.c.dataset == dataset)
        with self.engine.connect() as connection:
            return list(connection.scalars(query.order_by(edition.c.number)))

    def withdrawals(self) -> list[Withdrawal]:
        """Every edition that was withdrawn."""
        table = self.tables.table("withdrawal")
        with self.engine.connect() as connection:
            rows = connection.execute(select(table).order_by(table.c.dataset, table.c.edition))
            return [
                Withdrawal(**{**row, "is_purged": bool(row["is_purged"])})
                for row in rows.mappings()
            ]

    def history(self, dataset: str) -> History:
        """The numbers a dataset has used, and what of it was withdrawn."""
        with self.engine.connect() as connection:
            return _history(connection, self.tables, dataset)

    def latest_edition(self, dataset: Dataset, editions: Path) -> Edition | None:
        """The newest edition with its canonical tables, read back from its files.

        Raises: StoreError if a file is missing or not the one that was published: nothing is
        carried over from it into the next edition.
        """
        published = self.latest(dataset.name)
        return self._read_back(published, dataset, editions) if published else None

    def _read_back(self, published: Published, dataset: Dataset, editions: Path) -> Edition:
        number = published.number
        listed = read_edition_file(editions, dataset.name, number, "datapackage.json")
        files = {
            name: read_edition_file(editions, dataset.name, number, f"{name}.csv")
            for name in (resource["name"] for resource in json.loads(listed)["resources"])
        }
        if edition_sha256({name: [data] for name, data in files.items()}) != published.sha256:
            raise StoreError(f"{dataset.name}, edition {number}: not the files that were published")
        read = {name: read_canonical_csv(data) for name, data in files.items()}
        return Edition(dataset.name, number, published.sha256, read)

    def standing(
        self, dataset: Dataset, snapshot: str, basis: Basis, now: datetime
    ) -> Result | None:
        """What became of a snapshot, if its judgement stands."""
        with self.engine.connect() as connection:
            return find_standing(connection, self.tables, dataset, snapshot, basis, now)

    def record(
        self, disclosed: Disclosed, edition: Edition | None, basis: Basis | None = None
    ) -> Result:
        """Make an inspection public and, when it made an edition, that edition: one transaction.

        With what the inspection rests on, it is not made anew before that changes.
        """
        staged, dataset = disclosed.staged, disclosed.dataset
        with self.transaction() as connection:
            standing = standing_editions(connection, self.tables, dataset.name)
            latest = standing[0].number if standing else None
            withdrawn = None if edition else _withdrawn_with(connection, self.tables, disclosed)
            result = build_result(disclosed, edition, latest, withdrawn)
            if edition is not None or not dataset.is_public:
                _replace_rows(connection, self.tables, staged, dataset)
            if edition is not None:
                _add_edition(connection, self.tables, disclosed, edition)
            kept = rests_on(connection, self.tables, dataset, basis)
            _replace_inspection(connection, self.tables, disclosed, result, kept)
            take_statistics(connection)
        return result

    def withdraw(self, withdrawal: Withdrawal, editions: Path) -> None:
        """Record a withdrawal; of the newest edition, with the one before it in its place.

        Raises: StoreError if the edition before is not as it was published; nothing has changed
        then.
        """
        dataset = self.tables.catalogue.datasets[withdrawal.dataset]
        before = None
        with self.engine.connect() as connection:
            standing = standing_editions(connection, self.tables, dataset.name)
        is_newest = bool(standing) and standing[0].number == withdrawal.edition
        if is_newest and standing[1:]:
            before = self._read_back(Published(*standing[1][:3]), dataset, editions)
        with self.transaction() as connection:
            _record_withdrawal(connection, self.tables, withdrawal)
            if is_newest:
                bring_back(connection, self.tables, dataset, before, standing[1:])
            take_statistics(connection)


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


def _history(connection: Connection, tables: Tables, dataset: str) -> History:
    edition, withdrawal = tables.table("edition"), tables.table("withdrawal")
    newest = select(func.max(edition.c.number)).where(edition.c.dataset == dataset)
    withdrawn = (
        select(func.coalesce(edition.c.own_sha256, edition.c.sha256), edition.c.number)
        .join(
            withdrawal,
            and_(
                withdrawal.c.dataset == edition.c.dataset,
                withdrawal.c.edition == edition.c.number,
            ),
        )
        .where(edition.c.dataset == dataset)
    )
    given = select(edition.c.reason, edition.c.number).where(
        edition.c.dataset == dataset, edition.c.reason.is_not(None)
    )
    found, reasons = (dict(connection.execute(q).tuples().all()) for q in (withdrawn, given))
    # A reason that was withdrawn with its edition may be given again.
    standing = {reason: n for reason, n in reasons.items() if n not in found.values()}
    return History(connection.scalar(newest) or 0, found, standing)


def _withdrawn_with(connection: Connection, tables: Tables, disclosed: Disclosed) -> int | None:
    """The withdrawn edition whose rows a snapshot would publish again; None if there is none."""
    history = _history(connection, tables, disclosed.dataset.name)
    if not history.withdrawn or not disclosed.makes_edition:
        return None
    family = tables.catalogue.families[disclosed.dataset.family]
    return history.withdrawn.get(sha256_of_tables(own_tables(disclosed.staged, family)))


def _record_withdrawal(connection: Connection, tables: Tables, withdrawal: Withdrawal) -> None:
    """The record, in the place of an earlier one; what the edition changed is no longer told."""
    table = tables.table("withdrawal")
    own = (withdrawal.dataset, withdrawal.edition)
    connection.execute(delete(table).where(table.c.dataset == own[0], table.c.edition == own[1]))
    insert_rows(connection, tables, "withdrawal", [asdict(withdrawal)])
    for change in (tables.table("change"), tables.table("net_change")):
        is_own = and_(change.c.dataset == own[0], change.c.edition == own[1])
        connection.execute(delete(change).where(is_own))


def _add_edition(
    connection: Connection, tables: Tables, disclosed: Disclosed, edition: Edition
) -> None:
    staged = disclosed.staged
    record = {
        "dataset": edition.dataset,
        "number": edition.number,
        **_snapshot_row(staged),
        "row_count": edition.row_count,
        "sha256": edition.sha256,
        "published_at": _now(),
        "own_sha256": edition.own_sha256,
        "resources": json.dumps(resource_rows(staged, disclosed.dataset), ensure_ascii=False),
        "reason": edition.revision and edition.revision.reason,
        "reason_en": edition.revision and edition.revision.reason_en,
    }
    insert_rows(connection, tables, "edition", [record])
    dataset = tables.table("dataset")
    connection.execute(
        update(dataset)
        .where(dataset.c.name == edition.dataset)
        .values(latest_edition=edition.number)
    )
    insert_rows(connection, tables, "change", list(change_rows(edition)))
    insert_rows(connection, tables, "net_change", list(net_rows(edition)))


def _snapshot_row(staged: Staged) -> dict[str, str]:
    return {
        "snapshot": staged.snapshot.name,
        "snapshot_date": staged.snapshot.date.isoformat(),
        "snapshot_sha256": staged.snapshot.sha256,
    }


def _replace_inspection(
    connection: Connection,
    tables: Tables,
    disclosed: Disclosed,
    result: Result,
    kept: dict[str, str | None],
) -> None:
    staged, dataset, inspection = disclosed.staged, disclosed.dataset, disclosed.inspection
    own = {"dataset": dataset.name, "snapshot": staged.snapshot.name}
    rules, schemas = tables.catalogue.rules, tables.catalogue.schemas
    contents = {
        "inspection": [_inspection_row(disclosed, result) | kept],
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
        insert_rows(connection, tables, name, rows)


def _inspection_row(disclosed: Disclosed, result: Result) -> dict[str, Any]:
    staged = disclosed.staged
    return {
        "dataset": disclosed.dataset.name,
        **_snapshot_row(staged),
        "encoding": staged.encoding,
        "row_count": staged.row_count,
        "withheld_count": result.withheld,
        "error_count": result.errors,
        "warning_count": result.warnings,
        "info_count": disclosed.inspection.count("info"),
        "outcome": result.outcome,
        "edition": result.edition,
        "reason": result.reason,
        "reason_en": result.reason_en,
        "inspected_at": _now(),
        "software_version": version("sunledger"),
    }


def _now() -> str:
    return datetime.now(CHINA).isoformat(timespec="seconds")
