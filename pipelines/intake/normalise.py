"""Text tables → canonical tables: units made yuan, numbers and dates exact, derived fields filled.

Nothing is repaired: a cell that cannot be read stays empty and is a finding with its text.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

import pandas as pd

from pipelines.codelists import CodelistYear, plain_name
from pipelines.intake.values import (
    READERS,
    UNIT_FACTORS,
    amount_in,
    decimal_of,
    money_text,
)
from pipelines.model import (
    Catalogue,
    Codelist,
    Dataset,
    Field,
    Finding,
    Place,
    ReadSnapshot,
    Resource,
    Schema,
    Snapshot,
    SourceTable,
    Staged,
    StagedTable,
)

Column = pd.Series
_Cells = TypeVar("_Cells", pd.Series, pd.DataFrame)


@dataclass(frozen=True)
class _Context:
    """What is known of the table while its columns are made."""

    schema: Schema
    source: SourceTable
    unit: str | None
    constants: Mapping[str, str | int]
    codelists: Mapping[str, Codelist]

    def place(self, row: object, field: str) -> Place:
        return Place(self.source.sheet, int(str(row)), self.source.columns.get(field))

    def finding(self, rule: str, field: str, row: object, value: str, expected: str) -> Finding:
        place = self.place(row, field)
        return Finding(rule, "error", self.schema.name, place, field, value, expected)


def normalise_snapshot(
    snapshot: Snapshot, read: ReadSnapshot, dataset: Dataset, catalogue: Catalogue
) -> Staged:
    """The snapshot's canonical tables, blocks of one table stacked in order, and what was found."""
    schemas = catalogue.families[dataset.family].schemas
    constants = {**dataset.constants, **dataset.entry(snapshot.name).constants}
    resources = {r.table: r for r in dataset.resources}
    tables: dict[str, StagedTable] = {}
    findings = list(read.findings)
    for source in read.tables:
        schema = schemas[source.table]
        unit, problems = _unit(source, schema, resources[source.table])
        findings += problems
        if problems:
            continue
        given = {**constants, **source.constants}
        table, problems = _stage(_Context(schema, source, unit, given, catalogue.codelists))
        findings += problems
        earlier = tables.get(source.table)
        tables[source.table] = _stacked(earlier, table) if earlier else table
    return Staged(snapshot, read.encoding, tables, tuple(findings), read.corrections)


def _stacked(upper: StagedTable, lower: StagedTable) -> StagedTable:
    """Blocks side by side hold a field in different columns, so each is kept with its own."""
    columns = {
        name: letter
        for name, letter in {**upper.columns, **lower.columns}.items()
        if upper.columns.get(name, letter) == lower.columns.get(name, letter)
    }
    return StagedTable(
        table=upper.table,
        sheet=upper.sheet,
        frame=pd.concat([upper.frame, lower.frame]),
        columns=columns,
        unit=upper.unit,
        rounding_fen=min(upper.rounding_fen, lower.rounding_fen),
        note=upper.note,
        blocks=(*(upper.blocks or (upper,)), lower),
    )


def _unit(
    source: SourceTable, schema: Schema, resource: Resource
) -> tuple[str | None, list[Finding]]:
    """The unit of the table's amounts: stated above it, else declared; the two may not differ."""
    amounts = [n for n in schema.money if n in source.frame]
    for name in amounts:
        unit = source.units.get(name)
        if unit and unit not in UNIT_FACTORS:
            return unit, [_unit_finding(source, unit, name)]
    read = [n for n in amounts if n not in source.units]
    stated, declared = source.unit, resource.unit
    if not read:
        return stated or declared, []
    unit = stated or declared
    if unit not in UNIT_FACTORS or (stated and declared and stated != declared):
        return unit, [_unit_finding(source, unit, None, declared)]
    return unit, []


def _unit_finding(
    source: SourceTable, unit: str | None, field: str | None, declared: str | None = None
) -> Finding:
    place = Place(source.sheet, None)
    expected = declared or "、".join(UNIT_FACTORS)
    return Finding("unit-is-stated", "error", source.table, place, field, unit, expected)


def _stage(context: _Context) -> tuple[StagedTable, list[Finding]]:
    schema, source = context.schema, context.source
    frame = _without_missing(source.frame, schema)
    totals = _is_total(frame, schema)
    columns: dict[str, Column] = {}
    findings: list[Finding] = []
    for field in sorted(schema.fields, key=lambda f: f.role == "level"):  # levels need codes
        column, problems = _column(context, field, frame, columns)
        columns[field.name] = _with_none(column)
        findings += problems
    _name_totals(columns, totals, frame, schema)
    table = StagedTable(
        table=schema.name,
        sheet=source.sheet,
        frame=_with_none(pd.DataFrame(columns, frame.index, list(schema.names))),
        columns=source.columns,
        unit=context.unit,
        rounding_fen=_rounding_fen(context, frame),
        note=source.note,
    )
    return table, findings


def _without_missing(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    missing = {"", *schema.missing_values}
    return _with_none(frame.map(lambda text: None if text in missing else text))


def _with_none(values: _Cells) -> _Cells:
    """The same cells with None, and nothing else, where a value is missing."""
    return values.astype(object).where(values.notna(), None)


def _is_total(frame: pd.DataFrame, schema: Schema) -> Column:
    """The label of the printed total a row is, or None."""
    labels = {plain_name(t): t for t in schema.totals}
    found = pd.Series(None, index=frame.index, dtype=object)
    keys = [f for f in schema.fields if f.name in schema.primary_key and f.type == "string"]
    named = [f.classification.name for f in keys if f.classification and f.classification.name]
    for name in [n for n in (*(f.name for f in keys), *named) if n in frame] if labels else ():
        label = frame[name].map(lambda t: labels.get(plain_name(t)) if t else None)
        found = _with_none(found.where(found.notna(), label))
    return _with_none(found)


def _name_totals(
    columns: dict[str, Column], totals: Column, frame: pd.DataFrame, schema: Schema
) -> None:
    """A total row goes by its printed label: in its text keys, their names and its level."""
    rows = totals.notna()
    if not rows.any():
        return
    for field in schema.fields:
        classification = field.classification
        if field.role == "level":
            columns[field.name] = columns[field.name].mask(rows, "total")
        elif field.name in schema.primary_key and field.name in frame and field.type == "string":
            columns[field.name] = columns[field.name].mask(rows, totals)
            if classification and classification.name:
                columns[classification.name] = columns[classification.name].mask(rows, totals)


def _column(
    context: _Context, field: Field, frame: pd.DataFrame, done: Mapping[str, Column]
) -> tuple[Column, list[Finding]]:
    if field.role == "line_number":
        numbers = [str(n) for n in range(1, len(frame) + 1)]
        return pd.Series(numbers, index=frame.index, dtype=object), []
    if field.role == "level":
        return _levels(context, field, done), []
    if field.amount_of:
        return _amounts(context, field, frame), []
    if field.name in frame:
        return _values(context, field, frame[field.name])
    constant = context.constants.get(field.name)
    text = None if constant is None else str(constant)
    return _values(context, field, pd.Series(text, index=frame.index, dtype=object))


def _values(context: _Context, field: Field, column: Column) -> tuple[Column, list[Finding]]:
    """The column's texts read one by one; equal texts are read once."""
    read = _money_reader(context, field) if field.is_money else READERS[field.role or field.type]
    known = {text: read(text) for text in column.dropna().unique()}
    values = _with_none(column.map(known))
    bad = column.notna() & values.isna()
    findings = [
        context.finding(_fault(field, text), field.name, row, text, _expected(field))
        for row, text in column[bad].items()
    ]
    return values, findings


def _fault(field: Field, text: str) -> str:
    exact = field.is_money and decimal_of(text) is not None
    return "amounts-are-whole-fen" if exact else "values-are-readable"


def _expected(field: Field) -> str:
    return field.unit or field.role or field.type


def _money_reader(context: _Context, field: Field) -> Callable[[str], str | None]:
    unit = context.source.units.get(field.name) or context.unit
    factor = UNIT_FACTORS.get(unit or "")

    def read(text: str) -> str | None:
        yuan = amount_in(text, factor, None)
        return None if yuan is None else money_text(yuan)

    return read


def _amounts(context: _Context, field: Field, frame: pd.DataFrame) -> Column:
    """Amounts out of a text field, where the text is nothing but an amount."""
    text_field = field.amount_of or ""
    unit = context.source.units.get(text_field) or context.unit
    factor = UNIT_FACTORS.get(unit or "")

    def read(text: str | None) -> str | None:
        yuan = amount_in(text, factor, field.amount_at_least) if text else None
        return None if yuan is None else money_text(yuan)

    if text_field not in frame:
        return pd.Series(None, index=frame.index, dtype=object)
    return frame[text_field].map(read).astype(object)


def _levels(context: _Context, field: Field, done: Mapping[str, Column]) -> Column:
    """The level of each code: as its list says, else as codes of the same length stand in it."""
    codes = done[field.of or ""]
    classification = context.schema.by_name[field.of or ""].classification
    if classification is None:
        return pd.Series(None, index=codes.index, dtype=object)
    codelist = context.codelists[classification.codelist]
    years = done[classification.year] if classification.year else pd.Series("", index=codes.index)
    levels = dict(_levels_by_code(codelist, codes, years))
    return pd.Series([levels[k] for k in zip(codes, years, strict=True)], codes.index, dtype=object)


def _levels_by_code(codelist: Codelist, codes: Column, years: Column) -> Iterator[tuple]:
    by_length = {len(c.code): c.level for c in codelist.codes}
    for code, year in set(zip(codes, years, strict=True)):
        if code is None:
            yield (code, year), None
            continue
        number = int(year[:4]) if year else 0
        listed = CodelistYear(codelist, number).codes.get(code)
        yield (code, year), listed.level if listed else by_length.get(len(code))


def _rounding_fen(context: _Context, frame: pd.DataFrame) -> int:
    """One unit of the last digit printed anywhere in the table's amounts, in fen (at least 1)."""
    steps = [
        UNIT_FACTORS[unit] * 100 * Decimal(1).scaleb(-_decimals(frame[name]))
        for name in context.schema.money
        if name in frame
        and (unit := context.source.units.get(name) or context.unit) in UNIT_FACTORS
    ]
    return max(1, int(min(steps, default=Decimal(1))))


def _decimals(column: Column) -> int:
    numbers = (decimal_of(text) for text in column.dropna().unique())
    return max((-n.as_tuple().exponent for n in numbers if n is not None), default=0)
