"""By how much an edition's amounts differ from the edition before, by level, code and publisher.

Lines of different levels contain one another, so that only the net of one level, or of one code,
says how much it is. Sums are exact.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.model import Dataset, NetChange, Schema
from pipelines.publication.totals import exact_amounts

Group = tuple[str | None, ...]


def net_changes(
    old: Mapping[str, pa.Table],
    new: Mapping[str, pa.Table],
    dataset: Dataset,
    schemas: Mapping[str, Schema],
) -> tuple[NetChange, ...]:
    """Every group whose sum of an amount changed, table by table in schema order."""
    return tuple(
        net
        for name, schema in schemas.items()
        if name in old or name in new
        for by in _groupings(schema, dataset, [t[name] for t in (old, new) if name in t])
        for net in _nets(schema, by, old.get(name), new.get(name))
    )


def _groupings(
    schema: Schema, dataset: Dataset, tables: Sequence[pa.Table]
) -> Iterator[tuple[str, ...]]:
    """The fields rows are grouped by: levels, each code, each publisher, in parts of the dataset.

    Where a table has none of these, all its rows are one group; so they are where all rows are of
    one publisher.
    """
    parts = tuple(name for name in dataset.partition if name in schema.by_name)
    levels = tuple(f.name for f in schema.fields if f.role == "level")
    codes = [f.name for f in schema.fields if f.classification]
    publishers = [f.name for f in schema.fields if f.stated == "publisher"]
    yield (*parts, *levels)
    yield from ((*parts, name) for name in codes if name not in parts)
    for name in publishers:
        known = {text for table in tables for text in pc.unique(_column(table, name)).to_pylist()}
        if len(known) > 1:
            yield (*parts, *levels, name)


def _nets(
    schema: Schema, by: Sequence[str], old: pa.Table | None, new: pa.Table | None
) -> Iterator[NetChange]:
    before, after = _sums(schema, by, old), _sums(schema, by, new)
    for group in dict.fromkeys([*before, *after]):
        was, becomes = before.get(group, {}), after.get(group, {})
        amounts = {
            name: int(difference * 100)
            for name in schema.money
            if (difference := becomes.get(name, 0) - was.get(name, 0))
        }
        if amounts:
            yield NetChange(schema.name, dict(zip(by, group, strict=True)), amounts)


def _sums(schema: Schema, by: Sequence[str], table: pa.Table | None) -> dict[Group, dict[str, Any]]:
    """What each amount sums to in each group, in the order in which the groups first stand."""
    if table is None or not schema.money:
        return {}
    # An edition of earlier years lacks the fields its schema has gained since.
    amounts = {name: exact_amounts(_column(table, name)) for name in schema.money}
    data = pa.table({name: _column(table, name) for name in by} | amounts)
    asked = [(name, "sum") for name in amounts]
    if not by:
        return {(): {name: pc.sum(data[name], min_count=0).as_py() for name in amounts}}
    grouped = data.group_by(list(by), use_threads=False).aggregate(asked)
    return {
        tuple(row[name] for name in by): {name: row[f"{name}_sum"] for name in amounts}
        for row in grouped.to_pylist()
    }


def _column(table: pa.Table, name: str) -> pa.ChunkedArray | pa.Array:
    return table[name] if name in table.column_names else pa.nulls(table.num_rows, pa.string())
