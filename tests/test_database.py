import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import OperationalError

from pipelines.catalogue import load_catalogue, load_yaml
from pipelines.database import label_table_name, open_staging, open_warehouse
from pipelines.exceptions import RepositoryError
from pipelines.inspection.functions import FUNCTIONS
from pipelines.model import Catalogue, Schema
from pipelines.tables import Tables
from tests import FAMILY_YAML, SCHEMA_YAML, make_repository, write

SCHEMA = Schema.model_validate(load_yaml(SCHEMA_YAML, "tests"))
ROW = {"dataset": "elm-town-trees", "fiscal_year": 2024, "tree_code": "01"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    root = make_repository(tmp_path_factory.mktemp("repository"))
    return load_catalogue(root / "schemas", root / "datasets")


@pytest.fixture
def staging(small: Catalogue) -> Engine:
    engine = open_staging(FUNCTIONS)
    Tables(small).metadata.create_all(engine)
    return engine


def test_family_table_has_its_fields_fen_beside_and_where_each_row_came_from(
    small: Catalogue,
) -> None:
    table = Tables(small).table("tree_line")

    assert [(c.name, str(c.type)) for c in table.columns] == [
        ("dataset", "TEXT"),
        ("fiscal_year", "INTEGER"),
        ("tree_code", "TEXT"),
        ("tree_name", "TEXT"),
        ("line_level", "TEXT"),
        ("tree_count", "INTEGER"),
        ("care_amount", "TEXT"),
        ("care_amount_fen", "INTEGER"),
        ("snapshot", "TEXT"),
        ("source_row", "INTEGER"),
    ]
    assert [c.name for c in table.primary_key] == ["dataset", "fiscal_year", "tree_code"]


def test_codes_lead_to_their_labels_and_facets_are_indexed(small: Catalogue) -> None:
    table = Tables(small).table("tree_line")

    (link,) = table.c.tree_code.foreign_keys
    assert link.target_fullname == "tree_kind.code"
    assert {c.name for index in table.indexes for c in index.columns} == {"line_level"}


def test_every_code_list_has_a_table_of_labels(catalogue: Catalogue) -> None:
    tables = Tables(catalogue)

    for name in catalogue.codelists:
        assert "label" in tables.table(label_table_name(name)).c


def test_every_table_of_the_repository_can_be_made(catalogue: Catalogue) -> None:
    engine = open_staging(FUNCTIONS)

    Tables(catalogue).metadata.create_all(engine)

    with engine.connect() as connection:
        query = "select name from sqlite_master where type = 'table'"
        made = set(connection.exec_driver_sql(query).scalars())
    assert set(catalogue.schemas) <= made


@pytest.mark.parametrize("name", ["finding", "code", "tree_kind"])
def test_family_table_may_not_take_the_name_of_another(tmp_path: Path, name: str) -> None:
    root = make_repository(tmp_path)
    write(root / f"schemas/other/{name}.yaml", SCHEMA_YAML.replace("tree_line", name))
    write(root / "schemas/other/family.yaml", FAMILY_YAML.replace("street-tree", "other"))
    tables = Tables(load_catalogue(root / "schemas", root / "datasets"))

    with pytest.raises(RepositoryError, match=name):
        _ = tables.metadata


# — rows —


def test_readers_see_the_last_committed_state_while_a_run_writes(
    small: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "public.db"
    engine = open_warehouse(path)
    Tables(small).metadata.create_all(engine)

    with closing(sqlite3.connect(path)) as reader:
        with engine.begin() as writer:
            writer.execute(insert(Tables(small).table("tree_line")), ROW)
            during = reader.execute("select count(*) from tree_line").fetchone()
        after = reader.execute("select count(*) from tree_line").fetchone()

    assert (during, after) == ((0,), (1,))


def test_run_that_fails_leaves_nothing_behind_tables_included(tmp_path: Path) -> None:
    engine = open_warehouse(tmp_path / "public.db")

    def fail() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("create table half (x)")
            connection.exec_driver_sql("insert into half values (1)")
            connection.exec_driver_sql("insert into nowhere values (1)")

    with pytest.raises(OperationalError, match="nowhere"):
        fail()
    with engine.begin() as connection:
        assert connection.exec_driver_sql("select * from sqlite_master").all() == []


@pytest.mark.fault("S04")
def test_what_is_deleted_is_gone_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "public.db"
    engine = open_warehouse(path)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table t (x)")
        connection.exec_driver_sql("insert into t values ('a-withdrawn-secret')")
    with engine.begin() as connection:
        connection.exec_driver_sql("delete from t")
    with closing(sqlite3.connect(path)) as last:
        last.execute("pragma wal_checkpoint(truncate)")

    assert b"a-withdrawn-secret" not in path.read_bytes()
