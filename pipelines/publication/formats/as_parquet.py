"""A canonical table as Parquet: amounts as decimals, days as dates, codes as text.

Basis: Apache Parquet, logical types DECIMAL and DATE, https://parquet.apache.org/docs/
"""

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from pipelines.model import Field, Schema

_ROWS = 131_072  # of a row group
_MONEY = pa.decimal128(18, 2)  # yuan, as many digits as a 64-bit number of fen has
_NUMBER = pa.decimal128(27, 12)  # fifteen digits before the point, twelve behind
_TYPES = {
    "integer": pa.int64(),
    "year": pa.int64(),
    "number": _NUMBER,
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


def write_parquet(path: Path, schema: Schema, table: pa.Table) -> None:
    """The table with every field in the type it is declared to have."""
    columns = pa.schema([_column(field) for field in schema.fields])
    with parquet.ParquetWriter(path, columns, compression="zstd", version="2.6") as writer:
        for first in range(0, max(1, table.num_rows), _ROWS):
            part = table.slice(first, _ROWS)
            values = [part[f.name].cast(columns.field(f.name).type) for f in schema.fields]
            writer.write_table(pa.table(values, schema=columns))


def _column(field: Field) -> pa.Field:
    kind = _MONEY if field.is_money else _TYPES.get(field.type, pa.string())
    texts = {"title": field.title, "title_en": field.title_en, "unit": field.unit or ""}
    told = {key: text for key, text in texts.items() if text}
    return pa.field(field.name, kind, metadata=told)
