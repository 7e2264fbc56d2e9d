"""Names are law: bilingual, with units, the same quantity under the same name everywhere."""

import re
from collections import defaultdict

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.codelists import plain_name
from pipelines.model import Field, Schema
from tests import REPOSITORY

CATALOGUE = load_catalogue(REPOSITORY / "schemas", REPOSITORY / "datasets")
SCHEMAS = pytest.mark.parametrize("schema", CATALOGUE.schemas.values(), ids=lambda s: s.name)
CHINESE = re.compile("[\u4e00-\u9fff]")
QUANTITIES = ("integer", "number")
# A year, a position and a rank are numbers but no quantities.
ORDINALS = ("_year", "_number", "_rank", "rank", "_order")
TYPES = {
    "_code": ("string",),
    "_name": ("string",),
    "_id": ("string",),
    "_text": ("string",),
    "_url": ("string",),
    "_date": ("date",),
    "_month": ("string",),
    "_year": ("integer", "year"),
    "_count": ("integer",),
    "_number": ("integer",),
    "_rank": ("integer",),
    "_share": ("number",),
    "_percent": ("number",),
    "_rate": ("number",),
}
UNITS = {"_amount": "元", "_percent": "%", "_rate": "%"}
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
        assert thing.description.endswith("。"), thing.name
        assert thing.description_en.endswith("."), thing.name
        assert len(thing.description_en) > len("of it."), thing.name


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
        if field.classification:
            assert field.name.endswith("_code"), field.name
        for suffix, kinds in TYPES.items():
            if field.name.endswith(suffix):
                assert field.type in kinds, field.name
        for suffix, unit in UNITS.items():
            if field.name.endswith(suffix):
                assert field.unit == unit, field.name


@SCHEMAS
def test_patterns_take_ascii_digits_only(schema: Schema) -> None:
    patterns = [str(f.constraints.get("pattern", "")) for f in fields(schema)]

    assert not [p for p in patterns if r"\d" in p or r"\w" in p]


@SCHEMAS
def test_patterns_cannot_run_away(schema: Schema) -> None:
    # An endlessly repeated group that ends in an endless repetition: (a+)+
    for field in fields(schema):
        pattern = str(field.constraints.get("pattern", ""))
        assert not re.search(r"[+*]\)([+*]|\{[0-9]*,\})", pattern), field.name


@SCHEMAS
def test_primary_key_is_never_missing(schema: Schema) -> None:
    # A row without its whole key has no place in the database.
    for name in schema.primary_key:
        field = schema.by_name[name]
        assert field.is_required or field.is_filled_by_program, name


@SCHEMAS
def test_names_leave_room_for_where_a_row_came_from(schema: Schema) -> None:
    taken = {"dataset", "snapshot", "source_row", *(f"{name}_fen" for name in schema.money)}

    assert not taken & set(schema.names)


@SCHEMAS
def test_printed_labels_name_one_field_each(schema: Schema) -> None:
    labels = [
        plain_name(label)
        for f in fields(schema)
        if not f.is_filled_by_program
        for label in {f.title, f.name, *f.labels}
    ]

    assert sorted(labels) == sorted(set(labels))


@SCHEMAS
def test_nothing_leads_out_of_the_schema(schema: Schema) -> None:
    assert not schema.foreign_keys
    assert "://" not in str(schema.descriptor())


@SCHEMAS
def test_role_is_of_the_type_it_needs(schema: Schema) -> None:
    for field in fields(schema):
        if field.role in ("month", "minute", "level"):
            assert field.type == "string", field.name
        if field.role == "line_number":
            assert field.type == "integer", field.name
        if field.amount_of:
            assert field.is_money, field.name
            assert schema.by_name[field.amount_of].type == "string", field.name


def test_same_name_is_the_same_quantity_everywhere() -> None:
    kinds = defaultdict(set)
    for schema in CATALOGUE.schemas.values():
        for field in schema.fields:
            kinds[field.name].add((field.type, field.unit))

    assert not {name: kind for name, kind in kinds.items() if len(kind) > 1}


def test_every_reason_explains_itself_and_is_given_by_a_rule() -> None:
    given = {reason for rule in CATALOGUE.rules.values() for reason in rule.cannot_check}

    assert given == set(CATALOGUE.reasons)
    for reason in CATALOGUE.reasons.values():
        assert CHINESE.search(reason.title + reason.description)
        assert not CHINESE.search(reason.title_en + reason.description_en)
        assert reason.description.endswith("。")
        assert reason.description_en.endswith(".")


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


def test_who_bids_and_how_many_is_closed_until_the_opening() -> None:
    """Tendering and Bidding Law, art. 22."""
    schema = CATALOGUE.schemas["registration"]
    openers = {field.name: field.public_from for field in schema.fields if field.public_from}

    assert openers == {"bidder_count": "bid_opening", "bidder_names": "bid_opening"}


def test_only_notices_and_awards_wait_for_their_errors() -> None:
    waiting = {
        family.name
        for family in CATALOGUE.families.values()
        for schema in family.schemas.values()
        if schema.on_error == "withhold"
    }

    assert waiting == {"procurement", "tender"}
