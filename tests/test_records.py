from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.catalogue import load_catalogue, load_yaml
from pipelines.intake.values import money_text
from pipelines.model import Catalogue, Schema, Snapshot, Staged, StagedTable, text_table
from pipelines.records import code_rows, fen_of, required_rows, resource_rows
from tests import SCHEMA_YAML, make_repository

SCHEMA = Schema.model_validate(load_yaml(SCHEMA_YAML, "tests"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    root = make_repository(tmp_path_factory.mktemp("repository"))
    return load_catalogue(root / "schemas", root / "datasets")


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_fen_and_yuan_say_the_same(fen: int) -> None:
    text = money_text(Decimal(fen).scaleb(-2))

    assert fen_of(text) == fen


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
    table = StagedTable(
        "tree_line", "表", text_table(SCHEMA.names, [], []), {}, "万元", 10_000, "注：本表为空"
    )
    snapshot = Snapshot("elm-town-trees", "2024", Path("2024.csv"), date(2024, 3, 1), "", 0)
    staged = Staged(snapshot, None, {"tree_line": table}, ())

    (row,) = resource_rows(staged, small.datasets["elm-town-trees"])

    assert (row["row_count"], row["note"], row["unit"]) == (0, "注：本表为空", "万元")
    assert (row["rounding_fen"], row["family"]) == (10_000, "street-tree")
