"""Rows added, removed and changed between two editions, cell by cell, with amounts in fen."""

import json
import re
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.model import Change, Schema, records_of
from pipelines.records import fen_of

Row = Mapping[str, str | None]
_PARTS = re.compile(r"(?:[^;\\]|\\.)+", re.DOTALL)  # a value, up to a bare semicolon
_UNESCAPED = re.compile(r"\\(.)", re.DOTALL)


def build_changes(
    old: Mapping[str, pa.Table], new: Mapping[str, pa.Table], schemas: Mapping[str, Schema]
) -> tuple[Change, ...]:
    """Every change, table by table in schema order and row by row in key order."""
    return tuple(
        change
        for name, schema in schemas.items()
        for change in _table_changes(
            _by_key(_without(old.get(name), new.get(name), schema), schema),
            _by_key(_without(new.get(name), old.get(name), schema), schema),
            schema,
        )
    )


def _without(table: pa.Table | None, other: pa.Table | None, schema: Schema) -> pa.Table | None:
    """The rows of a table that do not stand in another just so: most rows of an edition do.

    A field the other has not yet is missing in its rows.
    """
    if table is None or other is None:
        return table
    lines, others = _lines(table, schema), _lines(other, schema)
    return table.filter(pc.invert(pc.is_in(lines, others)))


def _lines(table: pa.Table, schema: Schema) -> pa.ChunkedArray:
    """Each row as one text; what is missing and what is empty differ, and values are kept apart."""
    missing = pa.nulls(table.num_rows, pa.string())
    columns = [table[n] if n in table.column_names else missing for n in schema.names]
    marked = [pc.fill_null(pc.binary_join_element_wise("=", c, ""), "") for c in columns]
    return pc.binary_join_element_wise(*marked, "\x1f")


def _by_key(table: pa.Table | None, schema: Schema) -> dict[str, Row]:
    return {} if table is None else {_key(row, schema): row for row in records_of(table)}


def _key(row: Row, schema: Schema) -> str:
    return key_text({name: row[name] for name in schema.primary_key})


def key_text(values: Row) -> str:
    r"""Some fields of a row as readable text: `field=value;…` in their order.

    A semicolon or backslash in a value has a backslash before it: no two keys read the same.
    """
    return ";".join(f"{name}={_escaped(value)}" for name, value in values.items())


def _escaped(value: str | None) -> str:
    return (value or "").replace("\\", r"\\").replace(";", r"\;")


def read_key(text: str) -> dict[str, str]:
    r"""The fields and values a key was written from; a missing value is an empty text.

    >>> read_key(r"fiscal_year=2024;tree_name=a\;b=c")
    {'fiscal_year': '2024', 'tree_name': 'a;b=c'}
    """
    pairs = (_UNESCAPED.sub(r"\1", part).partition("=") for part in _PARTS.findall(text))
    return {name: value for name, _, value in pairs}


def _table_changes(
    old: Mapping[str, Row], new: Mapping[str, Row], schema: Schema
) -> Iterator[Change]:
    for key in [*(k for k in old if k not in new), *new]:
        if key not in new:
            yield Change(schema.name, key, "removed", None, _json(old[key]), None)
        elif key not in old:
            yield Change(schema.name, key, "added", None, None, _json(new[key]))
        elif old[key] != new[key]:
            yield from _cell_changes(key, old[key], new[key], schema)


def _cell_changes(key: str, old: Row, new: Row, schema: Schema) -> Iterator[Change]:
    for field in schema.fields:
        was, becomes = old.get(field.name), new.get(field.name)
        if was == becomes:
            continue
        difference = None
        if field.is_money and was is not None and becomes is not None:
            difference = (fen_of(becomes) or 0) - (fen_of(was) or 0)
        yield Change(schema.name, key, "changed", field.name, was, becomes, difference)


def _json(row: Row) -> str:
    return json.dumps({k: v for k, v in row.items() if v is not None}, ensure_ascii=False)
