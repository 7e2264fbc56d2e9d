"""A snapshot in a database of its own: rules run over it alone, or beside what is published."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Engine,
    MetaData,
    Select,
    Table,
    and_,
    insert,
    not_,
    null,
    select,
)

from pipelines.database import open_staging, replaced_rows, take_statistics
from pipelines.inspection.functions import FUNCTIONS
from pipelines.model import Dataset, Family, Rule, Staged, partitions_of
from pipelines.records import code_rows, parameter_rows, required_rows, resource_rows
from pipelines.tables import Tables
from pipelines.transfer import insert_table

_PUBLISHED = "published"  # the name the public database is attached under
_RESOURCE = "resource"


def stage(staged: Staged, dataset: Dataset, family: Family, tables: Tables) -> Engine:
    """A database of its own with the snapshot's tables, the code lists, thresholds and duties."""
    engine = open_staging(FUNCTIONS)
    beside = {name for rule in family.rules.values() for name in rule.published}
    names = {*family.schemas, *beside, _RESOURCE, "required_table", "code", "parameter"}
    tables.metadata.create_all(engine, [tables.table(n) for n in sorted(names)])
    with engine.begin() as connection:
        for name, table in staged.tables.items():
            schema, origin = family.schemas[name], (dataset.name, staged.snapshot.name)
            # A row that breaks the table's key has a finding already; the first one is kept.
            insert_table(connection, schema, table.batches(), *origin, keep_first=True)
        _insert(connection, tables, _RESOURCE, resource_rows(staged, dataset))
        _insert(connection, tables, "required_table", required_rows(tables.catalogue))
        _insert(connection, tables, "code", code_rows(tables.catalogue))
        _insert(connection, tables, "parameter", parameter_rows(tables.catalogue))
        take_statistics(connection)
    return engine


def _insert(connection: Connection, tables: Tables, name: str, rows: list[dict]) -> None:
    if rows:
        connection.execute(insert(tables.table(name)), rows)


@dataclass(frozen=True)
class Beside:
    """What is published, as it would stand beside a snapshot if that were published too.

    Rows the snapshot takes the place of are left out. Nothing is copied: a rule sees each of its
    `published` tables as one, under its own name, and only while it runs.
    """

    warehouse: Path
    staged: Staged
    dataset: Dataset
    tables: Tables

    @contextmanager
    def opened(self, connection: Connection) -> Iterator[None]:
        """The public database, for reading, beside the snapshot's."""
        address = f"{self.warehouse.resolve().as_uri()}?mode=ro"
        connection.exec_driver_sql(f"ATTACH DATABASE ? AS {_PUBLISHED}", (address,))
        try:
            yield
        finally:
            connection.exec_driver_sql(f"DETACH DATABASE {_PUBLISHED}")

    @property
    def own(self) -> tuple[str, str]:
        """The dataset and the snapshot whose rows are the snapshot's own."""
        return self.dataset.name, self.staged.snapshot.name

    @contextmanager
    def shown(self, connection: Connection, rule: Rule) -> Iterator[bool]:
        """The rule's published tables beside the staged ones; whether there is anything in them."""
        others = {name: self._others(connection, name) for name in rule.published}
        found = {name: rows for name, rows in others.items() if rows is not None}
        views = {name: self._both(name, rows) for name, rows in found.items()}
        if views:
            resources = self._others(connection, _RESOURCE)
            views |= {_RESOURCE: self._both(_RESOURCE, resources)} if resources is not None else {}
        for name, rows in views.items():
            sql = rows.compile(connection, compile_kwargs={"literal_binds": True})
            connection.exec_driver_sql(f'CREATE TEMP VIEW "{name}" AS {sql}')
        try:
            yield any(connection.scalar(select(rows.exists())) for rows in found.values())
        finally:
            for name in views:
                connection.exec_driver_sql(f'DROP VIEW temp."{name}"')

    def _both(self, name: str, others: Select) -> CompoundSelect:
        staged = self.tables.table(name).to_metadata(MetaData(), schema="main")
        return select(*staged.c).union_all(others)

    def _others(self, connection: Connection, name: str) -> Select | None:
        """The published rows of a table that the snapshot does not take the place of.

        None if the public database has no such table yet; a column it lacks is missing in all rows.
        """
        known = connection.exec_driver_sql(
            "SELECT name FROM pragma_table_info(?, ?)", (name, _PUBLISHED)
        )
        present = set(known.scalars())
        if not present:
            return None
        table = self.tables.table(name).to_metadata(MetaData(), schema=_PUBLISHED)
        columns = [c if c.name in present else null().label(c.name) for c in table.c]
        return select(*columns).where(not_(self._replaced(table)))

    def _replaced(self, table: Table) -> ColumnElement[bool]:
        schema = self.tables.catalogue.families[self.dataset.family].schemas.get(table.name)
        own = table.c.dataset == self.dataset.name
        if schema is None:
            return and_(own, table.c.snapshot == self.staged.snapshot.name)
        return replaced_rows(table, schema, self.dataset, self._keys)

    @cached_property
    def _keys(self) -> set[tuple]:
        held = {name: table.data for name, table in self.staged.tables.items()}
        return partitions_of(held, self.dataset.partition)
