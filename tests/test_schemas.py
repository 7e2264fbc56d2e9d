"""Names are law: bilingual, with units, the same quantity under the same name everywhere."""

import re
from collections import defaultdict

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.model import Field, Schema
from tests import REPOSITORY

CATALOGUE = load_catalogue(REPOSITORY / "schemas", REPOSITORY / "datasets")
SCHEMAS = pytest.mark.parametrize("schema", CATALOGUE.schemas.values(), ids=lambda s: s.name)
CHINESE = re.compile("[\u4e00-\u9fff]")
QUANTITIES = ("integer", "number")
# A year, a position and a rank are numbers but no quantities.
ORDINALS = ("_year", "_number", "_rank", "rank", "_order")
FAMILIES = {
    "department-budget",
    "final-accounts",
    "government-budget",
    "procurement",
    "tender",
    "service-statistics",
    "price-list",
}
CODELISTS = {
    "function",
    "economic",
    "government-economic",
    "revenue",
    "procurement-category",
    "division",
    "procurement-method",
    "notice-type",
}


def fields(schema: Schema) -> list[Field]:
    return list(schema.fields)


def test_every_family_and_code_list_is_there() -> None:
    assert set(CATALOGUE.families) == FAMILIES
    assert set(CATALOGUE.codelists) == CODELISTS


@SCHEMAS
def test_table_and_fields_are_described_in_both_languages(schema: Schema) -> None:
    for thing in (schema, *fields(schema)):
        assert CHINESE.search(thing.title), thing.name
        assert CHINESE.search(thing.description), thing.name
        assert not CHINESE.search(thing.title_en), thing.name
        assert len(thing.description_en) > len("of it"), thing.name


@SCHEMAS
def test_every_quantity_has_a_unit(schema: Schema) -> None:
    bare = [
        f.name
        for f in fields(schema)
        if f.type in QUANTITIES and not f.unit and not f.name.endswith(ORDINALS)
    ]

    assert not bare


@SCHEMAS
def test_names_are_lower_case_words(schema: Schema) -> None:
    for name in (schema.name, *schema.names):
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)


@SCHEMAS
def test_suffix_says_what_a_field_holds(schema: Schema) -> None:
    for field in fields(schema):
        if field.name.endswith("_amount"):
            assert field.is_money, field.name
        if field.is_money:
            assert re.search(r"_(amount|price)$", field.name), field.name
        if field.name.endswith("_date"):
            assert field.type == "date", field.name
        if field.name.endswith("_count"):
            assert field.type == "integer", field.name
        if field.classification:
            assert field.name.endswith("_code"), field.name
            assert field.type == "string", field.name


@SCHEMAS
def test_patterns_take_ascii_digits_only(schema: Schema) -> None:
    patterns = [str(f.constraints.get("pattern", "")) for f in fields(schema)]

    assert not [p for p in patterns if r"\d" in p or r"\w" in p]


@SCHEMAS
def test_primary_key_is_required_or_part_of_a_longer_key(schema: Schema) -> None:
    required = [n for n in schema.primary_key if schema.by_name[n].is_required]

    assert required or all(schema.by_name[n].is_filled_by_program for n in schema.primary_key)


def test_same_name_is_the_same_quantity_everywhere() -> None:
    kinds = defaultdict(set)
    for schema in CATALOGUE.schemas.values():
        for field in schema.fields:
            kinds[field.name].add((field.type, field.unit))

    assert not {name: kind for name, kind in kinds.items() if len(kind) > 1}


@pytest.mark.parametrize("name", sorted(CODELISTS))
def test_every_code_names_its_source(name: str) -> None:
    codelist = CATALOGUE.codelists[name]

    assert codelist.codes
    assert all(code.source for code in codelist.codes)
    assert all(coverage.source for coverage in codelist.coverage)


def test_editions_of_the_functional_list_are_never_mixed() -> None:
    codes = CATALOGUE.codelists["function"].codes
    years = {(c.valid_from, c.valid_to) for c in codes if c.code == "21007"}
    names = {c.valid_from: c.name for c in codes if c.code == "21007"}

    assert years == {(2008, 2009), (2023, 2025)}
    assert names[2008] != names[2023]
