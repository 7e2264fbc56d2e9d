"""Snapshot → text-only tables with their source rows; encoding, sheet and header found strictly.

A file, sheet, header or column that is not as declared is a finding and the table is left out; a
value is never guessed and never dropped without one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.codelists import plain_name
from pipelines.intake.columns import (
    Mapped,
    closed_letters,
    map_columns,
    redactions,
    required_labels,
    unmapped_findings,
)
from pipelines.intake.data_rows import DataRows
from pipelines.intake.formats import FileContent, read_file
from pipelines.intake.grid import Grid
from pipelines.intake.header import YEAR, find_header, find_header_above, missing_labels
from pipelines.intake.pair_forms import unfold_pair_forms
from pipelines.intake.rows import (
    account,
    first_header_row,
    notes,
    ragged_findings,
    row_kinds,
    unit_rows,
)
from pipelines.intake.snapshot import confirm_snapshot
from pipelines.intake.units import label_units, stated_unit
from pipelines.model import (
    Correction,
    Dataset,
    Family,
    Finding,
    Given,
    Place,
    ReadSnapshot,
    Redaction,
    Resource,
    Schema,
    Snapshot,
    SourceTable,
    column_letter,
    column_number,
    text_table,
)


def read_snapshot(
    snapshot: Snapshot, dataset: Dataset, family: Family, content: FileContent | None = None
) -> ReadSnapshot:
    """Every table the dataset declares, as it stands in the snapshot.

    `content` is what the file holds, if it has been read already.

    Raises: OSError if the file cannot be read; RepositoryError if it was changed meanwhile.
    """
    entry = dataset.entry(snapshot.name)
    content = content or _read_whole(snapshot, entry.encoding)
    grids, findings = unfold_pair_forms(content.grids, [family]), list(content.findings)
    corrections = [c for c in dataset.corrections if Path(c.snapshot).stem == snapshot.name]
    is_unreadable = any(f.severity == "error" for f in findings)
    tables: list[SourceTable] = []
    kept_back: list[Redaction] = []
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
        read = _read_table(grid, resource, family.schemas[resource.table])
        tables += read.tables
        findings += read.findings
        kept_back += read.redactions
    return ReadSnapshot(
        content.encoding, tuple(tables), tuple(findings), tuple(corrections), tuple(kept_back)
    )


def _read_whole(snapshot: Snapshot, encoding: str | None) -> FileContent:
    content = read_file(snapshot.path, encoding)
    confirm_snapshot(snapshot)
    return content


@dataclass(frozen=True)
class _Read:
    """One resource as it was read: blocks side by side make several tables."""

    tables: Sequence[SourceTable] = ()
    findings: Sequence[Finding] = ()
    redactions: Sequence[Redaction] = ()


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
    return own, YEAR.sub("", own)


def _apply_corrections(grid: Grid, corrections: Sequence[Correction]) -> tuple[Grid, list[Finding]]:
    """The grid with the declared cells changed; a cell that no longer says `was` is a finding."""
    stale = []
    for correction in corrections:
        row, column = grid.index(correction.row), column_number(correction.column) - 1
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


def _own_places(grid: Grid, mapping: Mapped) -> dict[tuple[int, str], Place]:
    """Where values stand that are not in their own row and column, by row and field."""
    names = {columns[0]: name for name, columns in mapping.items() if columns}
    places = ((row, names.get(column), p) for (row, column), p in grid.origins.items())
    return {(grid.number(row), name): place for row, name, place in places if name}


def _read_table(grid: Grid, resource: Resource, schema: Schema) -> _Read:
    labels = required_labels(grid, resource, schema)
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
        return _Read(findings=[finding])
    kinds = row_kinds(grid, header)
    data = DataRows(grid, header, kinds)
    mappings = [map_columns(header, block, resource, schema) for block in resource.parts()]
    unit, contradictions = stated_unit(grid, unit_rows(grid, header, kinds), schema.name)
    findings = [
        *unmapped_findings(data, mappings, resource),
        *([] if grid.is_ruled else ragged_findings(grid, header, kinds, schema)),
        *contradictions,
    ]
    read = data.count_read({c for m in mappings for columns in m.values() for c in columns})
    counts = account(kinds, read)
    header_rows = range(first_header_row(grid, header), header.last_row + 1)
    tables = [
        SourceTable(
            table=schema.name,
            sheet=grid.sheet,
            data=data.table(mapping),
            parts=data.parts(mapping),
            columns={f: column_letter(c[0] + 1) for f, c in mapping.items()},
            units=label_units(grid, header_rows, mapping),
            unit=unit,
            is_paged=bool(grid.numbers),
            note=notes(grid, kinds) or resource.note,
            constants={**resource.constants, **block.constants},
            row_counts=counts,
            cells=_own_places(grid, mapping),
            closed=closed_letters(header, mapping, resource, schema),
        )
        for block, mapping in zip(resource.parts(), mappings, strict=True)
    ]
    return _Read(tables, findings, redactions(data, resource))
