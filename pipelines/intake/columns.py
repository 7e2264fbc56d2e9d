"""Which columns of a sheet each field of a table is read from."""

from collections.abc import Mapping, Sequence

from pipelines.intake.data_rows import DataRows
from pipelines.intake.grid import Grid
from pipelines.intake.header import Header, missing_labels
from pipelines.model import (
    Block,
    Field,
    Finding,
    Redaction,
    Resource,
    Schema,
    Withholding,
    column_letter,
)

Mapped = Mapping[str, list[int]]


def required_labels(grid: Grid, resource: Resource, schema: Schema) -> list[str]:
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


def map_columns(header: Header, block: Block, resource: Resource, schema: Schema) -> Mapped:
    """For each field the columns it is read from, in the order they are joined."""
    mapping: dict[str, list[int]] = {}
    for name, named in block.columns.items():
        labels = (named,) if isinstance(named, str) else named
        columns = [header.column(label) for label in labels]
        mapping[name] = [c for c in columns if c is not None]
    if resource.blocks:
        return mapping
    taken = {c for columns in mapping.values() for c in columns}
    taken |= set(withheld_columns(header, resource))
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


def unmapped_findings(
    data: DataRows, mappings: Sequence[Mapped], resource: Resource
) -> list[Finding]:
    """Columns with data that nothing is said of."""
    grid, header = data.grid, data.header
    known = {c for mapping in mappings for columns in mapping.values() for c in columns}
    known |= {c for label in resource.ignore if (c := header.column(label)) is not None}
    known |= set(withheld_columns(header, resource))
    # Cells beyond the header of separated values are no column's.
    width = grid.width if grid.is_ruled else len(grid.rows[header.last_row])
    return [
        Finding(
            "columns-are-mapped",
            "error",
            resource.table,
            grid.place(header.last_row, column),
            value=header.bottom(column) or column_letter(column + 1),
        )
        for column, count in data.count_filled(set(range(width)) - known).items()
        if count
    ]


def withheld_columns(header: Header, resource: Resource) -> dict[int, Withholding]:
    """The columns the dataset keeps back, as far as the file has them."""
    columns = {header.column(reason.label): reason for reason in resource.withhold}
    return {column: reason for column, reason in columns.items() if column is not None}


def closed_letters(
    header: Header, mapping: Mapped, resource: Resource, schema: Schema
) -> frozenset[str]:
    """Every column that is not for the public, because of its field or of the dataset."""
    closed = set(withheld_columns(header, resource))
    closed |= {c for n, cs in mapping.items() if not schema.by_name[n].is_public for c in cs}
    return frozenset(column_letter(c + 1) for c in closed)


def redactions(data: DataRows, resource: Resource) -> list[Redaction]:
    """How many cells the dataset keeps back of each column, and why; never what they say."""
    withheld = withheld_columns(data.header, resource)
    return [
        Redaction(
            "withheld",
            resource.table,
            withheld[column].label,
            count,
            withheld[column].because,
            withheld[column].because_en,
        )
        for column, count in data.count_filled(withheld).items()
    ]
