"""Which cells of a table are not for the public: by their field's class, or until a moment.

Basis: Regulation on Open Government Information, art. 37 (give what may be given, and say why the
rest is kept back); Tendering and Bidding Law, art. 22 (bidders and base price before the opening).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.model import SOURCE_ROW, Dataset, Field, Schema, StagedTable, WithheldRows

HIDDEN = "（不公开 not public）"  # what stands where a closed text would be quoted
CHINA = timezone(timedelta(hours=8))
_MINUTE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}\+08:00$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_LAST_MINUTE = "T23:59+08:00"


def closed_cells(
    data: pa.Table, schema: Schema, now: datetime | None
) -> Mapping[str, pa.ChunkedArray]:
    """For each field that is closed in any row, in which rows: only cells that hold something.

    Without a clock every embargo still stands.
    """
    closed = {}
    for field in schema.fields:
        filled = pc.is_valid(data[field.name])
        if not (schema.is_public and field.is_public):
            closed[field.name] = filled
        elif field.public_from:
            opened = _opened(data[field.public_from], now)
            closed[field.name] = pc.and_(filled, pc.invert(opened))
    return {name: rows for name, rows in closed.items() if pc.any(rows).as_py()}


def next_opening(data: pa.Table, field: Field, rows: pa.ChunkedArray) -> str | None:
    """The earliest moment at which one of the closed cells opens; None if none ever will."""
    moments = _moments(data[field.public_from or ""]).filter(rows)
    return pc.min(moments).as_py() if len(moments) else None


def _opened(column: pa.ChunkedArray, now: datetime | None) -> pa.ChunkedArray:
    clock = now.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M+08:00") if now else ""
    return pc.fill_null(pc.less_equal(_moments(column), clock), False)


def _moments(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Moments as texts that sort by time; what is neither a minute nor a day is missing."""
    is_day = pc.match_substring_regex(column, _DAY)
    moments = pc.if_else(is_day, pc.binary_join_element_wise(column, _LAST_MINUTE, ""), column)
    return pc.if_else(pc.match_substring_regex(moments, _MINUTE), moments, None)


def by_table(withheld: Iterable[WithheldRows]) -> dict[str, frozenset[int]]:
    """The rows that are kept back, whatever the rule."""
    rows: dict[str, frozenset[int]] = {}
    for each in withheld:
        rows[each.table] = rows.get(each.table, frozenset()) | each.rows
    return rows


def without_rows(table: StagedTable, rows: frozenset[int]) -> StagedTable:
    """The table as if those source rows had not stood in it."""
    if not rows:
        return table
    listed = pa.array(sorted(rows), pa.int64())
    kept = table.data.filter(pc.invert(pc.is_in(table.data[SOURCE_ROW], listed)))
    return replace(table, data=kept, blocks=tuple(without_rows(b, rows) for b in table.blocks))


def disclosure_problems(schema: Schema) -> Iterator[str]:
    """What a schema declares closed and yet shows, or opens by a moment that it does not have."""
    for field in schema.fields:
        where = f"table {schema.name}, field {field.name}"
        if field.disclosure == "public":
            continue
        used = [*schema.primary_key, *schema.facets]
        if field.name in used:
            yield f"{where}: not public, and yet in the key or a facet"
        for other in schema.fields:
            if field.name in (other.of, other.amount_of) and other.disclosure != field.disclosure:
                yield f"{where}: {other.name} follows from it and is more public"
        if field.public_from:
            yield from (f"{where}: {problem}" for problem in _embargo_problems(field, schema))
    sums_up = schema.totals or any(
        f.classification and f.classification.parents for f in schema.fields
    )
    if schema.on_error == "withhold" and sums_up:
        yield f"table {schema.name}: its rows add up, none can be withheld"


def _embargo_problems(field: Field, schema: Schema) -> Iterator[str]:
    opener = schema.by_name.get(field.public_from or "")
    if opener is None:
        yield f"no field {field.public_from}"
    elif opener.type != "date" and opener.role != "minute":
        yield f"{opener.name} is neither a day nor a minute"
    elif opener.disclosure != "public":
        yield f"{opener.name}, which opens it, is not public itself"
    if field.is_required:
        yield "required, and yet empty in public until it opens"


def withholding_problems(dataset: Dataset) -> Iterator[str]:
    """Columns a dataset both reads, or leaves out in silence, and keeps back."""
    for resource in dataset.resources:
        said = {*resource.labels(), *resource.ignore}
        yield from (
            f"dataset {dataset.name}, table {resource.table}: {each.label} is withheld and used"
            for each in resource.withhold
            if each.label in said
        )


def clearance_problems(dataset: Dataset, schemas: Mapping[str, Schema]) -> Iterator[str]:
    """Clearances of what is not there, or by a pattern that is none."""
    for clearance in dataset.clearances:
        where = f"dataset {dataset.name}: a clearance of {clearance.table}.{clearance.field}"
        schema = schemas.get(clearance.table)
        if schema is None or clearance.field not in schema.by_name:
            yield f"{where}: there is no such field"
        try:
            re.compile(clearance.pattern)
        except re.error as error:
            yield f"{where}: pattern: {error}"
