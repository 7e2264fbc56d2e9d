import pytest
from sqlalchemy import create_engine

from pipelines.exceptions import WarehouseError
from pipelines.publication.shape import drop_what_is_not_public, extend
from pipelines.tables import Tables
from tests.plain_line import TABLE, Line


def test_gained_column_is_added_and_another_type_is_refused(line: Line) -> None:
    tables = Tables(line.catalogue.public)
    with create_engine("sqlite://").begin() as connection:
        tables.metadata.create_all(connection)
        connection.exec_driver_sql(f"ALTER TABLE {TABLE} DROP COLUMN care_amount")
        extend(connection, tables)
        names = {r[1] for r in connection.exec_driver_sql(f"PRAGMA table_info({TABLE})")}
        assert "care_amount" in names

        connection.exec_driver_sql(f"ALTER TABLE {TABLE} DROP COLUMN care_amount")
        connection.exec_driver_sql(f"ALTER TABLE {TABLE} ADD COLUMN care_amount INTEGER")
        with pytest.raises(WarehouseError, match="care_amount was INTEGER"):
            extend(connection, tables)


def test_column_that_is_no_longer_public_is_taken_away(line: Line) -> None:
    tables = Tables(line.catalogue.public)
    with create_engine("sqlite://").begin() as connection:
        tables.metadata.create_all(connection)
        fields = [{"table_name": TABLE, "name": "tree_code"}]
        connection.execute(tables.table("field").insert(), fields)
        connection.exec_driver_sql(f"ALTER TABLE {TABLE} ADD COLUMN account TEXT")
        connection.exec_driver_sql(f"CREATE INDEX by_account ON {TABLE} (account)")

        drop_what_is_not_public(connection, tables)

        names = {r[1] for r in connection.exec_driver_sql(f"PRAGMA table_info({TABLE})")}
        assert "account" not in names
        assert "tree_code" in names
