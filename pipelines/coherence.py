"""Whether what the repository declares holds together: every name leads to a thing that is there.

A misspelt key is never ignored, and a rule can never silently miss its table.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pipelines.model import (
    Catalogue,
    Classification,
    Codelist,
    Dataset,
    Family,
    Field,
    Parameter,
    Resource,
    Rule,
    Schema,
)
from pipelines.redaction import clearance_problems, disclosure_problems, withholding_problems

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/")  # RFC 3986, 3.1
# A name is a part of addresses and of paths: letters of any script, figures, and what joins them.
_NAME = re.compile(r"[^\W_][\w.-]{0,99}")
_PARAMETER_ALIAS = re.compile(r"\b(?:from|join)\s+parameter\s+(?:as\s+)?(\w+)", re.I)

# Table Schema v2, "Field Constraints"; those of lists and objects are not among them.
_BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
_CONSTRAINTS = {"required", "unique", "enum", "pattern", "minLength", "maxLength", *_BOUNDS}


def problems(catalogue: Catalogue) -> Iterator[str]:
    """Everything that does not hold together, each in one line that names the thing."""
    tables = [name for f in catalogue.families.values() for name in f.schemas]
    yield from (f"table {t}: stands in two families" for t in tables if tables.count(t) > 1)
    rules = [n for f in catalogue.families.values() for n in f.rules] + list(catalogue.checks)
    yield from (f"rule {r}: the name is taken twice" for r in rules if rules.count(r) > 1)
    for codelist in catalogue.codelists.values():
        yield from _codelist_problems(codelist)
    for parameter in catalogue.parameters.values():
        yield from _parameter_problems(parameter)
    for family in catalogue.families.values():
        yield from _family_problems(family, catalogue)
    for dataset in catalogue.datasets.values():
        yield from _dataset_problems(dataset, catalogue)


def _codelist_problems(codelist: Codelist) -> Iterator[str]:
    where = f"code list {codelist.name}"
    if len(codelist.digits) > len(codelist.levels):
        yield f"{where}: digits of more levels than there are"
    if codelist.level_titles and len(codelist.level_titles) != len(codelist.levels):
        yield f"{where}: level_titles does not name every level"
    for coverage in codelist.coverage:
        carried = coverage.carried_from
        if carried and not any(c.first <= carried <= (c.last or 9999) for c in codelist.coverage):
            yield f"{where}: carried_from {carried} is no year the list speaks for"
        if carried and (coverage.complete or carried >= coverage.first):
            yield f"{where}: what is carried on comes from an earlier year and is not complete"
        if not set(coverage.complete_levels) <= set(codelist.levels):
            yield f"{where}: complete_levels names a level it does not have"
        try:
            re.compile(coverage.pattern or "")
        except re.error as error:
            yield f"{where}: pattern: {error}"
    yield from _code_problems(codelist)


def _code_problems(codelist: Codelist) -> Iterator[str]:
    seen: dict[str, int] = {}
    codes = {code.code for code in codelist.codes}
    for code in codelist.codes:
        where = f"code list {codelist.name}, code {code.code}"
        if code.parent and code.parent not in codes:
            yield f"{where}: its parent {code.parent} is not listed"
        if (code.valid_from or 0) > (code.valid_to or 9999):
            yield f"{where}: ends before it begins"
        if code.level not in codelist.levels:
            yield f"{where}: level {code.level} is not one of {', '.join(codelist.levels)}"
        if code.code in seen and seen[code.code] >= (code.valid_from or 0):
            yield f"{where}: two entries are in force in the same year, or are out of order"
        if code.successor and code.successor not in codes:
            yield f"{where}: its successor {code.successor} is not listed"
        if bool(code.successor) != bool(code.successor_basis):
            yield f"{where}: a successor and how it is known are given together"
        seen[code.code] = code.valid_to or 9999


def _parameter_problems(parameter: Parameter) -> Iterator[str]:
    """No day may have two values: rules would find the same fact wrong twice."""
    ends: dict[str | None, date] = {}
    for value in sorted(parameter.values, key=lambda v: v.valid_from):
        place = value.division_code
        where = f"parameter {parameter.name}{f' of {place}' if place else ''}"
        if place and not parameter.local:
            yield f"{where}: no division has its own value, for it is not `local`"
        if value.valid_to and value.valid_to < value.valid_from:
            yield f"{where}: the value from {value.valid_from} ends before it begins"
        if place in ends and value.valid_from <= ends[place]:
            yield f"{where}: two values are in force on {value.valid_from}"
        ends[place] = value.valid_to or date.max


def _family_problems(family: Family, catalogue: Catalogue) -> Iterator[str]:
    for schema in family.schemas.values():
        yield from _schema_problems(schema, catalogue)
        yield from _key_problems(schema, family)
    for rule in family.rules.values():
        for table in (*rule.tables, *([] if rule.tables else ["no table listed"])):
            if table not in family.schemas:
                yield f"rule {rule.name}: {table} is not a table of {family.name}"
        yield from _reference_problems(rule, catalogue)
    for table in family.required:
        if table not in family.schemas:
            yield f"family {family.name}: required table {table} has no schema"


def _reference_problems(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    """Parameters the header lists are those the query looks up, by name, under an alias."""
    where, sql = f"rule {rule.name}", rule.sql or ""
    yield from (f"{where}: no table {t}" for t in rule.published if t not in catalogue.schemas)
    yield from (f"{where}: no reason {n}" for n in rule.cannot_check if n not in catalogue.reasons)
    looked_up = set()
    for alias in _PARAMETER_ALIAS.findall(sql):
        looked_up |= set(re.findall(rf"\b{alias}\.name\s*=\s*'([^']*)'", sql))
    yield from (
        f"{where}: no parameter {n}" for n in rule.parameters if n not in catalogue.parameters
    )
    if looked_up != set(rule.parameters):
        listed, used = (", ".join(sorted(n)) or "none" for n in (rule.parameters, looked_up))
        yield f"{where}: parameters listed in the header: {listed}; looked up in the query: {used}"


def _schema_problems(schema: Schema, catalogue: Catalogue) -> Iterator[str]:
    where = f"table {schema.name}"
    wanted = [*schema.primary_key, *schema.facets]
    if len(schema.by_name) < len(schema.fields):
        yield f"{where}: the names of its fields are not unique"
    for form in schema.forms:
        fields = {n for part in form.parts() for n in (*part.columns, *part.constants)}
        wanted += sorted(fields - _given_fields(schema))
    for f in schema.fields:
        wanted += [n for n in (f.of, f.amount_of) if n]
        if f.role == "level" and not f.of:
            yield f"{where}, field {f.name}: a level of what? `of` is missing"
        yield from _constraint_problems(f"{where}, field {f.name}", f)
        if not f.classification:
            continue
        wanted += [n for n in (f.classification.name, f.classification.year) if n]
        yield from _classification_problems(f"{where}, field {f.name}", f.classification, catalogue)
    yield from (f"{where}: no field {n}" for n in wanted if n not in schema.by_name)
    yield from disclosure_problems(schema)


def _key_problems(schema: Schema, family: Family) -> Iterator[str]:
    for key in schema.foreign_keys:
        resource = key.get("reference", {}).get("resource", "")
        if resource and resource not in family.schemas:
            yield f"table {schema.name}: a foreign key to {resource}, no table of {family.name}"


def _constraint_problems(where: str, field: Field) -> Iterator[str]:
    for name, value in field.constraints.items():
        if name not in _CONSTRAINTS:
            yield f"{where}: no constraint {name}"
        elif name in _BOUNDS and not field.format and not _is_of_type(field.type, str(value)):
            yield f"{where}: {name} {value} is no {field.type}"
    try:
        re.compile(str(field.constraints.get("pattern", "")))
    except re.error as error:
        yield f"{where}: pattern: {error}"


def _is_of_type(kind: str, value: str) -> bool:
    """Whether a bound can be compared with the canonical values of a type that has an order."""
    try:
        if kind == "date":
            return date.fromisoformat(value).isoformat() == value
        return kind == "boolean" or Decimal(value).is_finite()
    except (ValueError, InvalidOperation):
        return False


def _classification_problems(
    where: str, classification: Classification, catalogue: Catalogue
) -> Iterator[str]:
    codelist = catalogue.codelists.get(classification.codelist)
    if codelist is None:
        yield f"{where}: no code list {classification.codelist}"
    elif classification.level and classification.level not in codelist.levels:
        yield f"{where}: level {classification.level} is not one of {', '.join(codelist.levels)}"
    elif classification.leaf and not classification.level:
        yield f"{where}: leaf without the level the leaves must have"


def _dataset_problems(dataset: Dataset, catalogue: Catalogue) -> Iterator[str]:
    where = f"dataset {dataset.name}"
    if not _NAME.fullmatch(dataset.name):
        yield (
            f"dataset {dataset.name!r}: 名称只能用文字、数字、- _ .，以文字或数字开头 "
            "a name has letters, figures, - _ . only, and begins with one of the first two"
        )
    family = catalogue.families.get(dataset.family)
    if family is None:
        yield f"{where}: no family {dataset.family}"
        return
    names = {n for s in family.schemas.values() for n in _given_fields(s)}
    constants = [dataset.constants, *(s.constants for s in dataset.snapshots)]
    tables = [r.table for r in dataset.resources]
    yield from (f"{where}: table {t} is read twice" for t in tables if tables.count(t) > 1)
    for resource in dataset.resources:
        schema = family.schemas.get(resource.table)
        if schema is None:
            yield f"{where}: {resource.table} is not a table of {family.name}"
            continue
        yield from _resource_problems(f"{where}, table {resource.table}", resource, schema)
        yield from (
            f"{where}, table {resource.table}: cannot be partitioned by {n}"
            for n in dataset.partition
            if n not in schema.primary_key
        )
    given = {n for constant in constants for n in constant}
    yield from (f"{where}: constant {n} is no field" for n in sorted(given - names))
    yield from clearance_problems(dataset, family.schemas)
    yield from withholding_problems(dataset)
    yield from _path_problems(dataset)


def _resource_problems(where: str, resource: Resource, schema: Schema) -> Iterator[str]:
    given = [n for block in resource.parts() for n in (*block.columns, *block.constants)]
    given += [n for row in resource.rows for n in row]
    for name in dict.fromkeys(given):
        if name not in _given_fields(schema):
            yield f"{where}: no field {name} to be given"
    if resource.rows and (resource.sheet or resource.columns or resource.blocks):
        yield f"{where}: its rows are given here, so they are not read from a file as well"


def _given_fields(schema: Schema) -> set[str]:
    """The fields a dataset may give; the program fills the others from what they follow from."""
    return {f.name for f in schema.fields if not f.is_filled_by_program}


def _path_problems(dataset: Dataset) -> Iterator[str]:
    """What is named lies in the dataset's own folder; links are followed when a file is taken."""
    stems = [s.stem for s in dataset.snapshots]
    for entry in dataset.snapshots:
        where = f"dataset {dataset.name}: {entry.path[:200]}"
        path = os.path.normpath(entry.path)
        if _ADDRESS.match(entry.path):
            yield (
                f"{where} 是网址，程序从不下载；请把文件存进数据集的文件夹 "
                "is an address, and nothing is fetched: save the file in the dataset's folder"
            )
        elif path.startswith(("..", os.sep)) or path == os.curdir:
            yield (
                f"{where} 在数据集的文件夹以外；请把文件放进 snapshots/ "
                "lies outside the dataset's folder: put the file into snapshots/"
            )
        if stems.count(entry.stem) > 1:
            yield f"dataset {dataset.name}: two snapshots are called {entry.stem}"
    yield from _correction_problems(dataset, stems)


def _correction_problems(dataset: Dataset, stems: list[str]) -> Iterator[str]:
    tables = {resource.table for resource in dataset.resources}
    cells = set()
    for correction in dataset.corrections:
        where = f"dataset {dataset.name}: a correction of {correction.column}{correction.row}"
        if Path(correction.snapshot).stem not in stems:
            yield f"{where} names {correction.snapshot}, which is no snapshot"
        if correction.table not in tables:
            yield f"{where} names {correction.table}, which is no table of the dataset"
        cell = (correction.snapshot, correction.table, correction.row, correction.column)
        if cell in cells:
            yield f"{where} stands twice"
        cells.add(cell)
