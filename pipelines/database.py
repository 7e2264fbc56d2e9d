"""Table Schema → SQLAlchemy tables: the same tables for staging and for publishing.

Every family table has the column `dataset` before its fields and, behind them, `snapshot` and
`source_row`: where each row came from. An amount in yuan is kept as text with two decimals and,
beside it in `<field>_fen`, as an integer number of fen, so that sums are exact.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
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
from sqlalchemy.schema import CreateIndex, CreateTable

from pipelines.exceptions import RepositoryError
from pipelines.model import (
    SOURCE_ROW,
    Catalogue,
    Codelist,
    Dataset,
    Field,
    Schema,
)
from pipelines.system_tables import add_system_tables, integer_column, text_column

FEN = "_fen"
_STAGING_KIB = 512 * 1024  # what staging keeps in memory
_TYPES = {"integer": Integer, "year": Integer, "number": Float, "boolean": Boolean}


def label_table_name(codelist: str) -> str:
    """The table that gives the codes of a list their labels."""
    return codelist.replace("-", "_")


def make_tables(catalogue: Catalogue) -> MetaData:
    """Family tables, label tables of the code lists, and the tables about the data.

    Raises: RepositoryError if a family's table would take the name of another.
    """
    metadata = MetaData()
    add_system_tables(metadata)
    for codelist in catalogue.codelists.values():
        _add_label_table(metadata, codelist)
    for schema in catalogue.schemas.values():
        if schema.name in metadata.tables:
            raise RepositoryError(f"table {schema.name}: the database has one of that name")
        _add_family_table(metadata, schema)
    return metadata


def _add_label_table(metadata: MetaData, codelist: Codelist) -> None:
    Table(
        label_table_name(codelist.name),
        metadata,
        text_column("code", key=True),
        *map(text_column, ("label", "name", "name_en", "level", "parent")),
        *map(integer_column, ("valid_from", "valid_to")),
    )


def _add_family_table(metadata: MetaData, schema: Schema) -> None:
    keys = set(schema.primary_key)
    columns = [Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True)]
    for field in schema.fields:
        columns += _field_columns(field, key=field.name in keys, facet=field.name in schema.facets)
    columns += [text_column("snapshot"), integer_column(SOURCE_ROW)]
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


def open_file(path: Path) -> Engine:
    """A new database for one writer: it is thrown away if the writing is interrupted."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(dbapi: Any, _: Any) -> None:
        dbapi.execute("PRAGMA page_size = 4096")
        dbapi.execute("PRAGMA journal_mode = OFF")
        dbapi.execute("PRAGMA synchronous = OFF")

    return engine


def create_tables(connection: Connection, tables: Iterable[Table]) -> None:
    """Create tables and their indexes, in the order given and by name: the same file each time."""
    for table in tables:
        connection.execute(CreateTable(table))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            connection.execute(CreateIndex(index))


def take_statistics(connection: Connection) -> None:
    """Let SQLite see how its tables are filled: without, it joins many datasets row by row."""
    connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
    connection.exec_driver_sql("ANALYZE")


def register_functions(connection: Any, functions: Mapping[str, Any]) -> None:
    """Make the functions known to an SQLite connection, as deterministic ones."""
    for name, (function, arguments) in functions.items():
        connection.create_function(name, arguments, function, deterministic=True)
