from datetime import date
from pathlib import Path

import pytest
from frictionless import Schema as TableSchema

from pipelines.catalogue import load_catalogue
from pipelines.model import Catalogue, Field, Resource, Schema, SnapshotEntry
from tests import make_repository

TEXTS = dict.fromkeys(("title", "title_en", "description", "description_en"), "-")


def field(**more) -> Field:
    return Field.model_validate({"name": "a", "type": "string", **TEXTS, **more})


@pytest.fixture
def small(tmp_path: Path) -> Catalogue:
    root = make_repository(tmp_path)
    return load_catalogue(root / "schemas", root / "datasets")


@pytest.mark.parametrize(
    ("given", "is_money"),
    [
        ({"type": "number", "unit": "元"}, True),
        ({"type": "number", "unit": "棵"}, False),
        ({"type": "number"}, False),
        ({"type": "string", "unit": "元"}, False),
    ],
)
def test_only_a_number_of_yuan_is_money(given: dict, is_money: bool) -> None:
    assert field(**given).is_money is is_money


@pytest.mark.parametrize(
    ("given", "is_filled"),
    [
        ({"role": "level", "of": "b"}, True),
        ({"role": "line_number"}, True),
        ({"amountOf": "b"}, True),
        ({"role": "month"}, False),
        ({}, False),
    ],
)
def test_what_follows_from_other_cells_is_read_from_no_column(given: dict, is_filled: bool) -> None:
    assert field(**given).is_filled_by_program is is_filled


def test_field_is_required_only_where_its_constraints_say_so() -> None:
    assert field(constraints={"required": True}).is_required
    assert not field(constraints={"required": False}).is_required
    assert not field().is_required


def test_schema_finds_its_fields_by_name_and_knows_its_amounts(small: Catalogue) -> None:
    schema = small.schemas["tree_line"]
    assert schema.names[:3] == ("fiscal_year", "tree_code", "tree_name")
    assert list(schema.by_name) == list(schema.names)
    assert schema.by_name["tree_count"].unit == "棵"
    assert schema.money == ("care_amount",)


def test_descriptor_is_a_table_schema_a_stock_reader_understands(small: Catalogue) -> None:
    schema = small.schemas["tree_line"]
    descriptor = schema.descriptor()
    read = TableSchema.from_descriptor(descriptor)
    assert read.field_names == list(schema.names)
    assert read.primary_key == ["fiscal_year", "tree_code"]
    assert read.missing_values == ["", "—"]
    assert read.get_field("tree_code").constraints["required"] is True
    assert "forms" not in descriptor
    kept = {key: value for key, value in descriptor.items() if value is not None}
    assert Schema.model_validate(kept) == schema


def test_resource_without_blocks_is_one_block() -> None:
    columns = {"tree_code": ("类", "项"), "tree_name": "树种名称"}
    (part,) = Resource(table="t", columns=columns, constants={"fiscal_year": 2024}).parts()
    assert (part.columns, part.constants) == (columns, {"fiscal_year": 2024})
    blocks = [{"columns": {"tree_name": name}} for name in ("左", "右")]
    two = Resource.model_validate({"table": "t", "blocks": blocks})
    assert [part.columns["tree_name"] for part in two.parts()] == ["左", "右"]


def test_snapshot_goes_by_the_stem_of_its_file(small: Catalogue) -> None:
    entry = SnapshotEntry(path="snapshots/2024.final.csv", date=date(2024, 3, 1))
    assert entry.stem == "2024.final"
    (dataset,) = small.datasets.values()
    assert dataset.entry("2024").path == "snapshots/2024.csv"


def test_catalogue_gathers_tables_and_rules_of_all_families(small: Catalogue) -> None:
    assert set(small.schemas) == {"tree_line"}
    assert "class-is-sum-of-items" in small.rules
    assert set(small.checks) < set(small.rules)
    assert {r.sql is None for n, r in small.rules.items() if n in small.checks} == {True}
