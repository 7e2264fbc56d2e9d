"""Canonical columns → rows of the database, many at a time.

Text becomes numbers by whole columns; rows are made when they are handed over, a batch at a time.
"""

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection

from pipelines.database import FEN
from pipelines.model import SOURCE_ROW, Field, Schema


def insert_table(  # noqa: PLR0913 - a table, its rows and where they come from
    connection: Connection,
    schema: Schema,
    batches: Iterable[pa.Table],
    dataset: str,
    snapshot: str | None,
    *,
    keep_first: bool = False,
) -> None:
    """Put the rows of a canonical table into its table of the database.

    With `keep_first` a row that breaks the table's key is left out; else it is a fault.
    """
    columns = [
        "dataset",
        *(name for field in schema.fields for name in _column_names(field)),
        "snapshot",
        SOURCE_ROW,
    ]
    names = ", ".join(f'"{name}"' for name in columns)
    verb = "INSERT OR IGNORE INTO" if keep_first else "INSERT INTO"
    statement = f'{verb} "{schema.name}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    for batch in batches:
        rows = list(database_rows(schema, batch, dataset, snapshot))
        if rows:
            connection.exec_driver_sql(statement, rows)


def database_rows(
    schema: Schema, batch: pa.Table, dataset: str, snapshot: str | None
) -> Iterator[tuple[Any, ...]]:
    """The rows as the database takes them: `dataset`, the fields, `snapshot`, `source_row`.

    An amount stands twice, as text in yuan and as an integer in fen.
    """
    values = [v.to_pylist() for f in schema.fields for v in _values(f, batch[f.name])]
    rows = batch[SOURCE_ROW].to_pylist()
    return zip(repeat(dataset), *values, repeat(snapshot), rows, strict=False)


def _column_names(field: Field) -> tuple[str, ...]:
    return (field.name, field.name + FEN) if field.is_money else (field.name,)


def _values(field: Field, texts: pa.ChunkedArray) -> tuple[pa.ChunkedArray, ...]:
    if field.is_money:
        return texts, pc.replace_substring(texts, ".", "").cast(pa.int64())
    if field.type in ("integer", "year"):
        return (texts.cast(pa.int64()),)
    if field.type == "number":
        return (texts.cast(pa.float64()),)
    if field.type == "boolean":
        return (pc.equal(texts, "true"),)
    return (texts,)
