"""Text tables → canonical tables: units made yuan, numbers and dates exact, derived fields filled.

Nothing is repaired: a cell that cannot be read stays empty and is a finding with its text.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.codelists import CodelistYear, plain_name
from pipelines.intake.canonical import decimals_in, read_column, read_money_column
from pipelines.intake.split_codes import odd_codes
from pipelines.intake.values import (
    READERS,
    UNIT_FACTORS,
    amount_in,
    decimal_of,
    money_text,
)
from pipelines.memory import collect
from pipelines.model import (
    SOURCE_ROW,
    Catalogue,
    Codelist,
    Dataset,
    Field,
    Finding,
    Given,
    Place,
    ReadSnapshot,
    Resource,
    Schema,
    Snapshot,
    SourceTable,
    Staged,
    StagedTable,
    batches_of,
    map_texts,
    none_of,
    rows_of,
    text_array,
    with_columns,
)
from pipelines.parallel import map_in_order

Column = pa.ChunkedArray


@dataclass(frozen=True)
class _Context:
    """What is known of the table while its columns are made."""

    schema: Schema
    source: SourceTable
    unit: str | None
    constants: Mapping[str, Given]
    codelists: Mapping[str, Codelist]

    def place(self, row: int, field: str) -> Place:
        column = self.source.columns.get(field)
        return Place(self.source.sheet, row, column, self.source.is_paged)

    def finding(self, rule: str, field: str, row: int, value: str, expected: str) -> Finding:
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
    return Staged(
        snapshot, read.encoding, tables, tuple(findings), read.corrections, read.redactions
    )


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
        data=pa.concat_tables([upper.data, lower.data]),
        columns=columns,
        unit=upper.unit,
        rounding_fen=min(upper.rounding_fen, lower.rounding_fen),
        note=upper.note,
        is_paged=upper.is_paged,
        blocks=(*(upper.blocks or (upper,)), lower),
        odd_codes={
            name: {**upper.odd_codes.get(name, {}), **lower.odd_codes.get(name, {})}
            for name in {**upper.odd_codes, **lower.odd_codes}
        },
        closed=upper.closed | lower.closed,
    )


def _unit(
    source: SourceTable, schema: Schema, resource: Resource
) -> tuple[str | None, list[Finding]]:
    """The unit of the table's amounts: stated above it, else declared; the two may not differ."""
    amounts = [n for n in schema.money if n in source.data.column_names]
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


@dataclass(frozen=True)
class _Batch:
    """Some rows in canonical values, what was found in them, and the most decimals printed."""

    data: pa.Table
    findings: list[Finding]
    decimals: Mapping[str, int]


def _stage(context: _Context) -> tuple[StagedTable, list[Finding]]:
    schema, source = context.schema, context.source
    findings: list[Finding] = []
    decimals: Counter[str] = Counter()
    lines: Counter[tuple] = Counter()

    def batches() -> Iterator[pa.Table]:
        for batch in map_in_order(partial(_stage_batch, context), batches_of(source.data)):
            findings.extend(batch.findings)
            for name, count in batch.decimals.items():
                decimals[name] = max(decimals[name], count)
            yield _number_lines(batch.data, schema, lines)

    texts = [pa.field(name, pa.string()) for name in schema.names]
    data = collect(batches(), pa.schema([*texts, pa.field(SOURCE_ROW, pa.int64())]))
    columns = {name: data[name] for name in schema.names}
    table = StagedTable(
        table=schema.name,
        sheet=source.sheet,
        data=data,
        columns=source.columns,
        unit=context.unit,
        rounding_fen=_rounding_fen(context, decimals),
        note=source.note,
        is_paged=source.is_paged,
        odd_codes=odd_codes(source, schema, columns, context.codelists),
        cells=source.cells,
        closed=source.closed,
    )
    return table, findings


def _stage_batch(context: _Context, printed: pa.Table) -> _Batch:
    schema = context.schema
    data = _without_missing(printed, schema)
    columns: dict[str, Column] = {}
    findings: list[Finding] = []
    for field in sorted(schema.fields, key=lambda f: f.role == "level"):  # levels need codes
        columns[field.name], problems = _column(context, field, data, columns)
        findings += problems
    _name_totals(columns, _totals(data, schema), data, schema)
    ordered = {name: columns[name] for name in schema.names}
    amounts = [name for name in schema.money if name in data.column_names]
    return _Batch(
        pa.table({**ordered, SOURCE_ROW: data[SOURCE_ROW]}),
        findings,
        {name: _printed_decimals(data[name], columns[name]) for name in amounts},
    )


def _without_missing(data: pa.Table, schema: Schema) -> pa.Table:
    missing = text_array(["", *schema.missing_values])
    names = [n for n in data.column_names if n != SOURCE_ROW]
    return with_columns(data, {n: none_of(data[n], missing) for n in names})


def _empty(data: pa.Table) -> Column:
    return pa.chunked_array([pa.nulls(data.num_rows, pa.string())])


def _totals(data: pa.Table, schema: Schema) -> Column:
    """For each row the label of the printed total it is, or null."""
    labels = {plain_name(t): t for t in schema.totals}
    found = _empty(data)
    keys = [f for f in schema.fields if f.name in schema.primary_key and f.type == "string"]
    named = [f.classification.name for f in keys if f.classification and f.classification.name]
    names = [n for n in (*(f.name for f in keys), *named) if n in data.column_names]
    for name in names if labels else ():
        found = pc.coalesce(found, map_texts(data[name], lambda t: labels.get(plain_name(t))))
    return found


def _name_totals(
    columns: dict[str, Column], totals: Column, data: pa.Table, schema: Schema
) -> None:
    """A total row goes by its printed label: in its text keys, their names and its level.

    A key with a closed set of values says on which side of the table the total stands. Whatever
    else is printed in such a cell stays as it is.
    """
    if totals.null_count == len(totals):
        return
    labels = {plain_name(t) for t in schema.totals}
    keys = [
        f
        for f in schema.fields
        if f.name in schema.primary_key
        and f.name in data.column_names
        and f.type == "string"
        and "enum" not in f.constraints
    ]
    named = [f.classification.name for f in keys if f.classification and f.classification.name]
    for name in (*(f.name for f in keys), *named):
        printed = columns[name]
        labelled = map_texts(printed, lambda t: t if plain_name(t) in labels else None)
        is_free = pc.or_(pc.is_null(printed), pc.is_valid(labelled))
        columns[name] = pc.if_else(is_free, pc.coalesce(totals, printed), printed)
    for field in schema.fields:
        if field.role == "level":
            columns[field.name] = pc.if_else(pc.is_valid(totals), "total", columns[field.name])


def _number_lines(data: pa.Table, schema: Schema, seen: Counter[tuple]) -> pa.Table:
    """Each row's number among those that the rest of the key does not tell apart.

    So a row that moves keeps its number, unless it changes places with one that reads the same.
    `seen` counts the rows of the batches before.
    """
    for field in schema.fields:
        if field.role == "line_number":
            others = [name for name in schema.primary_key if name != field.name]
            numbers = []
            for key in rows_of(data, *others):
                seen[key] += 1
                numbers.append(str(seen[key]))
            data = with_columns(data, {field.name: text_array(numbers)})
    return data


def _column(
    context: _Context, field: Field, data: pa.Table, done: Mapping[str, Column]
) -> tuple[Column, list[Finding]]:
    if field.role == "line_number":
        return pa.chunked_array([pa.nulls(data.num_rows, pa.string())]), []  # numbered at the end
    if field.role == "level":
        return _levels(context, field, done), []
    if field.amount_of:
        return _amounts(context, field, data), []
    if field.name in data.column_names:
        return _values(context, field, data[field.name], data[SOURCE_ROW])
    constant = context.constants.get(field.name)
    text = pa.scalar(None if constant is None else str(constant), pa.string())
    texts = pa.chunked_array([pa.repeat(text, data.num_rows)])
    return _values(context, field, texts, data[SOURCE_ROW])


def _values(
    context: _Context, field: Field, texts: Column, rows: Column
) -> tuple[Column, list[Finding]]:
    """The column's texts in canonical form; equal texts are read once."""
    if field.is_money:
        unit = context.source.units.get(field.name) or context.unit
        factor = UNIT_FACTORS.get(unit or "")
        values = read_money_column(texts, factor, _money_reader(factor, None))
    else:
        kind = field.role or field.type
        values = read_column(texts, kind, READERS[kind])
    bad = pc.and_(pc.is_valid(texts), pc.is_null(values))
    faults = zip(rows.filter(bad).to_pylist(), texts.filter(bad).to_pylist(), strict=True)
    findings = [
        context.finding(_fault(field, text), field.name, row, text, _expected(field))
        for row, text in faults
    ]
    return values, findings


def _fault(field: Field, text: str) -> str:
    if field.type != "number" or decimal_of(text) is None:
        return "values-are-readable"
    return "amounts-are-whole-fen" if field.is_money else "numbers-are-exact"


def _expected(field: Field) -> str:
    return field.unit or field.role or field.type


def _money_reader(factor: Decimal | None, at_least: int | None) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        yuan = amount_in(text, factor, at_least)
        return None if yuan is None else money_text(yuan)

    return read


def _amounts(context: _Context, field: Field, data: pa.Table) -> Column:
    """Amounts out of a text field, where the text is nothing but an amount."""
    text_field = field.amount_of or ""
    if text_field not in data.column_names:
        return _empty(data)
    unit = context.source.units.get(text_field) or context.unit
    read = _money_reader(UNIT_FACTORS.get(unit or ""), field.amount_at_least)
    return map_texts(data[text_field], read)


def _levels(context: _Context, field: Field, done: Mapping[str, Column]) -> Column:
    """The level of each code: as its list says, else the one its digits reach."""
    codes = done[field.of or ""]
    classification = context.schema.by_name[field.of or ""].classification
    if classification is None:
        return pa.chunked_array([pa.nulls(len(codes), pa.string())])
    codelist = context.codelists[classification.codelist]
    years = done[classification.year].to_pylist() if classification.year else [None] * len(codes)
    lists = {year: CodelistYear(codelist, int((year or "0")[:4])) for year in set(years)}
    pairs = list(zip(codes.to_pylist(), years, strict=True))
    levels = {(code, year): lists[year].level_of(code or "") for code, year in set(pairs)}
    return pa.chunked_array([text_array(levels[pair] for pair in pairs)])


def _rounding_fen(context: _Context, decimals: Mapping[str, int]) -> int:
    """One unit of the last digit printed anywhere in the table's amounts, in fen (at least 1)."""
    steps = [
        UNIT_FACTORS[unit] * 100 * Decimal(1).scaleb(-count)
        for name, count in decimals.items()
        if (unit := context.source.units.get(name) or context.unit) in UNIT_FACTORS
    ]
    return max(1, int(min(steps, default=Decimal(1))))


def _printed_decimals(printed: Column, canonical: Column) -> int:
    """The most decimals a column of amounts is printed with."""
    if printed.null_count < len(printed) and printed.equals(canonical):
        return 2
    return decimals_in(printed, _decimals)


def _decimals(text: str) -> int:
    number = decimal_of(text)
    return 0 if number is None else -int(number.as_tuple().exponent)
