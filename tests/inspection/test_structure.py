from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.inspection.structure import structure_findings, structure_remark
from pipelines.model import Finding, Schema, Snapshot, Staged, StagedTable
from tests.inspection import brief, make_family, make_schema, make_table


def structure_of(
    table: StagedTable, schema: Schema, *more: tuple[StagedTable, Schema]
) -> Iterator[Finding]:
    """What is found in a table that stands in its snapshot alone, or beside others."""
    family = make_family(schema, *(s for _, s in more))
    tables = {t.table: t for t in (table, *(t for t, _ in more))}
    return structure_findings(table, schema, tables, family)


FITS = "values-fit-the-schema"
SCHEMA = make_schema(
    {"name": "year", "type": "integer", "constraints": {"required": True}},
    {"name": "code", "constraints": {"required": True}},
    {"name": "name"},
    key=["year", "code"],
)


def schema_of(**field: Any) -> Schema:
    return make_schema({"name": "id"}, {"name": "x", **field}, key=["id"])


GOOD: dict[str, tuple[dict[str, Any], str | None]] = {
    "text": ({}, "银杏"),
    "text that looks like nothing": ({}, "NA"),
    "no value": ({}, None),
    "integer": ({"type": "integer"}, "-5"),
    "number": ({"type": "number"}, "0.5"),
    "money": ({"type": "number", "unit": "元"}, "9999999999999.99"),
    "date": ({"type": "date"}, "2024-02-29"),
    "year": ({"type": "year"}, "2024"),
    "boolean": ({"type": "boolean"}, "true"),
    "in the list": ({"constraints": {"enum": ["a", "b"]}}, "b"),
    "smallest": ({"type": "integer", "constraints": {"minimum": 1}}, "1"),
    "of the pattern": ({"constraints": {"pattern": "^[0-9]{3}$"}}, "205"),
}


@pytest.mark.parametrize("name", GOOD)
def test_value_that_fits_gives_nothing(name: str) -> None:
    field, value = GOOD[name]
    schema = schema_of(**field)

    assert not list(structure_of(make_table(schema, {"id": "1", "x": value}), schema))


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "not in the list": ({"constraints": {"enum": ["a", "b"]}}, "c", "enum a、b"),
    "too small": ({"type": "integer", "constraints": {"minimum": 1}}, "0", "minimum 1"),
    "too large": ({"type": "integer", "constraints": {"maximum": 9}}, "10", "maximum 9"),
    "too short": ({"constraints": {"minLength": 2}}, "a", "minLength 2"),
    "too long": ({"constraints": {"maxLength": 2}}, "abc", "maxLength 2"),
    "of no such pattern": ({"constraints": {"pattern": "^[0-9]{3}$"}}, "20", "pattern ^[0-9]{3}$"),
    "pattern in part only": ({"constraints": {"pattern": "[0-9]{3}"}}, "2051", "pattern [0-9]{3}"),
    "full-width digits": ({"constraints": {"pattern": "^[0-9]+$"}}, "２", "pattern ^[0-9]+$"),
    "Arabic-Indic digits": ({"constraints": {"pattern": "^[0-9]+$"}}, "٣", "pattern ^[0-9]+$"),
    "an invisible space": ({"constraints": {"pattern": "^[0-9]+$"}}, "2\u200b", "pattern ^[0-9]+$"),
    "no integer": ({"type": "integer"}, "5.5", "integer"),
    "no number": ({"type": "number"}, "五", "number"),
    "no day": ({"type": "date"}, "2025-02-29", "date"),
    "no year": ({"type": "year"}, "二四", "year"),
}


@pytest.mark.parametrize("name", BAD)
def test_value_that_does_not_fit_is_found_with_what_was_expected(name: str) -> None:
    field, value, expected = BAD[name]
    schema = schema_of(**field)
    table = make_table(schema, {"id": "1"}, {"id": "2", "x": value})

    (finding,) = structure_of(table, schema)

    assert brief([finding]) == [(FITS, "表!B5", value, expected)]
    assert (finding.severity, finding.table, finding.field) == ("error", "a_table", "x")


def test_required_value_that_is_missing_is_found() -> None:
    table = make_table(SCHEMA, {"year": "2024", "code": "1"}, {"year": "2024", "name": "树"})

    assert brief(structure_of(table, SCHEMA)) == [
        ("required-values-are-present", "表!B5", None, "required True")
    ]


@pytest.mark.fault("I27")
def test_duplicate_is_found_with_both_rows() -> None:
    row = {"year": "2024", "code": "205", "name": "教育"}
    table = make_table(SCHEMA, row, row | {"code": "206"}, row | {"name": "科学"}, first_row=8)

    (finding,) = structure_of(table, SCHEMA)

    assert brief([finding]) == [("keys-are-unique", "表!10", "2024、205", None)]
    assert finding.field == "year、code"
    assert finding.detail == "表!8"


def test_every_further_duplicate_is_found() -> None:
    row = {"year": "2024", "code": "205"}

    found = list(structure_of(make_table(SCHEMA, row, row, row), SCHEMA))

    assert [(f.place.cell(), f.detail) for f in found] == [("表!5", "表!4"), ("表!6", "表!5")]


def test_value_that_must_be_unique_is_found_with_both_rows() -> None:
    schema = schema_of(constraints={"unique": True})
    table = make_table(schema, {"id": "1", "x": "a"}, {"id": "2", "x": "a"})

    (finding,) = structure_of(table, schema)

    assert (finding.rule, finding.place.cell(), finding.value) == ("keys-are-unique", "表!B5", "a")
    assert finding.detail == "表!4"


def test_every_fault_of_a_row_is_found() -> None:
    schema = make_schema(
        {"name": "id"},
        {"name": "n", "type": "integer", "constraints": {"maximum": 9}},
        {"name": "day", "type": "date", "constraints": {"required": True}},
        key=["id"],
    )

    found = structure_of(make_table(schema, {"id": "1", "n": "10"}), schema)

    assert [(f.rule, f.place.cell()) for f in found] == [
        (FITS, "表!B4"),
        ("required-values-are-present", "表!C4"),
    ]


def test_more_findings_than_frictionless_reports_by_itself_are_all_reported() -> None:
    schema = schema_of(constraints={"enum": ["a"]})
    rows = [{"id": str(n), "x": "b"} for n in range(1500)]

    assert len(list(structure_of(make_table(schema, *rows), schema))) == 1500


def test_table_without_rows_fits() -> None:
    assert not list(structure_of(make_table(SCHEMA), SCHEMA))


def test_missing_values_of_the_printed_form_are_values_in_canonical_text() -> None:
    schema = make_schema({"name": "id"}, {"name": "x"}, key=["id"], missingValues=["", "无"])
    schema_required = make_schema(
        {"name": "id"},
        {"name": "x", "constraints": {"required": True}},
        key=["id"],
        missingValues=["", "无"],
    )
    row = {"id": "1", "x": "无"}

    assert not list(structure_of(make_table(schema, row), schema))
    assert not list(structure_of(make_table(schema_required, row), schema_required))


PARTS = make_schema(
    {"name": "id"},
    {"name": "whole"},
    key=["id"],
    name="part",
    foreignKeys=[{"fields": ["whole"], "reference": {"resource": "a_table", "fields": ["id"]}}],
)
WHOLES = make_schema({"name": "id"}, key=["id"])


def test_reference_to_a_row_that_is_not_there_is_found() -> None:
    parts = make_table(PARTS, {"id": "1", "whole": "甲"}, {"id": "2", "whole": "乙"}, {"id": "3"})
    wholes = make_table(WHOLES, {"id": "甲"})

    (finding,) = structure_of(parts, PARTS, (wholes, WHOLES))

    assert brief([finding]) == [("references-are-found", "表!B5", "乙", "a_table.id")]


def staged_of(*tables: StagedTable) -> Staged:
    snapshot = Snapshot("d", "s", Path("s.csv"), date(2024, 3, 1), "", 0)
    return Staged(snapshot, None, {t.table: t for t in tables}, ())


def test_reference_to_a_table_that_is_not_there_is_said_not_to_be_checked() -> None:
    parts = make_table(PARTS, {"id": "1", "whole": "甲"})

    assert not list(structure_of(parts, PARTS))
    remark = structure_remark(staged_of(parts), make_family(PARTS))
    assert remark is not None
    assert "a_table" in remark[0]
    assert "not checked: a_table" in remark[1]


def test_field_that_columns_cannot_judge_is_said_to_be_judged_text_by_text() -> None:
    schema = schema_of(constraints={"pattern": "(?=a).*"})
    table = make_table(schema, {"id": "1", "x": "b"}, {"id": "2", "x": "ab"})

    assert brief(structure_of(table, schema)) == [(FITS, "表!B4", "b", "pattern (?=a).*")]
    assert structure_remark(staged_of(table), make_family(schema)) == (
        "逐个内容由 Frictionless 判断的字段：a_table.x",
        "judged text by text by Frictionless: a_table.x",
    )


def test_table_judged_by_columns_alone_needs_no_remark() -> None:
    assert structure_remark(staged_of(make_table(SCHEMA)), make_family(SCHEMA)) is None


def test_long_list_of_codes_is_cut_short_in_what_was_expected() -> None:
    schema = schema_of(constraints={"enum": [f"{n:04d}" for n in range(10_000)]})

    (finding,) = structure_of(make_table(schema, {"id": "1", "x": "A"}), schema)

    assert (finding.expected or "").startswith("enum 0000、0001、")
    assert (finding.expected or "").endswith("（另有 9980 个 and 9980 more）")
