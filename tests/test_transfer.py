from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from pipelines.catalogue import load_catalogue, load_yaml
from pipelines.database import FEN, open_staging
from pipelines.intake.values import money_text
from pipelines.model import Schema, text_table
from pipelines.tables import Tables
from pipelines.transfer import database_rows, insert_table
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


def table_of(*rows: dict, first_row: int = 4) -> pa.Table:
    texts = [[row[name] for name in SCHEMA.names] for row in rows]
    return text_table(SCHEMA.names, texts, range(first_row, first_row + len(rows)))


@pytest.fixture
def staging(tmp_path: Path) -> Engine:
    root = make_repository(tmp_path)
    engine = open_staging({})
    tables = Tables(load_catalogue(root / "schemas", root / "datasets"))
    tables.metadata.create_all(engine)
    return engine


def inserted(engine: Engine, *batches: pa.Table, **how: bool) -> list[dict[str, Any]]:
    """The rows as they stand in the database after they were put there."""
    with engine.begin() as connection:
        insert_table(connection, SCHEMA, batches, "elm-town-trees", "2024", **how)
        result = connection.exec_driver_sql(f"select * from {SCHEMA.name} order by source_row")
        return [dict(row) for row in result.mappings()]


def test_row_is_typed_and_keeps_its_place(staging: Engine) -> None:
    assert inserted(staging, table_of(ROW)) == [
        {
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
    ]


def test_missing_values_stay_null(staging: Engine) -> None:
    bare = dict.fromkeys(SCHEMA.names) | {"fiscal_year": "2024", "tree_code": "1"}

    (row,) = inserted(staging, table_of(bare))

    assert {n for n, value in row.items() if value is None} == {
        *("tree_name", "line_level", "tree_count", "care_amount", "care_amount_fen"),
    }


def test_rows_of_all_batches_arrive_in_order(staging: Engine) -> None:
    rows = [ROW | {"tree_code": str(n)} for n in range(7)]

    found = inserted(staging, table_of(*rows[:3]), table_of(), table_of(*rows[3:], first_row=7))

    assert [(r["source_row"], r["tree_code"]) for r in found] == [(4 + n, str(n)) for n in range(7)]


def test_row_that_breaks_the_key_is_a_fault_or_left_out(staging: Engine) -> None:
    twice = table_of(ROW, ROW | {"tree_name": "梧桐"})

    with pytest.raises(IntegrityError):
        inserted(staging, twice)
    assert [r["tree_name"] for r in inserted(staging, twice, keep_first=True)] == ["银杏"]


KINDS = {
    "integer": ("-9223372036854775808", -(2**63)),
    "year": ("2024", 2024),
    "number": ("0.123456789012345", 0.123456789012345),
    "boolean": ("false", False),
    "date": ("2024-03-01", "2024-03-01"),
    "string": ("310107199001011234", "310107199001011234"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_of_values_are_kept_apart(kind: str) -> None:
    texts = dict.fromkeys(("title", "title_en", "description", "description_en"), "字段")
    field = {"name": kind, "type": kind, **texts}
    values = {"name": "t", **texts, "primaryKey": [kind], "fields": [field]}
    text, expected = KINDS[kind]

    (row,) = database_rows(
        Schema.model_validate(values), text_table([kind], [(text,)], [4]), "d", "s"
    )

    assert row == ("d", expected, "s", 4)
    assert type(row[1]) is type(expected)


def test_amounts_never_pass_through_floats(staging: Engine) -> None:
    # 0.1 + 0.2, and an amount whose fen a float cannot hold.
    amounts = ["0.10", "0.20", "9007199254740993.01"]
    rows = [ROW | {"tree_code": str(n), "care_amount": a} for n, a in enumerate(amounts)]

    found = inserted(staging, table_of(*rows))

    assert [r["care_amount"] for r in found] == amounts
    with staging.connect() as connection:
        query = f"select sum(care_amount_fen), typeof(sum(care_amount_fen)) from {SCHEMA.name}"
        total, kind = connection.exec_driver_sql(query).one()
    assert (total, kind) == (900719925474099331, "integer")


def test_largest_amount_fits_the_column(staging: Engine) -> None:
    largest = money_text(Decimal(10) ** 16 - Decimal("0.01"))

    (row,) = inserted(staging, table_of(ROW | {"care_amount": largest}))

    assert row["care_amount" + FEN] == 10**18 - 1
