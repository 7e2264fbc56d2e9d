from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select

from pipelines.catalogue import load_catalogue, load_yaml
from pipelines.database import FEN, Tables, open_staging
from pipelines.inspection.functions import FUNCTIONS
from pipelines.intake.values import money_text
from pipelines.model import Catalogue, Schema, Snapshot, Staged, StagedTable, text_table
from pipelines.records import code_rows, fen_of, required_rows, resource_rows, table_rows
from tests import SCHEMA_YAML, make_repository

SCHEMA = Schema.model_validate(load_yaml(SCHEMA_YAML, "tests"))
ROW = {
    "fiscal_year": "2024",
    "tree_code": "01",
    "tree_name": "银杏",
    "line_level": "item",
    "tree_count": "3",
    "care_amount": "10000.05",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    root = make_repository(tmp_path_factory.mktemp("repository"))
    return load_catalogue(root / "schemas", root / "datasets")


@pytest.fixture
def staging(small: Catalogue) -> Engine:
    engine = open_staging(FUNCTIONS)
    Tables(small).metadata.create_all(engine)
    return engine


def table_of(*rows: dict, first_row: int = 4) -> pa.Table:
    texts = [[row[name] for name in SCHEMA.names] for row in rows]
    return text_table(SCHEMA.names, texts, range(first_row, first_row + len(rows)))


def test_row_is_typed_and_keeps_its_place() -> None:
    (row,) = table_rows(SCHEMA, table_of(ROW), "elm-town-trees", "2024")

    assert row == {
        "dataset": "elm-town-trees",
        "snapshot": "2024",
        "source_row": 4,
        "fiscal_year": 2024,
        "tree_code": "01",
        "tree_name": "银杏",
        "line_level": "item",
        "tree_count": 3,
        "care_amount": "10000.05",
        "care_amount_fen": 1000005,
    }


def test_missing_values_stay_null() -> None:
    bare = dict.fromkeys(SCHEMA.names) | {"fiscal_year": "2024", "tree_code": "1"}

    (row,) = table_rows(SCHEMA, table_of(bare), "d", "s")

    assert [n for n, value in row.items() if value is None] == [
        *("tree_name", "line_level", "tree_count", "care_amount", "care_amount_fen"),
    ]


def test_kinds_of_values_are_kept_apart() -> None:
    texts = dict.fromkeys(("title", "title_en", "description", "description_en"), "字段")
    kinds = ("integer", "year", "number", "boolean", "date", "string")
    fields = [{"name": kind, "type": kind, **texts} for kind in kinds]
    values = {"name": "t", **texts, "primaryKey": ["string"], "fields": fields}
    schema = Schema.model_validate(values)
    texts_of = ("5", "2024", "0.5", "false", "2024-03-01", "007")
    data = text_table(kinds, [texts_of], [4])

    (row,) = table_rows(schema, data, "d", "s")

    assert [row[kind] for kind in kinds] == [5, 2024, 0.5, False, "2024-03-01", "007"]


def test_amounts_never_pass_through_floats(staging: Engine, small: Catalogue) -> None:
    # 0.1 + 0.2, and an amount whose fen a float cannot hold.
    amounts = ["0.10", "0.20", "9007199254740993.01"]
    data = table_of(*(ROW | {"tree_code": str(n), "care_amount": a} for n, a in enumerate(amounts)))
    table = Tables(small).table("tree_line")

    with staging.begin() as connection:
        connection.execute(insert(table), table_rows(SCHEMA, data, "d", "s"))
        read = connection.execute(select(table.c.care_amount)).scalars().all()
        query = f"select sum(care_amount_fen), typeof(sum(care_amount_fen)) from {table.name}"
        total, kind = connection.exec_driver_sql(query).one()

    assert read == amounts
    assert (total, kind) == (900719925474099331, "integer")


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_fen_and_yuan_say_the_same(fen: int) -> None:
    text = money_text(Decimal(fen).scaleb(-2))

    assert fen_of(text) == fen


def test_largest_amount_fits_the_column(staging: Engine, small: Catalogue) -> None:
    largest = money_text(Decimal(10) ** 16 - Decimal("0.01"))
    (row,) = table_rows(SCHEMA, table_of(ROW | {"care_amount": largest}), "d", "s")

    with staging.begin() as connection:
        table = Tables(small).table("tree_line")
        connection.execute(insert(table), row)
        assert connection.execute(select(table.c["care_amount" + FEN])).scalar() == 10**18 - 1


# — reference —


def test_every_dated_entry_of_a_code_stands_by_itself(catalogue: Catalogue) -> None:
    rows = code_rows(catalogue)

    keys = {(r["codelist"], r["code"], r["valid_from"]) for r in rows}
    assert len(keys) == len(rows) == sum(len(c.codes) for c in catalogue.codelists.values())
    recycled = {r["name"] for r in rows if (r["codelist"], r["code"]) == ("function", "21007")}
    assert len(recycled) == 2


def test_required_tables_are_those_of_the_families(catalogue: Catalogue) -> None:
    rows = required_rows(catalogue)

    assert {r["family"] for r in rows} == {
        f.name for f in catalogue.families.values() if f.required
    }
    assert all(r["table_name"] in catalogue.schemas for r in rows)


def test_resource_tells_of_empty_tables_too(small: Catalogue) -> None:
    table = StagedTable("tree_line", "表", table_of(), {}, "万元", 10_000, "注：本表为空")
    snapshot = Snapshot("elm-town-trees", "2024", Path("2024.csv"), date(2024, 3, 1), "", 0)
    staged = Staged(snapshot, None, {"tree_line": table}, ())

    (row,) = resource_rows(staged, small.datasets["elm-town-trees"])

    assert (row["row_count"], row["note"], row["unit"]) == (0, "注：本表为空", "万元")
    assert (row["rounding_fen"], row["family"]) == (10_000, "street-tree")


# — engines —
