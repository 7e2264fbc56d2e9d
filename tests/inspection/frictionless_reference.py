"""Frictionless over every row of a table: what the screen is held against."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from frictionless import Package

from pipelines.inspection.faults import Batches, Fault, TableScreen
from pipelines.inspection.references import foreign_keys
from pipelines.model import text_table

FIRST_ROW = 2  # as Frictionless counts: the header is row 1
_EARLIER = re.compile(r"the same as in the row at position ([0-9]+)$")
PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
SCHEMA = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json"}
Row = Sequence[str | None]


def frictionless_faults(
    descriptor: Mapping[str, Any],
    rows: Sequence[Row],
    others: Mapping[str, tuple[Mapping[str, Any], Sequence[Row]]] | None = None,
) -> list[tuple]:
    """Row, kind, field, note and earlier row of everything Frictionless rejects, sorted."""
    tables = {"": (descriptor, rows), **(others or {})}
    resources = [
        {
            "name": name or "main",
            "data": [[f["name"] for f in d["fields"]], *map(list, r)],
            "schema": SCHEMA | d,
        }
        for name, (d, r) in tables.items()
    ]
    package = Package.from_descriptor({"$schema": PACKAGE, "resources": resources})
    report = package.get_resource("main").validate(limit_errors=10**9)
    errors = report.tasks[0].errors if report.tasks else report.errors
    assert all(hasattr(e, "row_number") for e in errors), errors
    return sorted(map(_told, errors))


def _told(error: Any) -> tuple:
    match = _EARLIER.search(error.note)
    if match:
        return error.row_number, error.type, getattr(error, "field_name", ""), "", int(match[1])
    return error.row_number, error.type, getattr(error, "field_name", ""), error.note, 0


def batches_of(descriptor: Mapping[str, Any], rows: Sequence[Row], size: int = 10**6) -> Batches:
    """The rows as columns, in batches of a size."""
    names = [f["name"] for f in descriptor["fields"]]
    data = text_table(names, rows, range(FIRST_ROW, FIRST_ROW + len(rows)))
    return lambda: map(pa.table, data.to_batches(max_chunksize=size))


def screen_faults(
    descriptor: Mapping[str, Any], rows: Sequence[Row], size: int = 10**6
) -> list[Fault]:
    """What the screen and Frictionless find together."""
    return list(TableScreen(SCHEMA | descriptor).faults(batches_of(descriptor, rows, size)))


def reference_faults(
    descriptor: Mapping[str, Any],
    rows: Sequence[Row],
    other: tuple[Mapping[str, Any], Sequence[Row]] | None = None,
) -> list[Fault]:
    """What refers to nothing, in another table or in the own one."""
    own = batches_of(descriptor, rows)
    referred = own if other is None else batches_of(*other)
    known = {} if other is None else {"other": SCHEMA | other[0]}
    return [f for k in foreign_keys(SCHEMA | descriptor, known) for f in k.faults(own, referred)]


def told(faults: Sequence[Fault]) -> list[tuple]:
    """Faults as `frictionless_faults` tells them."""
    return sorted(
        (f.row, f.kind, f.field, "" if f.earlier else f.note, f.earlier or 0) for f in faults
    )
