"""Table Schema: Frictionless judges every canonical row by types, constraints and keys."""

import re
from collections.abc import Iterator
from typing import Any

from frictionless import Resource
from frictionless import Schema as TableSchema
from frictionless.errors import RowError
from frictionless.resources import TableResource

from pipelines.model import SOURCE_ROW, Field, Finding, Place, Schema, StagedTable, rows_of

# Frictionless stops reading at its limit; ours is beyond what a table that fits in memory holds.
_NO_LIMIT = 1_000_000_000
_FIRST = re.compile(r"position (?P<number>[0-9]+)$")
_CHECKS = {
    "constraint-error": "values-fit-the-schema",
    "type-error": "values-fit-the-schema",
    "primary-key": "keys-are-unique",
    "unique-error": "keys-are-unique",
}


def structure_findings(table: StagedTable, schema: Schema) -> Iterator[Finding]:
    """What Frictionless rejects, each with its row, value and the constraint it breaks."""
    descriptor = TableSchema.from_descriptor(_canonical_descriptor(schema))
    rows = [list(schema.names), *rows_of(table.data, *schema.names)]
    resource: Resource = TableResource(data=rows, schema=descriptor)
    report = resource.validate(limit_errors=_NO_LIMIT)
    for error in report.tasks[0].errors if report.tasks else report.errors:
        yield _finding(error, table, schema)


def _canonical_descriptor(schema: Schema) -> dict[str, Any]:
    """The schema as canonical text is judged: a missing value is None and nothing else."""
    return schema.descriptor() | {"missingValues": [""]}


def _finding(error: Any, table: StagedTable, schema: Schema) -> Finding:
    if not isinstance(error, RowError):
        return Finding("values-fit-the-schema", "error", table.table, detail=error.note)
    row = _source_row(table, error.row_number)
    name = getattr(error, "field_name", None)
    field = schema.by_name.get(name or "")
    value = _value(table, error.row_number, field.name) if field else None
    place = table.place(row, name, value)
    rule = _CHECKS.get(error.type, "values-fit-the-schema")
    if field is None:
        key = list(schema.primary_key)
        value = "、".join(_value(table, error.row_number, name) or "—" for name in key)
        detail = _first_place(error, table) or error.note
        return Finding(rule, "error", table.table, place, "、".join(key), value, detail=detail)
    if value is None:
        rule = "required-values-are-present"
    expected, detail = _expected(field, error.note), _first_place(error, table)
    return Finding(rule, "error", table.table, place, field.name, value, expected, detail=detail)


def _expected(field: Field, note: str) -> str:
    """The constraint the note of Frictionless names, as the schema states it."""
    for constraint, stated in field.constraints.items():
        if f'"{constraint}"' in note:
            return f"{constraint} {'、'.join(stated) if isinstance(stated, list) else stated}"
    return field.type


def _source_row(table: StagedTable, number: int) -> int:
    """The row of the snapshot that Frictionless numbers so: it counts from the header on."""
    return table.data[SOURCE_ROW][number - 2].as_py()


def _value(table: StagedTable, number: int, name: str) -> str | None:
    return table.data[name][number - 2].as_py()


def _first_place(error: Any, table: StagedTable) -> str | None:
    """Where the same stands already."""
    match = _FIRST.search(error.note)
    if match is None:
        return None
    return Place(table.sheet, _source_row(table, int(match["number"]))).cell()
