"""Snapshot → text-only tables with their source rows; encoding, sheet and header found strictly.

A file, sheet, header or column that is not as declared is a finding and the table is left out; a
value is never guessed and never dropped without one. CSV and XLSX are read, nothing else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
from openpyxl.utils import column_index_from_string, get_column_letter

from pipelines.codelists import plain_name
from pipelines.intake.formats import read_file
from pipelines.intake.grid import Grid
from pipelines.intake.header import Header, find_header, find_header_above, missing_labels
from pipelines.model import (
    Block,
    Correction,
    Dataset,
    Family,
    Field,
    Finding,
    Given,
    Place,
    ReadSnapshot,
    Resource,
    Schema,
    Snapshot,
    SourceTable,
    text_table,
)

_YEAR = re.compile(r"^(?:19|20)[0-9]{2}年(?:度)?")
# 单位：万元 above a table, but not 编制单位：…, which names the publisher.
_UNIT_ROW = re.compile(
    r"(?<![\u4e00-\u9fff])(?:金额|货币|计量)?单位\s*[:：]\s*(?:人民币)?([^\s,，;；()（）]+)"
)
_UNIT_IN_LABEL = re.compile(r"\((?:单位:)?([^():]*元)\)$")
_NOTE = re.compile(r"\s*注\s*[0-9０-９]*\s*[:：.．、]")
_LONE_NOTE = re.compile(r"\s*注")


def read_snapshot(snapshot: Snapshot, dataset: Dataset, family: Family) -> ReadSnapshot:
    """Every table the dataset declares, as it stands in the snapshot."""
    entry = dataset.entry(snapshot.name)
    content = read_file(snapshot.path, entry.encoding)
    grids, findings = content.grids, list(content.findings)
    corrections = [c for c in dataset.corrections if Path(c.snapshot).stem == snapshot.name]
    is_unreadable = any(f.severity == "error" for f in findings)
    tables: list[SourceTable] = []
    seen: set[str | None] = set()
    for resource in dataset.resources:
        if resource.rows:
            tables += _given_tables(resource, {**dataset.constants, **entry.constants})
            continue
        grid = _grid_called(grids, resource.sheet)
        if grid is None:
            if not resource.optional and (grids or not is_unreadable):
                findings.append(_missing_sheet(resource, grids))
            continue
        own = [c for c in corrections if c.table == resource.table]
        grid, stale = _apply_corrections(grid, own)
        findings += [*([] if grid.sheet in seen else grid.findings), *stale]
        seen.add(grid.sheet)
        read, problems = _read_table(grid, resource, family.schemas[resource.table])
        tables += read
        findings += problems
    return ReadSnapshot(content.encoding, tuple(tables), tuple(findings), tuple(corrections))


def _given_tables(resource: Resource, constants: Mapping[str, Given]) -> Iterator[SourceTable]:
    """The rows the descriptor gives, those of other snapshots left out: of another year, say."""
    fixed = {name: str(value) for name, value in constants.items()}
    given = [{name: str(value) for name, value in row.items()} for row in resource.rows]
    rows = {
        number: fixed | row
        for number, row in enumerate(given, start=1)
        if all(fixed.get(name, text) == text for name, text in row.items())
    }
    if rows:
        names = list(dict.fromkeys(name for row in given for name in row))
        texts = [[row.get(name) for name in names] for row in rows.values()]
        data = text_table(names, texts, rows)
        own = resource.constants
        yield SourceTable(resource.table, None, data, {}, note=resource.note, constants=own)


def _missing_sheet(resource: Resource, grids: Mapping[str, Grid]) -> Finding:
    present = "、".join(name for name in grids if name) or None
    return Finding(
        "sheets-are-present", "error", resource.table, value=resource.sheet, expected=present
    )


def _grid_called(grids: Mapping[str, Grid], name: str | None) -> Grid | None:
    """The grid of that name, white space and the year in a printed title aside; or the only one."""
    if name is None:
        return next(iter(grids.values())) if len(grids) == 1 else None
    if name in grids:
        return grids[name]
    wanted = plain_name(name)
    found = [grid for title, grid in grids.items() if wanted in _names_of(title)]
    return found[0] if len(found) == 1 else None


def _names_of(title: str) -> tuple[str, ...]:
    """What a grid may be called: its name, and its name without an archive's member or a year."""
    own = plain_name(title.rpartition("/")[2])
    return own, _YEAR.sub("", own)


def _apply_corrections(grid: Grid, corrections: Sequence[Correction]) -> tuple[Grid, list[Finding]]:
    """The grid with the declared cells changed; a cell that no longer says `was` is a finding."""
    stale = []
    for correction in corrections:
        row, column = grid.index(correction.row), column_index_from_string(correction.column) - 1
        found = grid.cell(row, column)
        if row >= 0 and found == correction.was:
            grid = grid.with_cell(row, column, correction.becomes)
            continue
        stale.append(
            Finding(
                "corrections-still-match",
                "error",
                correction.table,
                Place(grid.sheet, correction.row, correction.column, bool(grid.numbers)),
                value=found,
                expected=correction.was,
            )
        )
    return grid, stale


def _read_table(
    grid: Grid, resource: Resource, schema: Schema
) -> tuple[list[SourceTable], list[Finding]]:
    labels = _required_labels(grid, resource, schema)
    if resource.first_row is None:
        header = find_header(grid, labels)
    else:
        header = find_header_above(grid, labels, resource.first_row - 1)
    if header is None:
        missing = missing_labels(grid, labels) or labels
        finding = Finding(
            "headers-are-found",
            "error",
            schema.name,
            replace(grid.place(0), row=None),
            expected="、".join(missing),
        )
        return [], [finding]
    first_row = header.last_row + 1
    mappings = [_mapping(header, block, resource, schema) for block in resource.parts()]
    unmapped = _unmapped_findings(grid, header, first_row, mappings, resource)
    ragged = _ragged_findings(grid, header, first_row, schema) if not grid.is_ruled else []
    note = _note(grid) or resource.note
    data = [_data(grid, header, mapping, first_row) for mapping in mappings]
    tables = [
        SourceTable(
            table=schema.name,
            sheet=grid.sheet,
            data=texts[""],
            parts={name: table for name, table in texts.items() if name},
            columns={f: get_column_letter(c[0] + 1) for f, c in mapping.items()},
            units=_label_units(header, mapping),
            unit=_stated_unit(grid, header.last_row),
            is_paged=bool(grid.numbers),
            note=note,
            constants={**resource.constants, **block.constants},
        )
        for block, mapping, texts in zip(resource.parts(), mappings, data, strict=True)
    ]
    return tables, [*unmapped, *ragged]


def _required_labels(grid: Grid, resource: Resource, schema: Schema) -> list[str]:
    """The labels without which the header has not been found."""
    labels = list(resource.labels())
    fields = [f for f in schema.fields if f.is_required and _is_read(f, resource)]
    return labels or [_printed_label(grid, f) for f in fields]


def _printed_label(grid: Grid, field: Field) -> str:
    """The first of a field's labels that is printed near the top; its title when none is."""
    labels = field.headings
    missing = missing_labels(grid, labels)
    return next((label for label in labels if label not in missing), field.title)


def _is_read(field: Field, resource: Resource) -> bool:
    return not field.is_filled_by_program and field.name not in resource.constants


Mapped = Mapping[str, list[int]]


def _mapping(header: Header, block: Block, resource: Resource, schema: Schema) -> Mapped:
    """For each field the columns it is read from, in the order they are joined."""
    mapping: dict[str, list[int]] = {}
    for name, named in block.columns.items():
        labels = (named,) if isinstance(named, str) else named
        columns = [header.column(label) for label in labels]
        mapping[name] = [c for c in columns if c is not None]
    if resource.blocks:
        return mapping
    taken = {c for columns in mapping.values() for c in columns}
    for field in schema.fields:
        if field.name in mapping or not _is_read(field, resource):
            continue
        for label in field.headings:
            column = header.column(label)
            if column is not None and column not in taken:
                mapping[field.name] = [column]
                taken.add(column)
                break
    return mapping


def _unmapped_findings(
    grid: Grid,
    header: Header,
    first_row: int,
    mappings: Sequence[Mapped],
    resource: Resource,
) -> list[Finding]:
    """Columns with data that nothing is said of."""
    known = {c for mapping in mappings for columns in mapping.values() for c in columns}
    known |= {c for label in resource.ignore if (c := header.column(label)) is not None}
    findings = []
    for column in range(len(grid.rows[header.last_row])):  # cells beyond it are no column's
        rows = range(first_row, len(grid.rows))
        if column not in known and any(_is_data(grid, header, r, column) for r in rows):
            findings.append(
                Finding(
                    "columns-are-mapped",
                    "error",
                    resource.table,
                    grid.place(header.last_row, column),
                    value=header.bottom(column) or get_column_letter(column + 1),
                )
            )
    return findings


def _is_data(grid: Grid, header: Header, row: int, column: int) -> bool:
    return bool(_value(grid, header, row, column)) and not _is_note(grid, row)


def _ragged_findings(grid: Grid, header: Header, first_row: int, schema: Schema) -> list[Finding]:
    width = len(grid.rows[header.last_row])
    return [
        Finding(
            "rows-fit-the-header",
            "error",
            schema.name,
            grid.place(row),
            value=str(len(cells)),
            expected=str(width),
        )
        for row, cells in enumerate(grid.rows)
        if row >= first_row and any(cells) and len(cells) != width and not _is_note(grid, row)
    ]


def _data(grid: Grid, header: Header, mapping: Mapped, first_row: int) -> Mapping[str, pa.Table]:
    """The data rows: blank rows, notes and repeated header rows left out.

    Under "" with a column per field; under a field that is joined, the texts it is joined from.
    """
    rows: dict[int, list[list[str]]] = {}
    for row in range(first_row, len(grid.rows)):
        if _is_note(grid, row):
            continue
        texts = [[_value(grid, header, row, c) for c in columns] for columns in mapping.values()]
        if any(map(any, texts)):
            rows[grid.number(row)] = texts
    joined = (["".join(parts) for parts in texts] for texts in rows.values())
    tables = {"": text_table(list(mapping), joined, rows)}
    for n, (name, columns) in enumerate(mapping.items()):
        if len(columns) > 1:
            letters = [get_column_letter(c + 1) for c in columns]
            tables[name] = text_table(letters, (texts[n] for texts in rows.values()), rows)
    return tables


def _value(grid: Grid, header: Header, row: int, column: int) -> str:
    """A cell's text without outer white space; a cell that repeats its header holds nothing."""
    text = grid.cell(row, column).strip()
    return "" if text and plain_name(text) in header.paths[column] else text


def _first_text(grid: Grid, row: int) -> str:
    return next((text for text in grid.rows[row] if text.strip()), "")


def _is_note(grid: Grid, row: int) -> bool:
    """Whether a row says 注：… or is one text that begins so; 注册 beside figures is an item."""
    text = _first_text(grid, row)
    lone = sum(bool(cell.strip()) for cell in grid.rows[row]) == 1
    return bool(_NOTE.match(text) or (lone and _LONE_NOTE.match(text)))


def _note(grid: Grid) -> str | None:
    rows = range(len(grid.rows))
    return "\n".join(_first_text(grid, r).strip() for r in rows if _is_note(grid, r)) or None


def _stated_unit(grid: Grid, last_row: int) -> str | None:
    """The unit stated nearest above the data: one further up may be another table's."""
    for row in range(last_row, -1, -1):
        for text in grid.rows[row]:
            match = _UNIT_ROW.search(text)
            if match:
                return match[1]
    return None


def _label_units(header: Header, mapping: Mapped) -> dict[str, str]:
    units = {}
    for name, columns in mapping.items():
        match = _UNIT_IN_LABEL.search(header.bottom(columns[0])) if columns else None
        if match:
            units[name] = match[1]
    return units
