"""Table Schema: every canonical row is judged by types, constraints and keys."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.exceptions import RepositoryError
from pipelines.inspection.explanation import refuse_unsound
from pipelines.inspection.faults import Fault, TableScreen
from pipelines.inspection.references import ForeignKey, foreign_keys
from pipelines.model import Catalogue, Family, Field, Finding, Place, Schema, Staged, StagedTable

STRUCTURE = "values-fit-the-schema"
_CHECKS = {
    "primary-key": "keys-are-unique",
    "unique-error": "keys-are-unique",
}
_MOST_LISTED = 20


def structure_findings(
    table: StagedTable, schema: Schema, tables: Mapping[str, StagedTable], family: Family
) -> Iterator[Finding]:
    """What Frictionless rejects, each with its row, value and the constraint it breaks.

    `tables` are those of the same snapshot, which the table may refer to.
    """
    descriptor = _canonical(schema)
    for fault in TableScreen(descriptor).faults(table.batches):
        yield _finding(fault, table, schema)
    others = {name: _canonical(family.schemas[name]) for name in tables}
    for key in foreign_keys(descriptor, others):
        other = tables[key.resource] if key.resource else table
        for fault in key.faults(table.batches, other.batches):
            yield _reference_finding(fault, key, table)


def undecided_fields(schema: Schema) -> Mapping[str, tuple[str, ...]]:
    """The fields of which Frictionless judges every different text, each with what asks for it.

    That is its type or its constraints, as the schema states them: what cannot be decided of a
    whole column takes longer.

    Raises: RepositoryError for a pattern that is none, or that could hang the program.
    """
    return TableScreen(_canonical(schema)).undecided


def refuse_unsound_schemas(catalogue: Catalogue) -> None:
    """Raises: RepositoryError for the first schema that Frictionless does not understand."""
    for name, schema in catalogue.schemas.items():
        try:
            refuse_unsound(schema.descriptor())
        except RepositoryError as error:
            raise RepositoryError(f"{name}: {error}") from error


def structure_remark(staged: Staged, family: Family) -> tuple[str, str] | None:
    """How a table was judged where it was not by columns alone, in Chinese and English.

    Names the fields of which every different text was put to Frictionless, and the tables that
    are referred to but not there.
    """
    fields, missing = [], []
    for name in staged.tables:
        schema = family.schemas[name]
        fields += [f"{name}.{field}" for field in undecided_fields(schema)]
        descriptor = _canonical(schema)
        referred = [k["reference"].get("resource") for k in descriptor.get("foreignKeys", ())]
        missing += [other for other in referred if other and other not in staged.tables]
    zh = [f"逐个内容由 Frictionless 判断的字段：{'、'.join(fields)}"] if fields else []
    en = [f"judged text by text by Frictionless: {', '.join(fields)}"] if fields else []
    zh += [f"引用的表不在本文件中，未核对：{'、'.join(missing)}"] if missing else []
    en += [f"referred to but not in the file, not checked: {', '.join(missing)}"] if missing else []
    return ("；".join(zh), "; ".join(en)) if zh else None


def _canonical(schema: Schema) -> Mapping[str, Any]:
    """The descriptor by which canonical text is judged: a missing value is null."""
    return schema.descriptor() | {"missingValues": [""]}


def _reference_finding(fault: Fault, key: ForeignKey, table: StagedTable) -> Finding:
    (field, *rest), (text, *_) = key.names, fault.texts
    place = table.place(fault.row, None if rest else field, text)
    value = "、".join(t or "—" for t in fault.texts)
    names, others = "、".join(key.names), "、".join(key.others)
    expected = f"{key.resource or table.table}.{others}"
    return Finding("references-are-found", "error", table.table, place, names, value, expected)


def _finding(fault: Fault, table: StagedTable, schema: Schema) -> Finding:
    rule = _CHECKS.get(fault.kind, STRUCTURE)
    field = schema.by_name.get(fault.field)
    detail = Place(table.sheet, fault.earlier).cell() if fault.earlier else None
    if field is None:
        key = "、".join(schema.primary_key)
        place = table.place(fault.row, None, None)
        value = "、".join(text or "—" for text in fault.texts)
        return Finding(rule, "error", table.table, place, key, value, detail=detail or fault.note)
    if fault.text is None:
        rule = "required-values-are-present"
    place = table.place(fault.row, field.name, fault.text)
    expected = _expected(field, fault.constraint)
    return Finding(
        rule, "error", table.table, place, field.name, fault.text, expected, detail=detail
    )


def _expected(field: Field, constraint: str) -> str:
    """The constraint that is broken, as the schema states it."""
    if constraint not in field.constraints:
        return field.type
    stated = field.constraints[constraint]
    if isinstance(stated, list):
        listed = "、".join(map(str, stated[:_MOST_LISTED]))
        rest = len(stated) - _MOST_LISTED
        stated = f"{listed}……（另有 {rest} 个 and {rest} more）" if rest > 0 else listed
    return f"{constraint} {stated}"
