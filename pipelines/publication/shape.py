"""The tables of the warehouse follow the schemas: gained columns are added, closed ones removed."""

from sqlalchemy import Connection, Inspector, inspect, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateColumn

from pipelines.exceptions import WarehouseError
from pipelines.tables import Tables


def drop_what_is_not_public(connection: Connection, tables: Tables) -> None:
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


def extend(connection: Connection, tables: Tables) -> None:
    """Add the columns and indexes a schema has gained; any other difference is refused."""
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
        for gained in table.indexes:
            gained.create(connection, checkfirst=True)


def _other_shape(table: str, difference: str) -> WarehouseError:
    return WarehouseError(f"table {table}: {difference}; publish into a new SUNLEDGER_HOME")
