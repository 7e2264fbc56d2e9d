"""Table Schema → SQLAlchemy tables: the same tables for staging and for publishing.

Every family table has the column `dataset` before its fields and, behind them, `snapshot` and
`source_row`: where each row came from. An amount in yuan is kept as text with two decimals and,
beside it in `<field>_fen`, as an integer number of fen, so that sums are exact.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    create_engine,
    event,
    tuple_,
)
from sqlalchemy.pool import NullPool, StaticPool

from pipelines.exceptions import RepositoryError
from pipelines.model import (
    SOURCE_ROW,
    Catalogue,
    Codelist,
    Dataset,
    Field,
    Schema,
)

FEN = "_fen"
_STAGING_KIB = 512 * 1024  # what staging keeps in memory
_TYPES = {"integer": Integer, "year": Integer, "number": Float, "boolean": Boolean}


def label_table_name(codelist: str) -> str:
    """The table that gives the codes of a list their labels."""
    return codelist.replace("-", "_")


def _text(name: str, *, key: bool = False, index: bool = False) -> Column:
    return Column(name, Text, primary_key=key, index=index)


def _integer(name: str, *, key: bool = False) -> Column:
    return Column(name, Integer, primary_key=key, autoincrement=False)


@dataclass(frozen=True)
class Tables:
    """Every table the public database has, built from a catalogue."""

    catalogue: Catalogue

    @cached_property
    def metadata(self) -> MetaData:
        """Family tables, label tables of the code lists, and the tables about the data.

        Raises: RepositoryError if a family's table would take the name of another.
        """
        metadata = MetaData()
        for add in (_add_editions, _add_inspections, _add_changes, _add_reference):
            add(metadata)
        for codelist in self.catalogue.codelists.values():
            _add_label_table(metadata, codelist)
        for schema in self.catalogue.schemas.values():
            if schema.name in metadata.tables:
                raise RepositoryError(f"table {schema.name}: the database has one of that name")
            _add_family_table(metadata, schema)
        return metadata

    def table(self, name: str) -> Table:
        """The table of that name."""
        return self.metadata.tables[name]


def _add_editions(metadata: MetaData) -> None:
    """What has been published, and its tables as they stand."""
    Table(
        "dataset",
        metadata,
        _text("name", key=True),
        *map(_text, ("family", "title", "title_en", "description", "description_en")),
        *map(_text, ("publisher_name", "publisher_name_en", "division_code", "cadence")),
        *map(_text, ("licence", "sources", "legal_basis")),
        _integer("latest_edition"),
    )
    Table(
        "edition",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        _integer("number", key=True),
        *map(_text, ("snapshot", "snapshot_date", "snapshot_sha256")),
        _integer("row_count"),
        *map(_text, ("sha256", "published_at")),
    )
    Table(
        "resource",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        *(_text(n, key=True) for n in ("snapshot", "table_name")),
        *map(_text, ("family", "sheet", "unit")),
        *map(_integer, ("rounding_fen", "row_count")),
        _text("note"),
    )


def _add_inspections(metadata: MetaData) -> None:
    """What was judged, by which rules, and what came of it."""
    Table(
        "inspection",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        _text("snapshot", key=True),
        *map(_text, ("snapshot_date", "snapshot_sha256", "encoding")),
        *map(_integer, ("row_count", "error_count", "warning_count", "info_count")),
        _text("outcome"),
        _integer("edition"),
        *map(_text, ("reason", "reason_en", "inspected_at", "software_version")),
    )
    Table(
        "finding",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("dataset", Text, ForeignKey("dataset.name"), index=True),
        _text("snapshot"),
        _text("severity"),
        Column("rule", Text, ForeignKey("rule.name"), index=True),
        _text("table_name"),
        _integer("source_row"),
        *map(_text, ("source_cell", "field", "value", "expected")),
        _integer("difference_fen"),
        *map(_text, ("message", "message_en", "basis", "basis_en")),
    )
    Table(
        "rule",
        metadata,
        _text("name", key=True),
        *map(_text, ("family", "severity", "title", "title_en", "basis", "basis_en")),
        *map(_text, ("article", "article_en", "url", "since", "why", "why_en")),
        *map(_text, ("excludes", "excludes_en", "message", "message_en", "mend", "mend_en")),
        *map(_text, ("parameters", "sql")),
    )
    Table(
        "rule_outcome",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        _text("snapshot", key=True),
        Column("rule", Text, ForeignKey("rule.name"), primary_key=True),
        _text("outcome"),
        *map(_integer, ("count", "cannot_check_count")),
        *map(_text, ("reason", "reason_en")),
    )


def _add_changes(metadata: MetaData) -> None:
    """What differs from the edition before, and what differs from the file received."""
    Table(
        "change",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("dataset", Text, ForeignKey("dataset.name"), index=True),
        _integer("edition"),
        *map(_text, ("table_name", "key", "kind", "field", "old", "new")),
        _integer("difference_fen"),
    )
    Table(
        "correction",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        *(_text(n, key=True) for n in ("snapshot", "table_name")),
        _integer("row", key=True),
        _text("column", key=True),
        *map(_text, ("was", "becomes", "because", "because_en", "source")),
    )


def _add_reference(metadata: MetaData) -> None:
    """What the repository says of duties, fields, codes and thresholds."""
    Table("required_table", metadata, _text("family", key=True), _text("table_name", key=True))
    Table(
        "field",
        metadata,
        _text("table_name", key=True),
        _text("name", key=True),
        *map(_text, ("title", "title_en", "description", "description_en")),
        *map(_text, ("type", "unit", "codelist")),
    )
    Table(
        "code",
        metadata,
        _text("codelist", key=True),
        _text("code", key=True),
        _integer("valid_from", key=True),
        _integer("valid_to"),
        *map(_text, ("parent", "level", "name", "name_en")),
        Column("verified", Integer),
        *map(_text, ("source", "printed_name", "successor", "successor_basis")),
    )
    Table(
        "parameter",
        metadata,
        *(_text(n, key=True) for n in ("name", "division_code", "valid_from")),
        _text("valid_to"),
        _integer("value"),
        *map(_text, ("unit", "title", "title_en", "description", "description_en")),
        *map(_text, ("basis", "basis_en", "article", "article_en", "url")),
        Column("verified", Integer),
    )


def _add_label_table(metadata: MetaData, codelist: Codelist) -> None:
    Table(
        label_table_name(codelist.name),
        metadata,
        _text("code", key=True),
        *map(_text, ("label", "name", "name_en", "level", "parent")),
        *map(_integer, ("valid_from", "valid_to")),
    )


def _add_family_table(metadata: MetaData, schema: Schema) -> None:
    keys = set(schema.primary_key)
    columns = [Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True)]
    for field in schema.fields:
        columns += _field_columns(field, key=field.name in keys, facet=field.name in schema.facets)
    columns += [_text("snapshot"), _integer(SOURCE_ROW)]
    Table(schema.name, metadata, *columns)


def _field_columns(field: Field, *, key: bool, facet: bool) -> Iterator[Column]:
    links = []
    if field.classification:
        links.append(ForeignKey(f"{label_table_name(field.classification.codelist)}.code"))
    kind = Text if field.is_money else _TYPES.get(field.type, Text)
    yield Column(field.name, kind, *links, primary_key=key, index=facet, autoincrement=False)
    if field.is_money:
        yield Column(field.name + FEN, Integer)


def replaced_rows(
    table: Table, schema: Schema, dataset: Dataset, keys: Collection[tuple]
) -> ColumnElement[bool]:
    """Which published rows a snapshot takes the place of: its dataset's, or those of its own keys.

    `keys` are the partitions the snapshot speaks of, as canonical text.
    """
    own = table.c.dataset == dataset.name
    partition = dataset.partition
    if not partition or not set(partition) <= set(schema.names):
        return own
    columns = [table.c[name] for name in partition]
    kinds = [column.type.python_type for column in columns]
    typed = [
        tuple(kind(text) for kind, text in zip(kinds, key, strict=True))
        for key in keys
        if None not in key
    ]
    return and_(own, tuple_(*columns).in_(typed))


def open_staging(functions: Mapping[str, Any]) -> Engine:
    """An empty database, with the functions rules may call, gone when it is closed.

    It lies in memory as long as it is small, and then in a file without a name.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect("file:", uri=True, check_same_thread=False),
        poolclass=StaticPool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(dbapi: Any, _: Any) -> None:
        dbapi.execute(f"PRAGMA cache_size = {-_STAGING_KIB}")
        dbapi.execute("PRAGMA journal_mode = OFF")
        dbapi.execute("PRAGMA synchronous = OFF")
        register_functions(dbapi, functions)

    return engine


def open_warehouse(path: Path) -> Engine:
    """The public database, for writing.

    Readers see the last committed state while a run writes (write-ahead log), what is deleted is
    overwritten with zeros, and a commit has reached the disk when it returns. A fault does not
    quote the rows it was about: its text is logged.
    """
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(dbapi: Any, _: Any) -> None:
        dbapi.execute("PRAGMA journal_mode = WAL")
        dbapi.execute("PRAGMA synchronous = FULL")
        dbapi.execute("PRAGMA secure_delete = ON")
        dbapi.execute("PRAGMA busy_timeout = 30000")
        # SQLAlchemy, not the driver, says when a transaction begins: one that takes the write
        # lock at once, tables included.
        dbapi.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def take_statistics(connection: Connection) -> None:
    """Let SQLite see how its tables are filled: without, it joins many datasets row by row."""
    connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
    connection.exec_driver_sql("ANALYZE")


def register_functions(connection: Any, functions: Mapping[str, Any]) -> None:
    """Make the functions known to an SQLite connection, as deterministic ones."""
    for name, (function, arguments) in functions.items():
        connection.create_function(name, arguments, function, deterministic=True)
