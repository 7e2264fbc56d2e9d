"""What of a snapshot may leave the building: the one door between inspecting and publishing.

Closed columns, embargoed cells and withheld rows stay behind; how many there are and why is told.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.model import (
    SOURCE_ROW,
    Correction,
    Dataset,
    Disclosed,
    Family,
    Field,
    Finding,
    Inspection,
    Redaction,
    Schema,
    Staged,
    StagedTable,
    WithheldCount,
    WithheldRows,
    with_columns,
)
from pipelines.records import fen_of
from pipelines.redaction import HIDDEN, by_table, closed_cells, next_opening, without_rows


def disclose_snapshot(
    staged: Staged, inspection: Inspection, dataset: Dataset, family: Family, now: datetime
) -> Disclosed:
    """The tables, findings and corrections anybody may see at a moment, and counts of the rest."""
    if not dataset.is_public:
        return _limited(staged, inspection, dataset)
    schemas = family.schemas
    corrections = tuple(_public_corrections(dataset, staged, schemas, now))
    rows = by_table(inspection.withheld)
    kept = {n: without_rows(t, rows.get(n, frozenset())) for n, t in staged.tables.items()}
    public = replace(
        staged,
        tables={n: _opened(t, schemas[n], now) for n, t in kept.items() if schemas[n].is_public},
        findings=(),
        corrections=tuple(c for c in corrections if _is_of(c, staged)),
        redactions=(
            *staged.redactions,
            *(r for n, t in kept.items() for r in _redactions(t, schemas[n], now)),
        ),
    )
    return Disclosed(
        dataset.altered(corrections=corrections),
        public,
        replace(inspection, findings=tuple(_public_findings(inspection, schemas))),
        tuple(_counts(inspection.withheld, staged, schemas, now)),
    )


def _limited(staged: Staged, inspection: Inspection, dataset: Dataset) -> Disclosed:
    """Of a dataset that is not public: that it was judged, and how many findings of which rule."""
    reason = Redaction(
        "withheld" if dataset.disclosure == "withheld" else "limited",
        None,
        None,
        staged.row_count,
        dataset.because or "",
        dataset.because_en or "",
    )
    findings = tuple(
        Finding(f.rule, f.severity, is_withheld=f.is_withheld) for f in inspection.findings
    )
    return Disclosed(
        dataset.altered(corrections=()),
        replace(staged, tables={}, findings=(), corrections=(), redactions=(reason,)),
        replace(inspection, findings=findings, withheld=()),
    )


def _opened(table: StagedTable, schema: Schema, now: datetime) -> StagedTable:
    """The table with its public fields, closed cells empty."""
    closed = closed_cells(table.data, schema, now)
    shown = schema.public
    data = with_columns(
        table.data,
        {
            name: pc.if_else(rows, None, table.data[name])
            for name, rows in closed.items()
            if name in shown.by_name
        },
    )
    columns = {name: letter for name, letter in table.columns.items() if name in shown.by_name}
    return replace(table, data=data.select([*shown.names, SOURCE_ROW]), columns=columns)


def _redactions(table: StagedTable, schema: Schema, now: datetime) -> Iterator[Redaction]:
    """What is kept back of a table: all of it, whole columns, or the cells of an embargo."""
    if not schema.is_public:
        yield _redaction(schema, schema.name, None, table.row_count)
        return
    for name, rows in closed_cells(table.data, schema, now).items():
        field = schema.by_name[name]
        until = next_opening(table.data, field, rows) if field.public_from else None
        yield _redaction(field, schema.name, name, pc.sum(rows).as_py(), until)


def _redaction(
    thing: Field | Schema, table: str, field: str | None, count: int, until: str | None = None
) -> Redaction:
    kind = thing.disclosure if isinstance(thing.disclosure, str) else "embargoed"
    return Redaction(
        "limited" if kind == "public" else kind,
        table,
        field,
        count,
        thing.because or "",
        thing.because_en or "",
        until,
    )


def _public_findings(inspection: Inspection, schemas: Mapping[str, Schema]) -> Iterator[Finding]:
    """Of a withheld row its key may be told, and nothing else."""
    for finding in inspection.findings:
        keys = schemas[finding.table].primary_key if finding.table in schemas else ()
        told = set((finding.field or "").split("、")) <= set(keys)
        if not finding.is_withheld:
            yield finding
        else:
            yield replace(
                finding,
                value=finding.value if told else finding.value and HIDDEN,
                expected=finding.expected if told else finding.expected and HIDDEN,
                difference_fen=None,
                detail=finding.detail if told else None,
                detail_en=finding.detail_en if told else None,
            )


def _counts(
    withheld: Iterable[WithheldRows],
    staged: Staged,
    schemas: Mapping[str, Schema],
    now: datetime,
) -> Iterator[WithheldCount]:
    """Rows kept back by each rule, and what the table's first public amount sums to in them."""
    for each in withheld:
        data = staged.tables[each.table].data
        schema = schemas[each.table]
        if not schema.is_public:
            continue
        held = data.filter(pc.is_in(data[SOURCE_ROW], pa.array(sorted(each.rows), pa.int64())))
        open_amounts = [n for n in schema.public.money if n not in closed_cells(held, schema, now)]
        amount = open_amounts[0] if open_amounts else None
        fen = sum(fen_of(text) or 0 for text in held[amount].to_pylist()) if amount else None
        yield WithheldCount(each.table, each.rule, len(each.rows), amount, fen)


def _public_corrections(
    dataset: Dataset, staged: Staged, schemas: Mapping[str, Schema], now: datetime
) -> Iterator[Correction]:
    """Every correction, with its quotes unless its cell is closed or may be.

    In which columns another snapshot had its fields is not known here: of a table with closed ones
    only the corrections of this snapshot are quoted.
    """
    withheld = {r.table for r in dataset.resources if r.withhold}
    for correction in dataset.corrections:
        schema = schemas[correction.table]
        is_open = correction.table not in withheld and schema.is_open
        if is_open or _is_quoted(correction, staged, schema, now):
            yield correction
        else:
            yield correction.altered(was=HIDDEN, becomes=HIDDEN)


def _is_quoted(correction: Correction, staged: Staged, schema: Schema, now: datetime) -> bool:
    table = staged.tables.get(correction.table)
    if table is None or not _is_of(correction, staged) or correction.column in table.closed:
        return False
    closed = closed_cells(table.data, schema, now)
    return not any(
        correction.row in table.data[SOURCE_ROW].filter(rows).to_pylist()
        for name, rows in closed.items()
        if table.columns.get(name) == correction.column
    )


def _is_of(correction: Correction, staged: Staged) -> bool:
    return Path(correction.snapshot).stem == staged.snapshot.name
