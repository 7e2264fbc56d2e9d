"""Control totals: rows and sums a reader ticks off in a spreadsheet against the tables."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.model import Dataset, Edition, Schema

_SUM = pa.decimal128(38, 2)


def control_totals(
    edition: Edition, dataset: Dataset, schemas: Mapping[str, Schema]
) -> dict[str, Any]:
    """Of each table how many rows it has and what each amount sums to, in all and by level.

    Sums are exact, as text. Lines of different levels contain one another, so that only the sums
    of one level say how much it is; a dataset of several partitions has each of its own.
    """
    return {
        "dataset": dataset.name,
        "edition": edition.number,
        "sha256": edition.sha256,
        "rows": edition.row_count,
        "tables": [
            _table_totals(schemas[name], table, dataset.partition)
            for name, table in edition.tables.items()
        ],
    }


def sums(schema: Schema, table: pa.Table) -> dict[str, str]:
    """What each field of amounts sums to over all rows, in yuan with two decimals."""
    return {name: str(pc.sum(exact_amounts(table[name]), min_count=0)) for name in schema.money}


def exact_amounts(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray:
    """A column of amounts that can be summed; one that is missing counts for nothing."""
    return pc.fill_null(column.cast(_SUM), 0)


def _table_totals(schema: Schema, table: pa.Table, partition: Sequence[str]) -> dict[str, Any]:
    levels = [field.name for field in schema.fields if field.role == "level"]
    keys = [name for name in partition if name in schema.by_name] + levels
    totals = {
        "name": schema.name,
        "title": schema.title,
        "title_en": schema.title_en,
        "rows": table.num_rows,
        "sums": sums(schema, table),
    }
    if keys:
        amounts = {name: exact_amounts(table[name]) for name in schema.money}
        data = pa.table({name: table[name] for name in keys} | amounts)
        totals |= {"by": keys, "groups": _groups(data, keys, schema.money)}
    return totals


def _groups(data: pa.Table, keys: Sequence[str], amounts: Sequence[str]) -> list[dict[str, Any]]:
    """Rows and sums of all rows with the same keys, in the order in which they first stand."""
    asked = [*((name, "sum") for name in amounts), ([], "count_all")]
    grouped = data.group_by(list(keys), use_threads=False).aggregate(asked)
    return [
        {
            **{name: row[name] for name in keys},
            "rows": row["count_all"],
            "sums": {name: str(row[f"{name}_sum"]) for name in amounts},
        }
        for row in grouped.to_pylist()
    ]
